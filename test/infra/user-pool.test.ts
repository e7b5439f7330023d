import { Stack } from 'aws-cdk-lib';
import { expect, test } from 'vitest';
import { createUserIdentities } from '../../infra/constructs/user-identities.ts';
import { stages } from '../../infra/stages.ts';
import { type UserPoolSettings, userPoolSettings } from '../../infra/user-pool-settings.ts';
import { createScratchApp } from '../kit/scratch-app.ts';

/** Synthesizes the properties of the user pool, its client and the identity pool from settings. */
const synthesized = (settings: UserPoolSettings = userPoolSettings) => {
  using app = createScratchApp();
  const stack = new Stack(app, 'users');
  createUserIdentities(stack, stages.prod, settings);
  const { Resources } = app.synth().getStackByName('users').template;
  const of = (type: string) =>
    // biome-ignore lint/suspicious/noExplicitAny: a template is JSON
    Object.values<any>(Resources).find(({ Type }) => Type === `AWS::Cognito::${type}`).Properties;
  return { pool: of('UserPool'), client: of('UserPoolClient'), identities: of('IdentityPool') };
};

// The local pool's own tests check what it does with each setting; these check that it is deployed.
test('the deployed pools have every declared setting', () => {
  const { pool, client, identities } = synthesized();
  expect(pool.Policies.PasswordPolicy).toEqual({
    ...{ MinimumLength: 8, RequireLowercase: true, RequireUppercase: true, RequireNumbers: true, RequireSymbols: true },
    TemporaryPasswordValidityDays: 3,
  });
  expect(pool.UserAttributeUpdateSettings).toEqual({ AttributesRequireVerificationBeforeUpdate: ['email'] });
  expect([pool.MfaConfiguration, pool.EnabledMfas]).toEqual(['OPTIONAL', ['SOFTWARE_TOKEN_MFA']]);
  expect(client).toMatchObject({
    ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    PreventUserExistenceErrors: 'ENABLED',
    EnableTokenRevocation: true,
    IdTokenValidity: 60,
    AccessTokenValidity: 60,
    RefreshTokenValidity: 43_200,
    AuthSessionValidity: 3,
    TokenValidityUnits: { IdToken: 'minutes', AccessToken: 'minutes', RefreshToken: 'minutes' },
  });
  expect(client).not.toHaveProperty('RefreshTokenRotation');
  expect(identities.CognitoIdentityProviders).toMatchObject([{ ServerSideTokenCheck: true }]);
});

test('changed settings change the deployment', () => {
  const { pool, client, identities } = synthesized({
    password: { ...userPoolSettings.password, minLength: 12, requireSymbols: false, temporaryDays: 1 },
    keepOriginalEmail: false,
    offersTotp: false,
    client: {
      authFlows: ['USER_PASSWORD_AUTH'],
      preventUserExistenceErrors: false,
      tokenRevocation: false,
      ...{ idTokenMinutes: 5, accessTokenMinutes: 10, refreshTokenDays: 1, authSessionMinutes: 4 },
      refreshTokenRotation: { graceSeconds: 10 },
    },
    identityPool: { serverSideTokenCheck: false },
  });
  expect(pool.Policies.PasswordPolicy).toMatchObject({
    MinimumLength: 12,
    RequireSymbols: false,
    TemporaryPasswordValidityDays: 1,
  });
  expect(pool.UserAttributeUpdateSettings?.AttributesRequireVerificationBeforeUpdate ?? []).toEqual([]);
  expect(pool.MfaConfiguration ?? 'OFF').toBe('OFF');
  expect(client).toMatchObject({
    ...{ PreventUserExistenceErrors: 'LEGACY', EnableTokenRevocation: false, AuthSessionValidity: 4 },
    ...{ IdTokenValidity: 5, AccessTokenValidity: 10, RefreshTokenValidity: 1440 },
    RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 },
  });
  expect(client.ExplicitAuthFlows).toContain('ALLOW_USER_PASSWORD_AUTH');
  expect(client.ExplicitAuthFlows).not.toContain('ALLOW_USER_SRP_AUTH');
  expect(identities.CognitoIdentityProviders).toMatchObject([{ ServerSideTokenCheck: false }]);
});
