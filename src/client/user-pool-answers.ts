import { isRecord, type Members, type Reader, readAmount, readAnyText, readRecord, readText } from './shapes.ts';
import type { SrpChallenge } from './srp.ts';

/**
 * The tokens of a sign-in. Whoever has the refresh token is signed in: keep them like a password.
 *
 * @example
 * const isOver = ({ expires }: Tokens): boolean => expires <= Date.now();
 */
export interface Tokens {
  readonly idToken: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  /** When the ID and access tokens expire, in epoch milliseconds by this device's clock. */
  readonly expires: number;
}

/** A step that a sign-in asks for. */
export interface Challenge {
  readonly ChallengeName: string;
  readonly Session?: string;
  readonly ChallengeParameters?: Members;
}

interface AuthenticationResult {
  readonly IdToken: string;
  readonly AccessToken: string;
  /** Absent from the answer to a refresh, unless refresh tokens are rotated. */
  readonly RefreshToken?: string;
  /** Seconds. */
  readonly ExpiresIn: number;
}

/** Tokens, or a challenge. */
export interface SignInAnswer {
  readonly tokens?: AuthenticationResult;
  readonly challenge?: Challenge;
}

const authenticationResult: Reader<AuthenticationResult> = readRecord<AuthenticationResult>(
  { IdToken: readText, AccessToken: readText, RefreshToken: readText, ExpiresIn: readAmount },
  ['RefreshToken'],
);

const challenge: Reader<Challenge> = readRecord<Challenge>(
  { ChallengeName: readText, Session: readText, ChallengeParameters: (value) => (isRecord(value) ? value : undefined) },
  ['Session', 'ChallengeParameters'],
);

/** Reads the answer of `InitiateAuth` or `RespondToAuthChallenge`. */
export const signInAnswer: Reader<SignInAnswer> = (value) => {
  if (isRecord(value) && value.AuthenticationResult != null) {
    const tokens = authenticationResult(value.AuthenticationResult);
    return tokens && { tokens };
  }
  const asked = challenge(value);
  return asked && { challenge: asked };
};

/** Reads the parameters of the challenge `PASSWORD_VERIFIER`. */
export const readSrpChallenge = ({ ChallengeParameters }: Challenge): SrpChallenge | undefined => {
  const given = readRecord({ SALT: readHex, SRP_B: readHex, SECRET_BLOCK: readText, USER_ID_FOR_SRP: readText })(
    ChallengeParameters,
  );
  return (
    given && { salt: given.SALT, B: given.SRP_B, secretBlock: given.SECRET_BLOCK, userIdForSrp: given.USER_ID_FOR_SRP }
  );
};

const readHex: Reader<string> = (value) =>
  typeof value === 'string' && /^[0-9a-f]+$/i.test(value) ? value : undefined;

/** Reads where a code was sent. */
export const readDelivery: Reader<{ readonly deliveredTo: string }> = (value) => {
  const details = isRecord(value) ? readRecord({ Destination: readAnyText })(value.CodeDeliveryDetails) : undefined;
  return details && { deliveredTo: details.Destination };
};

/**
 * Reads the user's id in the user pool and the email address from the ID token, which it does not verify. Either is
 * empty if the token does not have it.
 *
 * @param tokens - The tokens of a sign-in.
 *
 * @example
 * const { email } = readClaims(session.tokens());
 */
export const readClaims = ({ idToken }: Pick<Tokens, 'idToken'>): { readonly sub: string; readonly email: string } => {
  const claims = decodePayload(idToken);
  return { sub: readAnyText(claims.sub) ?? '', email: readAnyText(claims.email) ?? '' };
};

/**
 * Decodes the claims of a token, which it does not verify. Returns no claims if it is not a token.
 *
 * @param token - An ID token or an access token.
 *
 * @example
 * const { exp } = decodePayload(session.tokens().idToken);
 */
export const decodePayload = (token: string): Readonly<Record<string, unknown>> => {
  try {
    const payload = String(token.split('.')[1]).replaceAll('-', '+').replaceAll('_', '/');
    const claims: unknown = JSON.parse(
      new TextDecoder().decode(Uint8Array.from(atob(payload), (byte) => byte.charCodeAt(0))),
    );
    return isRecord(claims) ? claims : {};
  } catch {
    return {};
  }
};
