import { err, ok, type Result } from 'neverthrow';
import { findHeaderValues, type RawHead, uriDecode, uriEncode } from '../http-api/canonical-request.ts';
import type { SignatureCause } from '../http-api/signature-refused.ts';
import type { SignatureRules } from '../http-api/signature-v4.ts';
import type { SignedClaim } from '../http-api/signed-claim.ts';

/** How far the clocks may be apart, in milliseconds [S3 API Reference, "Error responses", RequestTimeTooSkewed: 15 minutes]. */
const maxSkew = 15 * 60 * 1000;

/**
 * In what Signature Version 4 differs for S3: the path is encoded once and never normalised, the head states what is signed of the
 * payload, and a presigned request is good for its own time, to the second [S3 API Reference, "Authenticating Requests"].
 */
export const createS3Rules = (head: RawHead): SignatureRules => ({
  isTimely: ({ time, lifetime }, now) => time - now <= maxSkew && now - time <= (lifetime > 0 ? lifetime : maxSkew),
  canonicalPaths: listCanonicalPaths,
  // The hash is a line of the canonical request by itself.
  mayBeUnsigned: new Set(['x-amz-security-token', 'x-amz-content-sha256']),
  payloadHash: (claim) => readPayloadHash(head, claim),
});

/**
 * As S3 reads it, decoded and encoded again; and as it was sent, which some signers sign: the client of Amplify 3 has `%2a` for `*`.
 * Both are of one key.
 */
const listCanonicalPaths = (path: string): readonly string[] => {
  const again = path.split('/').map((segment) => uriEncode(uriDecode(segment.replaceAll('+', ' '))));
  return [...new Set([again.join('/'), path])];
};

/**
 * Stated in three ways, and without one of a presigned request it is not signed: in a header, in the query as the header's name, as
 * Amplify 5 has it, or as `X-Amz-Content-Sha256`, as Amplify 3 has it.
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
