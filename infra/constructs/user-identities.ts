import { Duration, RemovalPolicy, type Stack, Validations } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnIdentityPool,
  FeaturePlan,
  Mfa,
  UserPool,
  type UserPoolClient,
} from 'aws-cdk-lib/aws-cognito';
import type { Stage } from '../stages.ts';
import type { UserPoolSettings } from '../user-pool-settings.ts';

export interface UserIdentities {
  readonly userPool: UserPool;
  readonly client: UserPoolClient;
  readonly identityPool: CfnIdentityPool;
}

/** Creates the user pool, and the identity pool that gives each user the id that owns their notes. */
export const createUserIdentities = (
  stack: Stack,
  { retain }: Stage,
  { password, client: of, ...settings }: UserPoolSettings,
): UserIdentities => {
  const removalPolicy = retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
  const userPool = new UserPool(stack, 'UserPool', {
    signInAliases: { email: true },
    signInCaseSensitive: false,
    selfSignUpEnabled: true,
    autoVerify: { email: true },
    keepOriginal: { email: settings.keepOriginalEmail },
    standardAttributes: { email: { required: true, mutable: true } },
    passwordPolicy: {
      minLength: password.minLength,
      requireLowercase: password.requireLowercase,
      requireUppercase: password.requireUppercase,
      requireDigits: password.requireDigits,
      requireSymbols: password.requireSymbols,
      tempPasswordValidity: Duration.days(password.temporaryDays),
    },
    ...(settings.offersTotp && { mfa: Mfa.OPTIONAL, mfaSecondFactor: { otp: true, sms: false } }),
    accountRecovery: AccountRecovery.EMAIL_ONLY,
    featurePlan: FeaturePlan.ESSENTIALS,
    deletionProtection: retain,
    removalPolicy,
  });
  Validations.of(userPool).acknowledge(
    {
      id: 'AwsSolutions-COG2',
      reason: 'Notes do not warrant requiring a second factor of every user: TOTP is offered.',
    },
    {
      id: 'AwsSolutions-COG8',
      reason: 'The Plus plan is billed for each user; a deployment that wants it changes the plan.',
    },
  );

  const client = userPool.addClient('UserPoolClient', {
    generateSecret: false,
    disableOAuth: true,
    authFlows: {
      userSrp: of.authFlows.includes('USER_SRP_AUTH'),
      userPassword: of.authFlows.includes('USER_PASSWORD_AUTH'),
    },
    preventUserExistenceErrors: of.preventUserExistenceErrors,
    enableTokenRevocation: of.tokenRevocation,
    idTokenValidity: Duration.minutes(of.idTokenMinutes),
    accessTokenValidity: Duration.minutes(of.accessTokenMinutes),
    refreshTokenValidity: Duration.days(of.refreshTokenDays),
    authSessionValidity: Duration.minutes(of.authSessionMinutes),
    ...(of.refreshTokenRotation && {
      refreshTokenRotationGracePeriod: Duration.seconds(of.refreshTokenRotation.graceSeconds),
    }),
  });
  client.applyRemovalPolicy(removalPolicy);

  // Not the L2 construct: it creates a role for guests even if guests are not allowed.
  const identityPool = new CfnIdentityPool(stack, 'IdentityPool', {
    allowUnauthenticatedIdentities: false,
    // The classic flow lets the client choose the role and the session policy.
    allowClassicFlow: false,
    cognitoIdentityProviders: [
      {
        clientId: client.userPoolClientId,
        providerName: userPool.userPoolProviderName,
        serverSideTokenCheck: settings.identityPool.serverSideTokenCheck,
      },
    ],
  });
  // A new pool would give every user a new id, and their notes would be out of reach.
  identityPool.applyRemovalPolicy(removalPolicy);
  return { userPool, client, identityPool };
};
