import { err, ok, type Result, ResultAsync } from 'neverthrow';
import type { NotesConfig } from './config.ts';
import { type CognitoRefused, type Unreachable, unreachable } from './failures.ts';

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

const services = {
  'cognito-idp': 'AWSCognitoIdentityProviderService',
  'cognito-identity': 'AWSCognitoIdentityService',
} as const;

/** One call of the user pool or of the identity pool: AWS JSON 1.1, unsigned, as these calls are. */
export const callCognito = (
  { region, cognitoEndpoint }: Pick<NotesConfig, 'region' | 'cognitoEndpoint'>,
  service: keyof typeof services,
  operation: string,
  parameters: object,
  fetch: Fetch = globalThis.fetch,
): ResultAsync<Answer, CognitoRefused | Unreachable> => {
  const url = cognitoEndpoint ?? `https://${service}.${region}.amazonaws.com/`;
  const call = async (): Promise<Result<Answer, CognitoRefused | Unreachable>> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `${services[service]}.${operation}`,
        'cache-control': 'no-store',
      },
      body: JSON.stringify(parameters),
    });
    const body = (await response.json().catch(() => ({}))) as Answer;
    if (response.ok) return ok(body);
    const type = String(body.__type ?? `HTTP ${response.status}`).replace(/^.*#/, '');
    return err({ kind: 'CognitoRefused', type, message: String(body.message ?? type) });
  };
  return new ResultAsync(call().catch((cause) => err(unreachable(url, cause))));
};

// biome-ignore lint/suspicious/noExplicitAny: the answers of a documented protocol
export type Answer = Record<string, any>;
