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

export interface UserIdentities {
  readonly userPool: UserPool;
  readonly client: UserPoolClient;
  readonly identityPool: CfnIdentityPool;
}

/** The users, and the identity pool that gives each of them the id that owns their notes. */
export const userIdentities = (stack: Stack, { retain }: Stage): UserIdentities => {
  const removalPolicy = retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
  const userPool = new UserPool(stack, 'UserPool', {
    signInAliases: { email: true },
    signInCaseSensitive: false,
    selfSignUpEnabled: true,
    autoVerify: { email: true },
    // A new address counts only when it is confirmed, so that a slip does not lock its user out.
    keepOriginal: { email: true },
    standardAttributes: { email: { required: true, mutable: true } },
    passwordPolicy: {
      minLength: 8,
      requireLowercase: true,
      requireUppercase: true,
      requireDigits: true,
      requireSymbols: true,
      tempPasswordValidity: Duration.days(3),
    },
    mfa: Mfa.OPTIONAL,
    mfaSecondFactor: { otp: true, sms: false },
    accountRecovery: AccountRecovery.EMAIL_ONLY,
    featurePlan: FeaturePlan.ESSENTIALS,
    deletionProtection: retain,
    removalPolicy,
  });
  Validations.of(userPool).acknowledge(
    {
      id: 'AwsSolutions-COG2',
      reason: 'Notes do not warrant a second factor that every user must have: TOTP is offered.',
    },
    {
      id: 'AwsSolutions-COG8',
      reason: 'The Plus plan is paid for by the user; a deployment that wants it changes the plan.',
    },
  );

  const client = userPool.addClient('UserPoolClient', {
    generateSecret: false,
    disableOAuth: true,
    authFlows: { userSrp: true },
    preventUserExistenceErrors: true,
    enableTokenRevocation: true,
    idTokenValidity: Duration.hours(1),
    accessTokenValidity: Duration.hours(1),
    refreshTokenValidity: Duration.days(30),
  });
  client.applyRemovalPolicy(removalPolicy);

  // Not the L2 construct, which makes a role for guests whether there are any or not.
  const identityPool = new CfnIdentityPool(stack, 'IdentityPool', {
    allowUnauthenticatedIdentities: false,
    // The classic flow lets the client choose the role and leaves the policy for the session to it.
    allowClassicFlow: false,
    cognitoIdentityProviders: [
      {
        clientId: client.userPoolClientId,
        providerName: userPool.userPoolProviderName,
        // The ID token of a user who was signed out everywhere, disabled or deleted gets no credentials.
        serverSideTokenCheck: true,
      },
    ],
  });
  // A new pool would give every user a new id, and with it no notes.
  identityPool.applyRemovalPolicy(removalPolicy);
  return { userPool, client, identityPool };
};
