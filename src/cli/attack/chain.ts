import type { Try, Verdict } from '../../attack/report.ts';
import type { Fetch } from '../../attack/request.ts';
import { formatAwsHost } from '../../aws/domains.ts';
import type { NotesConfig } from '../../client/config.ts';
import { isRecord, isText } from '../../client/shapes.ts';
import { type Keys, signHeaders } from './signing.ts';

/** A user, with what the chain before the API gave them: an identity, credentials and tokens. */
export interface Principal {
  readonly name: string;
  readonly identityId: string;
  readonly keys: Keys & { readonly sessionToken: string };
  readonly idToken: string;
  readonly accessToken: string;
}

export interface Chain {
  readonly config: NotesConfig;
  /** The table of the notes; if `undefined`, the table is not tried. */
  readonly table: { readonly name: string; readonly endpoint: string } | undefined;
  readonly fetch: Fetch;
  /** Returns epoch milliseconds. */
  readonly now: () => number;
}

/** A call of an AWS service, and which of its answers would mean a way in. */
export interface ChainProbe {
  readonly technique: string;
  readonly risk: string;
  /** Such as `GetItem`. */
  readonly operation: string;
  readonly what: string;
  readonly service: 'dynamodb' | 'cognito-identity' | 'cognito-idp';
  readonly parameters: object;
  /** The keys that sign it; some calls are not signed. */
  readonly keys?: Keys;
  /** Exceptions that only an authorized caller gets. */
  readonly letInBy?: readonly string[];
}

const targets = {
  dynamodb: 'DynamoDB_20120810',
  'cognito-identity': 'AWSCognitoIdentityService',
  'cognito-idp': 'AWSCognitoIdentityProviderService',
} as const;

/** Exceptions by which a service says that this caller may not. */
const refusals =
  /^(?:AccessDenied|NotAuthorized|UnrecognizedClient|InvalidSignature|MissingAuthentication|InvalidParameter|ResourceNotFound|InvalidIdentityPoolConfiguration)\w*$/;

/** Sends one call and returns its verdict. Never rejects. */
export const tryChainProbe = async (
  probe: ChainProbe,
  { by, whose }: { readonly by: Principal; readonly whose: Principal },
  { config, table, fetch, now }: Chain,
): Promise<Try> => {
  const { service, operation, keys, parameters, letInBy = [] } = probe;
  const { region, cognitoEndpoint } = config;
  const local = service === 'dynamodb' ? table?.endpoint : cognitoEndpoint;
  const url = `${(local ?? `https://${formatAwsHost(service, region)}`).replace(/\/$/, '')}/`;
  const headers = {
    'content-type': `application/x-amz-json-${service === 'dynamodb' ? '1.0' : '1.1'}`,
    'x-amz-target': `${targets[service]}.${operation}`,
  };
  const body = JSON.stringify(parameters);
  const told = await answered(async () => {
    const request = { method: 'POST', url, headers, body };
    const signed = keys && (await signHeaders(request, { keys, region, service, time: now() }));
    return fetch(url, { method: 'POST', headers: signed ?? headers, body });
  });
  const isLetIn = told.status === 200 || letInBy.includes(told.type);
  const verdict: Verdict = isLetIn ? 'CameThrough' : refusals.test(told.type) ? 'Held' : 'Inconclusive';
  const { technique, risk, what } = probe;
  return {
    ...{ technique, risk, operation: `${service} ${operation}`, what, by: by.name, whose: whose.name, verdict },
    // The report omits the body, since that of some calls contains a token; only its user can repeat those.
    request: { method: 'POST', path: new URL(url).pathname, headers },
    ...{ expected: 'is refused', came: [told.status || 'no answer:', told.type].filter(Boolean).join(' ') },
  };
};

const answered = async (send: () => Promise<Response>): Promise<{ readonly status: number; readonly type: string }> => {
  try {
    const response = await send();
    const text = await response.text();
    return { status: response.status, type: readErrorType(text) };
  } catch (cause) {
    return { status: 0, type: cause instanceof Error ? cause.message : String(cause) };
  }
};

const readErrorType = (text: string): string => {
  try {
    const body: unknown = JSON.parse(text);
    return isRecord(body) && isText(body.__type) ? body.__type.replace(/.*#/, '') : '';
  } catch {
    return '';
  }
};
