import { err, ok, type Result } from 'neverthrow';
import { findHeaderValues, type RawHead, uriDecode, uriEncode } from '../http-api/canonical-request.ts';
import type { SignatureCause } from '../http-api/signature-refused.ts';
import type { SignatureRules } from '../http-api/signature-v4.ts';
import type { SignedClaim } from '../http-api/signed-claim.ts';

/**
 * How far the clocks may differ, in milliseconds [S3 API Reference, "Error responses", RequestTimeTooSkewed: 15
 * minutes].
 */
const maxSkew = 15 * 60 * 1000;

/**
 * Returns how Signature Version 4 differs for S3: the path is encoded once and never normalised, the headers or query
 * state which payload hash is signed, and a presigned request is valid for its own lifetime, to the second [S3 API
 * Reference, "Authenticating Requests"].
 */
export const createS3Rules = (head: RawHead): SignatureRules => ({
  isTimely: ({ time, lifetime }, now) => time - now <= maxSkew && now - time <= (lifetime > 0 ? lifetime : maxSkew),
  canonicalPaths: listCanonicalPaths,
  // The payload hash is a line of the canonical request itself.
  mayBeUnsigned: new Set(['x-amz-security-token', 'x-amz-content-sha256']),
  payloadHash: (claim) => readPayloadHash(head, claim),
});

/**
 * Returns the path as S3 reads it, decoded and encoded again, and as it was sent, which some signers sign: the client
 * of Amplify 3 sends `%2a` for `*`. Both name the same key.
 */
const listCanonicalPaths = (path: string): readonly string[] => {
  const again = path.split('/').map((segment) => uriEncode(uriDecode(segment.replaceAll('+', ' '))));
  return [...new Set([again.join('/'), path])];
};

/**
 * Reads the payload hash from one of three places: the header, a query parameter with the header's name (Amplify 5), or
 * `X-Amz-Content-Sha256` in the query (Amplify 3). A presigned request without one has an unsigned payload.
 */
const readPayloadHash = ({ rawHeaders, target }: RawHead, claim: SignedClaim): Result<string, SignatureCause> => {
  const stated = new Set([
    ...findHeaderValues(rawHeaders, 'x-amz-content-sha256'),
    ...target.query
      .split('&')
      .map((pair) => pair.split('='))
      .filter(([name = '']) => claim.lifetime > 0 && uriDecode(name).toLowerCase() === 'x-amz-content-sha256')
      .map(([, value = '']) => uriDecode(value)),
  ]);
  const [hash, ...others] = stated;
  if (others.length > 0) return err({ kind: 'HeaderRepeated', name: 'x-amz-content-sha256' });
  return ok(hash ?? 'UNSIGNED-PAYLOAD');
};
