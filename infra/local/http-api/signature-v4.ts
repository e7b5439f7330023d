import { createHmac, timingSafeEqual } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import type { Credentials, OpenedSession } from '../credentials.ts';
import {
  canonicalizePath,
  createCanonicalRequest,
  findHeaderValues,
  formatBasicTime,
  hashSha256,
  type RawHead,
  type RawRequest,
} from './canonical-request.ts';
import { signatureRefused as refused, type SignatureCause, type SignatureRefused } from './signature-refused.ts';
import { parseClaim, type SignedClaim } from './signed-claim.ts';

export interface Verified<P> {
  readonly session: OpenedSession<P>;
  /** The query as it was signed: each literal `+` is replaced by `%2B` or `%20`, as its signer meant it. */
  readonly query: string;
}

export interface Verifier<P> {
  readonly credentials: Credentials<P>;
  readonly region: string;
  readonly service: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /**
   * Called with each canonical request that is built for comparison, for display on this machine; it may contain a
   * token.
   */
  readonly onSigned?: ((made: MadeSignature) => void) | undefined;
}

/** What a verifier computed for a request, and whether the request's signature matches it. */
export interface MadeSignature {
  readonly canonicalRequest: string;
  readonly stringToSign: string;
  readonly matches: boolean;
}

/** The rules in which services differ. */
export interface SignatureRules {
  /** Returns whether a claim of this time and lifetime counts now; all in milliseconds. */
  readonly isTimely: (claim: Pick<SignedClaim, 'time' | 'lifetime'>, now: number) => boolean;
  /** Returns each form of the path that its signer may have put into the canonical request. */
  readonly canonicalPaths: (path: string) => readonly string[];
  /** The `x-amz-…` headers that need not be signed. */
  readonly mayBeUnsigned: ReadonlySet<string>;
  /** Returns what stands for the payload in the canonical request. */
  readonly payloadHash: (claim: SignedClaim) => Result<string, SignatureCause>;
}

/** A head with a valid signature, and what the signatures of its chunks are computed from. */
export interface VerifiedHead<P> extends Verified<P> {
  readonly payloadHash: string;
  readonly signing: Signing;
}

export interface Signing {
  readonly key: string | Buffer;
  /** As in `20261123T052400Z`. */
  readonly date: string;
  readonly scope: string;
  /** The head's signature: 32 bytes. */
  readonly signature: Buffer;
}

/**
 * Maximum difference between the clocks in milliseconds [IAM User Guide, "AWS Signature Version 4 for API requests"].
 */
const maxSkew = 5 * 60 * 1000;

/**
 * Verifies whose request it is, by Signature Version 4 in the Authorization header or in the query. Works on the
 * request as it came: a verifier that re-signs what a library made of it accepts one path under the signature of
 * another.
 */
export const verify = <P>(request: RawRequest, verifier: Verifier<P>): Result<Verified<P>, SignatureRefused> =>
  verifyHead(request, verifier, {
    isTimely: ({ time, lifetime }, now) => time - now <= maxSkew && now - time <= Math.max(lifetime, maxSkew),
    canonicalPaths: (path) => [canonicalizePath(path)],
    mayBeUnsigned: new Set(['x-amz-security-token']),
    payloadHash: () => {
      const actual = hashSha256(request.body);
      const stated = findHeaderValues(request.rawHeaders, 'x-amz-content-sha256')[0] ?? actual;
      return stated === actual || stated === 'UNSIGNED-PAYLOAD'
        ? ok(stated)
        : err({ kind: 'PayloadHashMismatch', stated, actual });
    },
  }).map(({ session, query }) => ({ session, query }));

/**
 * Verifies a request before its body arrives, by the rules of a service. Whoever reads the payload must check that it
 * is as stated.
 */
