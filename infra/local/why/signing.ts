import { createHmac, timingSafeEqual } from 'node:crypto';
import {
  type CanonicalParts,
  createCanonicalParts,
  formatBasicTime,
  formatCanonicalParts,
  type RawRequest,
} from '../http-api/canonical-request.ts';
import { deriveSigningKey, stringToSign } from '../http-api/signature-v4.ts';
import type { SignedClaim } from '../http-api/signed-claim.ts';
import type { SignedService } from './service.ts';

/** What a signer may have signed: the service's own reading of a request, or a variant of it. */
export interface Signing {
  readonly parts: CanonicalParts;
  /** As in `20261128T080000Z`. */
  readonly date: string;
  /** The scope in the string to sign. */
  readonly scope: string;
  readonly key: SigningKey;
}

export interface SigningKey {
  readonly secret: string;
  /** The scope that the key is derived for. */
  readonly scope: string;
}

/** Computes how a service reads a request, given what its signature claims. */
export const recomputeSigning = (
  request: RawRequest,
  claim: SignedClaim,
  secret: string,
  service: SignedService,
): Signing => {
  const query = claim.query.replaceAll('+', '%2B');
  const { signedHeaders, scope, time } = claim;
  return {
    parts: createCanonicalParts(
      ...([request, query, signedHeaders, service.payloadHash(request, claim)] as const),
      service.canonicalPath(request.target.path),
    ),
    date: formatBasicTime(time),
    scope,
    key: { secret, scope },
  };
};

export const formatStringToSign = ({ parts, date, scope }: Signing): string =>
  stringToSign(date, scope, formatCanonicalParts(parts));

export const isSignedAs = (signing: Signing, signature: Buffer): boolean =>
  timingSafeEqual(
    createHmac('sha256', deriveSigningKey(signing.key.secret, signing.key.scope))
      .update(formatStringToSign(signing))
      .digest(),
    signature,
  );
