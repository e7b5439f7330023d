import { amount, anyText, isRecord, type Members, type Reader, record, text } from './shapes.ts';
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
  /** Epoch milliseconds at which ID and access token end, by the clock of this device. */
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
  /** Absent of a refresh, unless refresh tokens are rotated. */
  readonly RefreshToken?: string;
  /** Seconds. */
  readonly ExpiresIn: number;
}

/** Tokens, or a challenge. */
export interface SignInAnswer {
  readonly tokens?: AuthenticationResult;
  readonly challenge?: Challenge;
}

const authenticationResult: Reader<AuthenticationResult> = record<AuthenticationResult>(
  { IdToken: text, AccessToken: text, RefreshToken: text, ExpiresIn: amount },
  ['RefreshToken'],
);

const challenge: Reader<Challenge> = record<Challenge>(
  { ChallengeName: text, Session: text, ChallengeParameters: (value) => (isRecord(value) ? value : undefined) },
  ['Session', 'ChallengeParameters'],
);

/** What `InitiateAuth` and `RespondToAuthChallenge` answer. */
export const signInAnswer: Reader<SignInAnswer> = (value) => {
  if (isRecord(value) && value.AuthenticationResult != null) {
    const tokens = authenticationResult(value.AuthenticationResult);
    return tokens && { tokens };
  }
  const asked = challenge(value);
  return asked && { challenge: asked };
};

/** The parameters of the challenge `PASSWORD_VERIFIER`. */
export const srpParameters = ({ ChallengeParameters }: Challenge): SrpChallenge | undefined => {
  const given = record({ SALT: hex, SRP_B: hex, SECRET_BLOCK: text, USER_ID_FOR_SRP: text })(ChallengeParameters);
  return (
    given && { salt: given.SALT, B: given.SRP_B, secretBlock: given.SECRET_BLOCK, userIdForSrp: given.USER_ID_FOR_SRP }
  );
};

const hex: Reader<string> = (value) => (typeof value === 'string' && /^[0-9a-f]+$/i.test(value) ? value : undefined);

/** Where a code went. */
export const delivery: Reader<{ readonly deliveredTo: string }> = (value) => {
  const details = isRecord(value) ? record({ Destination: anyText })(value.CodeDeliveryDetails) : undefined;
  return details && { deliveredTo: details.Destination };
};

/**
 * The user's id in the user pool and the address, as the ID token says them; empty where it does not. The token is not
 * verified.
 *
 * @param tokens - Those of a sign-in.
 *
 * @example
 * const { email } = claimsOf(session.tokens());
 */
export const claimsOf = ({ idToken }: Pick<Tokens, 'idToken'>): { readonly sub: string; readonly email: string } => {
  const claims = payloadOf(idToken);
  return { sub: anyText(claims.sub) ?? '', email: anyText(claims.email) ?? '' };
};

/** The claims of a token, which is not verified; none of what is no token. */
export const payloadOf = (token: string): Members => {
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
