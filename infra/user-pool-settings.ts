/**
 * How users sign in, said once: the CDK app deploys it, and the user pool of the local stack does it. What is not here, Cognito
 * decides, and the local pool does as its documentation says.
 */
export interface UserPoolSettings {
  readonly password: {
    /** Characters. */
    readonly minLength: number;
    readonly requireLowercase: boolean;
    readonly requireUppercase: boolean;
    readonly requireDigits: boolean;
    readonly requireSymbols: boolean;
    /** Days that a temporary password of an invitation may be used. */
    readonly temporaryDays: number;
  };
  /** Whether a new address counts only once it is confirmed, so that a slip does not lock its user out. */
  readonly keepOriginalEmail: boolean;
  /** Whether users may turn on an authenticator app as a second factor. */
  readonly offersTotp: boolean;
  readonly client: {
    readonly authFlows: readonly AuthFlow[];
    /** Whether somebody who is not there is answered as somebody who is. */
    readonly preventUserExistenceErrors: boolean;
    readonly tokenRevocation: boolean;
    /** Minutes. */
    readonly idTokenMinutes: number;
    readonly accessTokenMinutes: number;
    readonly refreshTokenDays: number;
    /** Minutes that a challenge may be answered. */
    readonly authSessionMinutes: number;
    /** Whether each refresh replaces the refresh token, and how long the old one is still good, in seconds. */
    readonly refreshTokenRotation?: { readonly graceSeconds: number };
  };
  readonly identityPool: {
    /** The ID token of a user who was signed out everywhere, disabled or deleted gets no credentials. */
    readonly serverSideTokenCheck: boolean;
  };
}

/** The flows that an app client may enable; a refresh is one where refresh tokens are not rotated. */
export type AuthFlow = 'USER_SRP_AUTH' | 'USER_PASSWORD_AUTH';

export const userPoolSettings = {
  password: {
    minLength: 8,
    requireLowercase: true,
    requireUppercase: true,
    requireDigits: true,
    requireSymbols: true,
    temporaryDays: 3,
  },
  keepOriginalEmail: true,
  offersTotp: true,
  client: {
    authFlows: ['USER_SRP_AUTH'],
    preventUserExistenceErrors: true,
    tokenRevocation: true,
    idTokenMinutes: 60,
    accessTokenMinutes: 60,
    refreshTokenDays: 30,
    authSessionMinutes: 3,
  },
  identityPool: { serverSideTokenCheck: true },
} as const satisfies UserPoolSettings;
