import { type Answer, parseJson } from './exchange.ts';
import type { ApiProblem, UnexpectedAnswer } from './failures.ts';
import { isRecord, isText } from './shapes.ts';

/**
 * Reads an answer whose status is not 2xx: problem details, or API Gateway's own `{"message": "Forbidden"}`. The page
 * of a proxy or portal is neither, and is not believed, except that a 429 or 5xx counts whoever sends it.
 */
export const readFailure = (
  answer: Answer,
  now: number,
): (ApiProblem & { readonly retryAfter?: number }) | UnexpectedAnswer => {
  const { status, headers, url } = answer;
  const said = parseJson(answer);
  if (!isRecord(said) && status < 500 && status !== 429)
    return { kind: 'UnexpectedAnswer', url, status, reason: `HTTP ${status}, and not from the API` };
  const body = isRecord(said) ? said : {};
  const isProblem = isText(body.type);
  const requestId = body.requestId ?? headers.get('apigw-requestid');
  const retryAfter = parseRetryAfter(headers.get('retry-after'), now);
  const title = [body.title, body.message].find(isText) ?? `HTTP ${status}`;
  const detail = isText(body.detail) ? body.detail : status === 403 && !isProblem ? refusedSignature : undefined;
  return {
    kind: 'ApiProblem',
    status,
    type: isProblem ? String(body.type) : 'about:blank',
    title,
    ...(detail !== undefined && { detail }),
    ...(typeof requestId === 'string' && { requestId }),
    ...(retryAfter !== undefined && { retryAfter }),
  };
};

/** API Gateway does not say why it refuses a signature. */
const refusedSignature =
  'The signature was refused. If the credentials are for this API, this device’s clock may be more than five ' +
  'minutes off.';

const longestWait = 10_000;

/**
 * Returns the wait that `Retry-After` asks for, in milliseconds, ten seconds at most. The header has seconds or a date
 * (RFC 9110, 10.2.3).
 */
const parseRetryAfter = (header: string | null, now: number): number | undefined => {
  const given = String(header);
  // `Date.parse` accepts much that is not a date.
  const date = given.endsWith(' GMT') ? Date.parse(given) : Number.NaN;
  const milliseconds = /^\d+$/.test(given) ? Number(given) * 1000 : date - now;
  return Number.isNaN(milliseconds) ? undefined : Math.min(Math.max(milliseconds, 0), longestWait);
};
