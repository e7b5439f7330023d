import { createHmac, timingSafeEqual } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import type { Credentials, Session } from '../credentials.ts';
import { canonicalRequest, headerValues, type RawRequest, sha256 } from './canonical-request.ts';

/** Why a signature does not count. For the terminal and for tests: the client is told nothing but "Forbidden". */
export interface SignatureRefused {
  readonly kind: 'SignatureRefused';
  readonly reason: string;
}

export interface Verified<P> {
  readonly session: Session<P>;
  /** The query as it was signed: without a literal `+`, which stands for `%2B` or `%20` as its signer meant it. */
  readonly query: string;
}

export interface Verifier<P> {
  readonly credentials: Credentials<P>;
  readonly region: string;
  readonly service: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** How far the clocks may be apart, in milliseconds [IAM User Guide, "AWS Signature Version 4 for API requests"]. */
const maxSkew = 5 * 60 * 1000;

/**
 * Whose request it is, by Signature Version 4 in the Authorization header. Works on the request as it came: a verifier
 * that signs again what a library made of it accepts one path under the signature of another.
 */
export const verify = <P>(request: RawRequest, verifier: Verifier<P>): Result<Verified<P>, SignatureRefused> => {
  const { credentials, region, service, now } = verifier;
  const valuesOf = (name: string) => headerValues(request.rawHeaders, name);
  for (const name of onlyOnce) if (valuesOf(name).length > 1) return refused(`${name} is there more than once`);
  const header = (name: (typeof onlyOnce)[number]): string | undefined => valuesOf(name)[0];

  if (header('authorization') === undefined) return refused('there is no Authorization header');
  const authorization = parseAuthorization(header('authorization'));
  if (authorization === undefined) return refused('the Authorization header is not one of AWS4-HMAC-SHA256');
  const { accessKeyId, scope, signedHeaders, signature } = authorization;

  if (!isSortedSet(signedHeaders)) return refused('the signed headers are not sorted, each once');
  if (signedHeaders.some((name) => valuesOf(name).length === 0)) return refused('a signed header is missing');
  for (const name of mustBeSigned(request.rawHeaders))
    if (!signedHeaders.includes(name)) return refused(`${name} is not signed`);

  const date = header('x-amz-date') ?? '';
  const time = timeOf(date);
  if (Number.isNaN(time)) return refused('x-amz-date is not a time');
  if (Math.abs(now() - time) > maxSkew) return refused('the clocks are more than five minutes apart');
  if (scope !== `${date.slice(0, 8)}/${region}/${service}/aws4_request`)
    return refused('the scope has another date, region, service or end');

  const session = credentials.open(header('x-amz-security-token') ?? '');
  if (session === undefined) return refused('the session token is missing, or was not made here');
  if (session.accessKeyId !== accessKeyId) return refused('the session token belongs to another access key');
  if (session.expiration <= now()) return refused('the credentials have expired');

  const actualHash = sha256(request.body);
  const payloadHash = header('x-amz-content-sha256') ?? actualHash;
  if (payloadHash !== actualHash && payloadHash !== 'UNSIGNED-PAYLOAD')
    return refused('x-amz-content-sha256 is not that of the body');

  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${credentials.secretKey(accessKeyId)}`);
  const isSigned = (query: string): boolean => {
    const canonical = canonicalRequest(request, query, signedHeaders, payloadHash);
    return timingSafeEqual(hmac(key, `AWS4-HMAC-SHA256\n${date}\n${scope}\n${sha256(canonical)}`), signature);
  };
  // Some signers take a literal `+` for itself and some for a space. Either is good, and the function gets what was
  // signed; were it always a space, a `%2B` could be made one under the same signature.
  const query = ['%2B', '%20'].map((plus) => request.target.query.replaceAll('+', plus)).find(isSigned);
  return query === undefined ? refused('the signature does not match') : ok({ session, query });
};

/** Of these a second one could mean something else to whoever reads the request next. */
const onlyOnce = ['authorization', 'host', 'x-amz-date', 'x-amz-security-token', 'x-amz-content-sha256'] as const;

/**
 * `host` and every `x-amz-` header [IAM User Guide, "Create a signed AWS API request", canonical headers], so that
 * nobody on the way can add one: an `UNSIGNED-PAYLOAD` above all. Not `x-amz-security-token`, which some signers add after
 * signing [AWS's Signature Version 4 test suite has both, post-sts-header-before and -after]: the token is sealed with
 * its access key in it, so a swapped one does not fit the Authorization header.
 */
const mustBeSigned = (rawHeaders: readonly string[]): ReadonlySet<string> => {
  const names = rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
  const amz = names.filter((name) => name.startsWith('x-amz-') && name !== 'x-amz-security-token');
  return new Set(['host', ...amz]);
};

interface Authorization {
  readonly accessKeyId: string;
  /** `date/region/service/aws4_request` */
  readonly scope: string;
  readonly signedHeaders: readonly string[];
  /** 32 bytes. */
  readonly signature: Buffer;
}

const parseAuthorization = (header = ''): Authorization | undefined => {
  const match =
    /^AWS4-HMAC-SHA256 +Credential=([A-Z0-9]{16,128})\/([^,\s]+), *SignedHeaders=([a-z0-9!#$%&'*+.^_`|~;-]+), *Signature=([0-9a-f]{64})$/.exec(
      header,
    );
  if (match === null) return undefined;
  const [, accessKeyId = '', scope = '', signedHeaders = '', signature = ''] = match;
  return { accessKeyId, scope, signedHeaders: signedHeaders.split(';'), signature: Buffer.from(signature, 'hex') };
};

const isSortedSet = (names: readonly string[]): boolean =>
  names.every((name, index) => index === 0 || (names[index - 1] ?? '') < name);

/** Epoch milliseconds of `20261123T052400Z`; NaN where it is no such time. */
const timeOf = (date: string): number =>
  Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$|^.*$/s, '$1-$2-$3T$4:$5:$6Z'));

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

const refused = (reason: string) => err({ kind: 'SignatureRefused', reason } as const);
