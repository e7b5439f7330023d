import type { ApiProblem } from '../client/failures.ts';
import type { CallFailure } from '../client/retry.ts';
import { createCognitoFinding } from './cognito-rules.ts';
import type { Finding } from './findings.ts';
import { readHost } from './hosts.ts';
import { createNetworkFinding } from './network.ts';
import type { Tools } from './tools.ts';

interface OfRoute {
  readonly route: string;
  /** Identifies the request in logs. */
  readonly requestId?: string;
}

/** Why API Gateway refuses a signed request, as far as it says. */
export type Forbidden =
  | 'SignatureDiffers'
  | 'SignatureExpired'
  | 'SessionTokenEnded'
  | 'SessionTokenUnknown'
  | 'NotAllowed'
  | 'SignatureMissing'
  | 'ForbiddenUnsaid';

export type ApiFinding =
  | ({ readonly kind: Forbidden; readonly message: string } & OfRoute)
  | ({ readonly kind: 'IdentityNotTaken' | 'CallerUnknown' } & OfRoute)
  | ({ readonly kind: 'FunctionFailed'; readonly status: number } & OfRoute)
  | ({ readonly kind: 'StoreUnavailable'; readonly type: string } & OfRoute)
  | ({
      readonly kind: 'RouteRefused';
      readonly status: number;
      readonly type: string;
      readonly title: string;
    } & OfRoute)
  | { readonly kind: 'Throttled'; readonly host: string; readonly requestId?: string };

/**
 * Messages of API Gateway [AWS re:Post, "How do I troubleshoot signature mismatch errors when making SigV4 signed
 * requests …", "How do I troubleshoot HTTP 403 errors from API Gateway?"]. An HTTP API answers `Forbidden` in all these
 * cases [aws-cdk issue 21182]; the other messages come from a service in front of one, or from REST APIs.
 */
const forbidden: readonly (readonly [words: RegExp, kind: Forbidden])[] = [
  [/signature we calculated does not match/i, 'SignatureDiffers'],
  [/signature (?:expired|not yet current)/i, 'SignatureExpired'],
  [/security token .*expired/i, 'SessionTokenEnded'],
  [/security token .*invalid/i, 'SessionTokenUnknown'],
  [/not authorized to (?:perform|access)/i, 'NotAllowed'],
  [/missing authentication token/i, 'SignatureMissing'],
  // If the message says nothing, the exception's name in `x-amzn-errortype` may.
  [/InvalidSignatureException/, 'SignatureDiffers'],
  [/ExpiredTokenException/, 'SessionTokenEnded'],
  [/(?:UnrecognizedClient|InvalidClientTokenId)/, 'SessionTokenUnknown'],
  [/AccessDeniedException/, 'NotAllowed'],
];

const formatProblemType = (name: string) => `urn:problem-type:owned-notes:${name}`;

/** Returns whether the API answered that the note is missing or another owner's. */
export const isNoteNotFound = (failure: CallFailure): boolean =>
  failure.kind === 'ApiProblem' && failure.type === formatProblemType('note-not-found');

/** Returns the cause of a signed request's unexpected outcome. */
export const createApiFinding = (failure: CallFailure, route: string, tools: Tools): Finding => {
  if (failure.kind === 'ApiProblem') return createProblemFinding(failure, route, tools);
  if (failure.kind === 'CognitoRefused') return createCognitoFinding(failure, [], 'CredentialsRefused', tools);
  return createNetworkFinding(failure, tools);
};

const createProblemFinding = (
  { status, type, title, requestId }: ApiProblem,
  route: string,
  { watch }: Tools,
): Finding => {
  const seen = watch.last();
  const host = readHost(seen?.url ?? '');
  const id = requestId === undefined ? {} : { requestId };
  const at = { route, ...id };
  const isGateways = type === 'about:blank';
  if (status === 429) return { kind: 'Throttled', host, ...id };
  if (type === formatProblemType('store-unavailable') || type === formatProblemType('outcome-unknown'))
    return { kind: 'StoreUnavailable', type, ...at };
  // A service in front of the API sends its own 5xx, without a request id of API Gateway.
  if (status >= 500 && requestId === undefined) return { kind: 'ServiceFailing', host, status };
  if (status >= 500) return { kind: 'FunctionFailed', status, ...at };
  if (status === 403 && isGateways) {
    const said = `${title} ${seen?.answer?.headers.get('x-amzn-errortype')}`;
    const kind = forbidden.find(([words]) => words.test(said))?.[1] ?? 'ForbiddenUnsaid';
    return { kind, message: title, ...at };
  }
  if (status === 404 && isGateways) return { kind: 'RouteMissing', route, host };
  if (type === formatProblemType('identity-refused')) return { kind: 'IdentityNotTaken', ...at };
  if (type === formatProblemType('not-authenticated')) return { kind: 'CallerUnknown', ...at };
  return { kind: 'RouteRefused', status, type, title, ...at };
};
