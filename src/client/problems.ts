import { type Answer, parseJson } from './exchange.ts';
import type { ApiProblem, UnexpectedAnswer } from './failures.ts';
import { isRecord, isText } from './shapes.ts';

/**
 * What a status other than 2xx says: problem details, or what API Gateway says itself, `{"message": "Forbidden"}`. A page of a proxy
 * or portal is neither; of a 4xx it is not believed, and a 5xx is a 5xx whoever says it.
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
  const retryAfter = retryAfterIn(headers.get('retry-after'), now);
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
  'The signature was refused. If the credentials are of this API, the clock of this device may be more than five minutes wrong.';

const longestWait = 10_000;

/** Milliseconds: `Retry-After` has seconds, or a date (RFC 9110, 10.2.3). No longer than ten seconds. */
const retryAfterIn = (header: string | null, now: number): number | undefined => {
  const given = String(header);
  // `Date.parse` takes much for a date that is none.
  const date = given.endsWith(' GMT') ? Date.parse(given) : Number.NaN;
  const milliseconds = /^\d+$/.test(given) ? Number(given) * 1000 : date - now;
  return Number.isNaN(milliseconds) ? undefined : Math.min(Math.max(milliseconds, 0), longestWait);
};
