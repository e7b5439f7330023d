import type { CognitoRefused } from '../client/failures.ts';
import type { Finding } from './findings.ts';
import { hostOf } from './hosts.ts';
import { readRequestId } from './request-id.ts';
import type { Tools } from './tools.ts';

export interface CognitoBusy {
  readonly kind: 'CognitoBusy';
  readonly host: string;
  readonly type: string;
  readonly requestId?: string;
}

/** Names of exceptions and messages, and what they are called here. */
export type CognitoRule<K extends string> = readonly [type: RegExp, message: RegExp, kind: K];

/** Any operation's, of any user: it would have been answered another time [Amazon Cognito, "Common errors"]. */
const passing = /^(?:TooManyRequests|LimitExceeded|Throttling|InternalError|ServiceUnavailable|InternalFailure)/;

/** What a refusal of Cognito's is, by the first rule that fits. */
export const createCognitoFinding = <K extends string>(
  { type, message }: CognitoRefused,
  rules: readonly CognitoRule<K>[],
  otherwise: K,
  { watch }: Pick<Tools, 'watch'>,
): Finding => {
  const seen = watch.last();
  if (passing.test(type))
    return { kind: 'CognitoBusy', host: hostOf(seen?.url ?? ''), type, ...readRequestId(seen?.answer?.headers) };
  const [, , kind = otherwise] = rules.find(([types, messages]) => types.test(type) && messages.test(message)) ?? [];
  return { kind, type, message } as Extract<Finding, { readonly kind: K }>;
};
