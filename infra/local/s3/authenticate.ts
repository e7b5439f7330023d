import type { Result } from 'neverthrow';
import type { Credentials } from '../credentials.ts';
import { findHeaderValues, type RawHead } from '../http-api/canonical-request.ts';
import type { SignatureCause, SignatureRefused } from '../http-api/signature-refused.ts';
import { type VerifiedHead, type Verifier, verifyHead } from '../http-api/signature-v4.ts';
import { invalidArgument } from './s3-error.ts';
import { createS3Rules } from './signature.ts';
import { toS3Error } from './signature-error.ts';

interface Authenticating<P> {
  readonly credentials: readonly Credentials<P>[];
  readonly region: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly onCause: (cause: SignatureCause) => void;
  readonly onSigned?: Verifier<P>['onSigned'];
}

/** Returns the verified request and its signer. Throws S3's error response if the signature is not valid. */
export const authenticate = <P>(
  head: RawHead,
  { credentials, region, now, onCause, onSigned }: Authenticating<P>,
): VerifiedHead<P> => {
  const { rawHeaders } = head;
  const [authorization] = findHeaderValues(rawHeaders, 'authorization');
  // `x-amz-content-sha256` is a line of the canonical request: without it, no signature in a header can be valid.
  const refusedFor = (cause: SignatureCause) => {
    onCause(cause);
    return toS3Error(cause, region);
  };
  if (authorization !== undefined && findHeaderValues(rawHeaders, 'x-amz-content-sha256').length === 0)
    throw refusedFor({ kind: 'PayloadHashMissing' });
  const verified = verifyByAny(credentials, (each) =>
    verifyHead(head, { credentials: each, region, service: 's3', now, onSigned }, createS3Rules(head)),
  );
  if (verified.isErr()) throw refusedFor(verified.error.cause);
  const { payloadHash } = verified.value;
  if (/^(?:UNSIGNED-PAYLOAD|STREAMING-[A-Z0-9-]+|[0-9a-f]{64})$/.test(payloadHash)) return verified.value;
  onCause({ kind: 'PayloadHashMalformed' });
  throw invalidArgument(
    'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, ' +
      'STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, or a valid sha256 value.',
    'x-amz-content-sha256',
    payloadHash,
  );
};

/** Verifies with the credentials that issued the token: a token is sealed, and opens for one kind of principal only. */
const verifyByAny = <P>(
  credentials: readonly Credentials<P>[],
  verify: (credentials: Credentials<P>) => Result<VerifiedHead<P>, SignatureRefused>,
): Result<VerifiedHead<P>, SignatureRefused> => {
  const [first, ...others] = credentials;
  if (first === undefined) throw new Error('There are no credentials to verify it with.');
  const verified = verify(first);
  return verified.isErr() && verified.error.cause.kind === 'SessionTokenUnknown' && others.length > 0
    ? verifyByAny(others, verify)
    : verified;
};
