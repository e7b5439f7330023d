import { createHmac, timingSafeEqual } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import type { Credentials, Session } from '../credentials.ts';
import { basicTime, canonicalRequest, headerValues, type RawRequest, sha256 } from './canonical-request.ts';
import { claimOf } from './signed-claim.ts';

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
 * Whose request it is, by Signature Version 4 in the Authorization header or in the query. Works on the request as it came: a
 * verifier that signs again what a library made of it accepts one path under the signature of another.
 */
export const verify = <P>(request: RawRequest, verifier: Verifier<P>): Result<Verified<P>, SignatureRefused> => {
  const { credentials, region, service, now } = verifier;
  const claimed = claimOf(request);
  if (claimed.isErr()) return refused(claimed.error);
  const { accessKeyId, scope, signedHeaders, signature, time, lifetime, sessionToken } = claimed.value;

  if (!isSortedSet(signedHeaders)) return refused('the signed headers are not sorted, each once');
  if (signedHeaders.some((name) => headerValues(request.rawHeaders, name).length === 0))
    return refused('a signed header is missing');
  if (signedHeaders.some((name) => hopByHop.has(name))) return refused('a header of the connection is signed');
  for (const name of [...mustBeSigned(request.rawHeaders), ...claimed.value.mustBeSigned])
    if (!signedHeaders.includes(name)) return refused(`${name} is not signed`);

  if (time - now() > maxSkew || now() - time > Math.max(lifetime, maxSkew))
    return refused('the clocks are more than five minutes apart, or the signature has expired');
  const date = basicTime(time);
  if (scope !== `${date.slice(0, 8)}/${region}/${service}/aws4_request`)
    return refused('the scope has another date, region, service or end');

  const session = sessionToken === undefined ? undefined : credentials.open(sessionToken);
  if (session === undefined) return refused('the session token is missing, or was not made here');
  if (session.accessKeyId !== accessKeyId) return refused('the session token belongs to another access key');
  if (!(session.expiration > now())) return refused('the credentials have expired');

  const actualHash = sha256(request.body);
  const payloadHash = headerValues(request.rawHeaders, 'x-amz-content-sha256')[0] ?? actualHash;
  if (payloadHash !== actualHash && payloadHash !== 'UNSIGNED-PAYLOAD')
    return refused('x-amz-content-sha256 is not that of the body');

  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${credentials.secretKey(accessKeyId)}`);
  const isSigned = (query: string): boolean => {
    const canonical = canonicalRequest(request, query, signedHeaders, payloadHash);
    return timingSafeEqual(hmac(key, `AWS4-HMAC-SHA256\n${date}\n${scope}\n${sha256(canonical)}`), signature);
  };
  // Some signers take a literal `+` for itself and some for a space. Either is good, and the function gets what was
  // signed; were it always a space, a `%2B` could be made one under the same signature.
  const plus = ['%2B', '%20'].find((each) => isSigned(claimed.value.query.replaceAll('+', each)));
  if (plus === undefined) return refused('the signature does not match');
  return ok({ session, query: request.target.query.replaceAll('+', plus) });
};

/**
 * Headers of the connection and not of the request (RFC 9110, 7.6.1): API Gateway takes them off before it looks at the signature,
 * which then does not match [FantasticFiasco/aws-signature-version-4#1198].
 */
const hopByHop = new Set([
  ...['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection'],
  ...['te', 'trailer', 'transfer-encoding', 'upgrade'],
]);

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

const isSortedSet = (names: readonly string[]): boolean => names.join(';') === [...new Set(names)].toSorted().join(';');

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

const refused = (reason: string) => err({ kind: 'SignatureRefused', reason } as const);
