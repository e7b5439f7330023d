import type { CognitoRefused } from '../client/failures.ts';
import type { Finding } from './findings.ts';
import { readHost } from './hosts.ts';
import { readRequestId } from './request-id.ts';
import type { Tools } from './tools.ts';

export interface CognitoBusy {
  readonly kind: 'CognitoBusy';
  readonly host: string;
  readonly type: string;
  readonly requestId?: string;
}

/** Maps exception names and messages to a kind of finding. */
export type CognitoRule<K extends string> = readonly [type: RegExp, message: RegExp, kind: K];

/** Exceptions of any operation, for any user: a later attempt may succeed [Amazon Cognito, "Common errors"]. */
const passing = /^(?:TooManyRequests|LimitExceeded|Throttling|InternalError|ServiceUnavailable|InternalFailure)/;

/** Classifies a refusal by Cognito by the first rule that matches. */
export const createCognitoFinding = <K extends string>(
  { type, message }: CognitoRefused,
  rules: readonly CognitoRule<K>[],
  otherwise: K,
  { watch }: Pick<Tools, 'watch'>,
): Finding => {
  const seen = watch.last();
  if (passing.test(type))
    return { kind: 'CognitoBusy', host: readHost(seen?.url ?? ''), type, ...readRequestId(seen?.answer?.headers) };
  const [, , kind = otherwise] = rules.find(([types, messages]) => types.test(type) && messages.test(message)) ?? [];
  return { kind, type, message } as Extract<Finding, { readonly kind: K }>;
};
