import { ok, type Result } from 'neverthrow';
import { findHeaderValues, formatBasicTime, type RawHead, uriDecode } from './canonical-request.ts';
import { noClaim, type SignatureCause } from './signature-refused.ts';

/** What a request claims about its own signature, before any of it is believed. */
export interface SignedClaim {
  readonly accessKeyId: string;
  /** `date/region/service/aws4_request` */
  readonly scope: string;
  readonly signedHeaders: readonly string[];
  /** 32 bytes. */
  readonly signature: Buffer;
  /** Epoch milliseconds. */
  readonly time: number;
  /** Milliseconds for which the claim is valid from `time` on; 0 for a claim in a header. */
  readonly lifetime: number;
  readonly sessionToken: string | undefined;
  /** Headers that must be signed, besides those that always must. */
  readonly mustBeSigned: readonly string[];
  /** The query that the signature covers. */
  readonly query: string;
}

/**
 * Parses the claim of a request, in its Authorization header or in its query, but not in both. What the next reader of
 * the request could take differently must not be there twice.
 */
export const parseClaim = (request: RawHead): Result<SignedClaim, SignatureCause> => {
  for (const name of onlyOnce)
    if (findHeaderValues(request.rawHeaders, name).length > 1) return noClaim({ kind: 'HeaderRepeated', name });
  const parameters = parseClaimParameters(request.target.query);
  const authorization = findHeaderValues(request.rawHeaders, 'authorization')[0];
  if (authorization === undefined)
    return parameters.length > 0 ? parseQueryClaim(request, parameters) : noClaim({ kind: 'AuthorizationMissing' });
  return parameters.length > 0 ? noClaim({ kind: 'SignatureInQueryToo' }) : parseHeaderClaim(request, authorization);
};

const onlyOnce = ['authorization', 'host', 'x-amz-date', 'x-amz-security-token', 'x-amz-content-sha256'];

const authorizationForm =
  /^AWS4-HMAC-SHA256 +Credential=([A-Z0-9]{16,128})\/([^,\s]+), *SignedHeaders=([a-z0-9!#$%&'*+.^_`|~;-]+), *Signature=([0-9a-f]{64})$/;

const parseHeaderClaim = (
  { rawHeaders, target }: RawHead,
  authorization: string,
): Result<SignedClaim, SignatureCause> => {
  const match = authorizationForm.exec(authorization);
  if (match === null) return noClaim({ kind: 'AuthorizationMalformed' });
  const [accessKeyId, scope, signedHeaders, signature] = match.slice(1) as [string, string, string, string];
  const [amzDate] = findHeaderValues(rawHeaders, 'x-amz-date');
  const [date, ...others] = findHeaderValues(rawHeaders, 'date');
  // X-Amz-Date takes precedence; without it, Date gives the time, in either form [IAM User Guide, "Elements of an AWS
  // API request signature"].
  if (amzDate === undefined && others.length > 0) return noClaim({ kind: 'HeaderRepeated', name: 'date' });
  const time = amzDate === undefined ? parseDate(String(date)) : parseTime(amzDate);
  if (Number.isNaN(time)) return noClaim({ kind: 'NoTime' });
  return ok({
    ...{ accessKeyId, scope, signedHeaders: signedHeaders.split(';'), signature: Buffer.from(signature, 'hex') },
    ...{ time, lifetime: 0, sessionToken: findHeaderValues(rawHeaders, 'x-amz-security-token')[0] },
    ...{ mustBeSigned: amzDate === undefined ? ['date'] : [], query: target.query },
  });
};

/**
 * The parameters of a claim in the query, by name [IAM User Guide, "Elements of an AWS API request signature", query
 * string].
 */
const parameterForms = {
  'X-Amz-Algorithm': /^AWS4-HMAC-SHA256$/,
  'X-Amz-Credential': /^[A-Z0-9]{16,128}\/[^,\s]+$/,
  'X-Amz-Date': /^\d{8}T\d{6}Z$/,
  'X-Amz-Expires': /^[1-9]\d{0,5}$/,
  'X-Amz-SignedHeaders': /^[a-z0-9!#$%&'*+.^_`|~;-]+$/,
  'X-Amz-Security-Token': /^.+$/,
  'X-Amz-Signature': /^[0-9a-f]{64}$/,
};

type ParameterName = keyof typeof parameterForms;

/** Seconds: seven days. */
const longestLifetime = 604_800;

interface Parameter {
  readonly name: ParameterName;
  readonly value: string;
}

const isParameterName = (name: string): name is ParameterName => Object.hasOwn(parameterForms, name);

const splitPair = (pair: string): readonly [string, string] => {
  const mark = pair.indexOf('=');
  return mark === -1 ? [uriDecode(pair), ''] : [uriDecode(pair.slice(0, mark)), uriDecode(pair.slice(mark + 1))];
};

const parseClaimParameters = (query: string): readonly Parameter[] =>
  query.split('&').flatMap((pair) => {
    const [name, value] = splitPair(pair);
    return isParameterName(name) ? [{ name, value }] : [];
  });

const parseQueryClaim = (
  { rawHeaders, target }: RawHead,
  parameters: readonly Parameter[],
): Result<SignedClaim, SignatureCause> => {
  const given = new Map(parameters.map(({ name, value }) => [name, value]));
  if (given.size < parameters.length) return noClaim({ kind: 'ParameterRepeated' });
  for (const [name, form] of Object.entries(parameterForms))
    if (!form.test(given.get(name as ParameterName) ?? '')) return noClaim({ kind: 'ParameterMalformed', name });
  if (findHeaderValues(rawHeaders, 'x-amz-security-token').length > 0) return noClaim({ kind: 'TwoSessionTokens' });
  const of = (name: ParameterName): string => String(given.get(name));
  const [accessKeyId, ...scope] = of('X-Amz-Credential').split('/') as [string, ...string[]];
  const time = parseTime(of('X-Amz-Date'));
  if (Number.isNaN(time)) return noClaim({ kind: 'ParameterNoTime' });
  const lifetime = Number(of('X-Amz-Expires'));
  if (lifetime > longestLifetime) return noClaim({ kind: 'LifetimeTooLong' });
  return ok({
    ...{ accessKeyId, scope: scope.join('/'), signature: Buffer.from(of('X-Amz-Signature'), 'hex') },
    ...{ signedHeaders: of('X-Amz-SignedHeaders').split(';'), time, lifetime: lifetime * 1000 },
    ...{ sessionToken: of('X-Amz-Security-Token'), mustBeSigned: [] },
    // The signature covers all other parameters.
    query: target.query
      .split('&')
      .filter((pair) => splitPair(pair)[0] !== 'X-Amz-Signature')
      .join('&'),
  });
};

/** Parses `20261123T052400Z` into epoch milliseconds; returns NaN for anything else. */
const parseTime = (date: string): number => {
  const [month, minutes, seconds] = [date.slice(4, 6), date.slice(11, 13), date.slice(13)];
  const time = Date.parse(`${date.slice(0, 4)}-${month}-${date.slice(6, 11)}:${minutes}:${seconds}`);
  // `Date.parse` accepts many forms, and reads the 31st of November as the 1st of December.
  return Number.isNaN(time) || formatBasicTime(time) !== date ? Number.NaN : time;
};

/** Parses a Date header the same way, or in HTTP's form: `Mon, 23 Nov 2026 05:24:00 GMT` (RFC 9110, 5.6.7). */
const parseDate = (date: string): number => {
  const time = Date.parse(date);
  // `Date.parse` accepts any day of the week.
  return new Date(time).toUTCString() === date ? time : parseTime(date);
};