export const verifyHead = <P>(
  request: RawHead,
  { credentials, region, service, now, onSigned }: Verifier<P>,
  rules: SignatureRules,
): Result<VerifiedHead<P>, SignatureRefused> => {
  const claimed = parseClaim(request);
  if (claimed.isErr()) return refused(claimed.error);
  const { accessKeyId, scope, signedHeaders, signature, time, lifetime, sessionToken } = claimed.value;

  if (!isSortedSet(signedHeaders)) return refused({ kind: 'SignedHeadersUnsorted' });
  const missing = signedHeaders.find((name) => findHeaderValues(request.rawHeaders, name).length === 0);
  if (missing !== undefined) return refused({ kind: 'SignedHeaderMissing', name: missing });
  const ofConnection = signedHeaders.find((name) => hopByHop.has(name));
  if (ofConnection !== undefined) return refused({ kind: 'ConnectionHeaderSigned', name: ofConnection });
  for (const name of [...mustBeSigned(request.rawHeaders, rules.mayBeUnsigned), ...claimed.value.mustBeSigned])
    if (!signedHeaders.includes(name)) return refused({ kind: 'HeaderNotSigned', name });

  const at = now();
  if (!rules.isTimely({ time, lifetime }, at)) return refused({ kind: 'ClocksApart', signed: time, now: at, lifetime });
  const date = formatBasicTime(time);
  const expected = `${date.slice(0, 8)}/${region}/${service}/aws4_request`;
  if (scope !== expected) return refused({ kind: 'ScopeMismatch', scope, expected });

  const session = sessionToken === undefined ? undefined : credentials.open(sessionToken);
  if (session === undefined) return refused({ kind: 'SessionTokenUnknown', given: sessionToken !== undefined });
  if (session.accessKeyId !== accessKeyId)
    return refused({ kind: 'SessionTokenOfAnotherKey', accessKeyId, ofToken: session.accessKeyId });
  if (!(session.expiration > at))
    return refused({ kind: 'CredentialsExpired', expiration: session.expiration, now: at });

  const hash = rules.payloadHash(claimed.value);
  if (hash.isErr()) return refused(hash.error);
  const payloadHash = hash.value;

  const key = deriveSigningKey(credentials.secretKey(accessKeyId), scope);
  const isSigned = (query: string, path: string): boolean => {
    const canonical = createCanonicalRequest(request, query, signedHeaders, payloadHash, path);
    const toSign = stringToSign(date, scope, canonical);
    const matches = timingSafeEqual(calculateHmac(key, toSign), signature);
    onSigned?.({ canonicalRequest: canonical, stringToSign: toSign, matches });
    return matches;
  };
  // Some signers read a literal `+` as itself and some as a space. Either is accepted, and the function gets what was
  // signed: if it were always a space, a `%2B` could be turned into one under the same signature.
  const paths = rules.canonicalPaths(request.target.path);
  const plus = ['%2B', '%20'].find((each) =>
    paths.some((path) => isSigned(claimed.value.query.replaceAll('+', each), path)),
  );
  if (plus === undefined) return refused({ kind: 'SignatureMismatch' });
  const query = request.target.query.replaceAll('+', plus);
  return ok({ session, query, payloadHash, signing: { key, date, scope, signature } });
};

/**
 * Headers of the connection, not of the request (RFC 9110, 7.6.1): API Gateway removes them before it verifies the
 * signature, which then does not match [FantasticFiasco/aws-signature-version-4#1198].
 */
const hopByHop = new Set([
  ...['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection'],
  ...['te', 'trailer', 'transfer-encoding', 'upgrade'],
]);

/**
 * Returns the headers that must be signed: `host` and every `x-amz-` header [IAM User Guide, "Create a signed AWS API
 * request", canonical headers], so that nobody on the way can add one, above all an `UNSIGNED-PAYLOAD`.
 * `x-amz-security-token` may stay unsigned, as some signers add it after signing [AWS's Signature Version 4 test suite
 * has both, post-sts-header-before and -after]: the token is sealed with its access key in it, so a swapped one does
 * not fit the Authorization header.
 */
const mustBeSigned = (rawHeaders: readonly string[], mayBeUnsigned: ReadonlySet<string>): ReadonlySet<string> => {
  const names = rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
  const amz = names.filter((name) => name.startsWith('x-amz-') && !mayBeUnsigned.has(name));
  return new Set(['host', ...amz]);
};

const isSortedSet = (names: readonly string[]): boolean => names.join(';') === [...new Set(names)].toSorted().join(';');

/** Returns the string to sign for a canonical request; `date` is the time of signing, as in `20261123T052400Z`. */
export const stringToSign = (date: string, scope: string, canonical: string): string =>
  `AWS4-HMAC-SHA256\n${date}\n${scope}\n${hashSha256(canonical)}`;

export const deriveSigningKey = (secret: string, scope: string): string | Buffer =>
  scope.split('/').reduce<string | Buffer>(calculateHmac, `AWS4${secret}`);

export const calculateHmac = (key: string | Buffer, text: string): Buffer =>
  createHmac('sha256', key).update(text).digest();
