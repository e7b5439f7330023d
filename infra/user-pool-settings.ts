/**
 * How users sign in, defined once: the CDK app deploys these settings, and the local stack's user pool follows them.
 * Cognito decides everything else; there, the local pool follows Cognito's documentation.
 */
export interface UserPoolSettings {
  readonly password: {
    /** Characters. */
    readonly minLength: number;
    readonly requireLowercase: boolean;
    readonly requireUppercase: boolean;
    readonly requireDigits: boolean;
    readonly requireSymbols: boolean;
    /** Days for which the temporary password of an invitation is valid. */
    readonly temporaryDays: number;
  };
  /** Whether a changed address takes effect only once it is confirmed, so that a typo does not lock its user out. */
  readonly keepOriginalEmail: boolean;
  /** Whether users may turn on an authenticator app as a second factor. */
  readonly offersTotp: boolean;
  readonly client: {
    readonly authFlows: readonly AuthFlow[];
    /** Whether requests for an unknown user get the same answer as those for an existing one. */
    readonly preventUserExistenceErrors: boolean;
    readonly tokenRevocation: boolean;
    /** Minutes. */
    readonly idTokenMinutes: number;
    readonly accessTokenMinutes: number;
    readonly refreshTokenDays: number;
    /** Minutes in which a challenge may be answered. */
    readonly authSessionMinutes: number;
    /** If present, each refresh replaces the refresh token, and the old one stays valid for so many seconds. */
    readonly refreshTokenRotation?: { readonly graceSeconds: number };
  };
  readonly identityPool: {
    /** Whether the ID token of a user who was signed out everywhere, disabled or deleted gets no credentials. */
    readonly serverSideTokenCheck: boolean;
  };
}

/** The flows that an app client may enable. If refresh tokens are not rotated, refreshing is one more. */
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
