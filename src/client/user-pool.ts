import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import { type Answer, callCognito, type Fetch } from './cognito.ts';
import type { NotesConfig } from './config.ts';
import type { CognitoRefused, Unreachable } from './failures.ts';
import { passwordClaim, srpKeys, srpTimestamp } from './srp.ts';

/** The tokens of a sign-in. Whoever has the refresh token is signed in: keep them like a password. */
export interface Tokens {
  readonly idToken: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Epoch milliseconds at which ID and access token end. */
  readonly expires: number;
}

/** The password was right but temporary: a new one has to be set, with `setNewPassword`. */
export interface NewPasswordRequired {
  readonly kind: 'NewPasswordRequired';
  readonly username: string;
  /** Good for three minutes. */
  readonly session: string;
}

export type UserPoolFailure = CognitoRefused | Unreachable;

export interface UserPool {
  /** A code is mailed to the address; `deliveredTo` shows parts of it. */
  signUp(email: string, password: string): ResultAsync<{ readonly deliveredTo: string }, UserPoolFailure>;
  confirmSignUp(email: string, code: string): ResultAsync<void, UserPoolFailure>;
  resendCode(email: string): ResultAsync<{ readonly deliveredTo: string }, UserPoolFailure>;
  /** By SRP: the password does not leave the machine. */
  signIn(email: string, password: string): ResultAsync<Tokens, NewPasswordRequired | UserPoolFailure>;
  setNewPassword(challenge: NewPasswordRequired, password: string): ResultAsync<Tokens, UserPoolFailure>;
  /** New ID and access tokens for as long as the refresh token is good. */
  refresh(tokens: Tokens): ResultAsync<Tokens, UserPoolFailure>;
  forgotPassword(email: string): ResultAsync<{ readonly deliveredTo: string }, UserPoolFailure>;
  resetPassword(email: string, code: string, password: string): ResultAsync<void, UserPoolFailure>;
  /** Ends this sign-in, with all its tokens. */
  signOut(tokens: Tokens): ResultAsync<void, UserPoolFailure>;
}

export interface UserPoolOptions {
  readonly fetch?: Fetch;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

export const userPool = (config: NotesConfig, { fetch, now = Date.now }: UserPoolOptions = {}): UserPool => {
  const ClientId = config.userPoolClientId;
  const call = (operation: string, parameters: object) =>
    callCognito(config, 'cognito-idp', operation, { ClientId, ...parameters }, fetch);
  const delivered = (answer: Answer) => ({ deliveredTo: String(answer.CodeDeliveryDetails?.Destination ?? '') });

  const tokensOf = ({ AuthenticationResult: result }: Answer, refreshToken = ''): Tokens => ({
    idToken: result.IdToken,
    accessToken: result.AccessToken,
    refreshToken: result.RefreshToken ?? refreshToken,
    expires: now() + result.ExpiresIn * 1000,
  });

  const admitted = (answer: Answer): ResultAsync<Tokens, NewPasswordRequired | CognitoRefused> => {
    if (answer.AuthenticationResult !== undefined) return okAsync(tokensOf(answer));
    if (answer.ChallengeName !== 'NEW_PASSWORD_REQUIRED') return errAsync(unknownChallenge(answer));
    const username = String(answer.ChallengeParameters?.USER_ID_FOR_SRP);
    return errAsync({ kind: 'NewPasswordRequired', username, session: answer.Session });
  };

  return {
    signUp: (Username, Password) =>
      call('SignUp', { Username, Password, UserAttributes: [{ Name: 'email', Value: Username }] }).map(delivered),
    confirmSignUp: (Username, ConfirmationCode) =>
      call('ConfirmSignUp', { Username, ConfirmationCode }).map(() => undefined),
    resendCode: (Username) => call('ResendConfirmationCode', { Username }).map(delivered),

    signIn: (email, password) => {
      const keys = srpKeys();
      const AuthParameters = { USERNAME: email, SRP_A: keys.A.toString(16) };
      return call('InitiateAuth', { AuthFlow: 'USER_SRP_AUTH', AuthParameters })
        .andThen((answer) => {
          const {
            SALT: salt,
            SRP_B: B,
            SECRET_BLOCK: secretBlock,
            USER_ID_FOR_SRP: userIdForSrp,
          } = answer.ChallengeParameters ?? {};
          if (answer.ChallengeName !== 'PASSWORD_VERIFIER') return errAsync(unknownChallenge(answer));
          const timestamp = srpTimestamp(now());
          const poolName = config.userPoolId.slice(config.userPoolId.indexOf('_') + 1);
          return okAsync({ salt, B, secretBlock, userIdForSrp })
            .map((challenge) => passwordClaim(keys, challenge, { poolName, password, timestamp }))
            .andThen((signature) =>
              call('RespondToAuthChallenge', {
                ChallengeName: 'PASSWORD_VERIFIER',
                ChallengeResponses: {
                  USERNAME: userIdForSrp,
                  TIMESTAMP: timestamp,
                  PASSWORD_CLAIM_SECRET_BLOCK: secretBlock,
                  PASSWORD_CLAIM_SIGNATURE: signature,
                },
              }),
            );
        })
        .andThen(admitted);
    },

    setNewPassword: ({ username, session }, password) =>
      call('RespondToAuthChallenge', {
        ChallengeName: 'NEW_PASSWORD_REQUIRED',
        Session: session,
        ChallengeResponses: { USERNAME: username, NEW_PASSWORD: password },
      }).andThen((answer) =>
        answer.AuthenticationResult === undefined ? errAsync(unknownChallenge(answer)) : okAsync(tokensOf(answer)),
      ),

    refresh: ({ refreshToken }) =>
      call('InitiateAuth', {
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { REFRESH_TOKEN: refreshToken },
      }).map((answer) => tokensOf(answer, refreshToken)),

    forgotPassword: (Username) => call('ForgotPassword', { Username }).map(delivered),
    resetPassword: (Username, ConfirmationCode, Password) =>
      call('ConfirmForgotPassword', { Username, ConfirmationCode, Password }).map(() => undefined),
    signOut: ({ refreshToken }) => call('RevokeToken', { Token: refreshToken }).map(() => undefined),
  };
};

/** A step of signing in that this client does not know, such as a second factor. */
const unknownChallenge = ({ ChallengeName: name }: Answer): CognitoRefused => ({
  kind: 'CognitoRefused',
  type: 'UnsupportedChallenge',
  message: `The user pool asks for ${String(name)}, which this client does not support.`,
});

/** The user's id in the user pool and the address, as the ID token says them. The token is not verified. */
export const claimsOf = ({ idToken }: Tokens): { readonly sub: string; readonly email: string } => {
  const payload = (idToken.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
  const bytes = Uint8Array.from(atob(payload), (byte) => byte.charCodeAt(0));
  const { sub, email } = JSON.parse(new TextDecoder().decode(bytes));
  return { sub: String(sub), email: String(email) };
};
