import { type JWTVerifyGetKey, jwtVerify } from 'jose';
import { err, errAsync, type Result, ResultAsync } from 'neverthrow';
import { type OwnerId, parseOwnerId } from 'owned-notes';

/** Which tokens are valid. */
export interface TokenPolicy {
  readonly issuer: string;
  readonly audience: string;
  /** Finds the issuer's key for a token. */
  readonly keys: JWTVerifyGetKey;
}

/** There is no token, or it is not valid. The caller is not told why. */
export interface NotVerified {
  readonly kind: 'NotVerified';
}

export type VerifyToken = (authorization: string | undefined) => ResultAsync<OwnerId, NotVerified>;

/** Reads `Authorization: Bearer …`. Fails closed: also if the issuer's keys cannot be fetched, nobody is let in. */
export const verifierOf =
  ({ issuer, audience, keys }: TokenPolicy): VerifyToken =>
  (authorization) => {
    const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) return errAsync(notVerified);
    // One algorithm: the token must not choose one, such as "none", or HMAC with the public key.
    const verified = jwtVerify(token, keys, {
      issuer,
      audience,
      algorithms: ['ES256'],
      requiredClaims: ['sub', 'exp'],
    });
    return ResultAsync.fromPromise(verified, () => notVerified).andThen(({ payload: { sub } }) => ownerOf(issuer, sub));
  };

/** A subject is unique for its issuer alone: with the issuer before it, it stays so if there is another one day. */
const ownerOf = (issuer: string, subject: unknown): Result<OwnerId, NotVerified> =>
  typeof subject === 'string' && subject !== ''
    ? parseOwnerId(`${issuer}|${subject}`).mapErr(() => notVerified)
    : err(notVerified);

const notVerified: NotVerified = { kind: 'NotVerified' };
