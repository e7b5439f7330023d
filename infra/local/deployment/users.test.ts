import { Stack } from 'aws-cdk-lib';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { createScratchApp } from '../../../test/kit/scratch-app.ts';
import { createUserIdentities } from '../../constructs/user-identities.ts';
import { stages } from '../../stages.ts';
import type { Template } from '../../template/template.ts';
import type { UserPoolSettings } from '../../user-pool-settings.ts';
import { localUserPoolSettings } from '../template/local-stage.ts';
import { readUserPoolSettings } from './users.ts';

// These tests are about what is read, not about the CDK's validation.
vi.stubEnv('CDK_VALIDATION', 'false');

const synthesizeTemplate = (settings: UserPoolSettings): Template => {
  using app = createScratchApp();
  const stack = new Stack(app, 'users');
  createUserIdentities(stack, stages.dev, settings);
  return app.synth().getStackByName('users').template;
};
const changed = (change: (properties: Record<string, unknown>) => void, type = 'UserPoolClient') => {
  const template = structuredClone(synthesizeTemplate(localUserPoolSettings));
  for (const { Type, Properties } of Object.values(template.Resources))
    if (Type === `AWS::Cognito::${type}`) change(Properties as Record<string, unknown>);
  return readUserPoolSettings(template);
};

const someSettings: fc.Arbitrary<UserPoolSettings> = fc.record({
  password: fc.record({
    minLength: fc.integer({ min: 6, max: 99 }),
    requireLowercase: fc.boolean(),
    requireUppercase: fc.boolean(),
    requireDigits: fc.boolean(),
    requireSymbols: fc.boolean(),
    temporaryDays: fc.integer({ min: 1, max: 365 }),
  }),
  keepOriginalEmail: fc.boolean(),
  offersTotp: fc.boolean(),
  client: fc.record(
    {
      authFlows: fc.subarray(['USER_PASSWORD_AUTH', 'USER_SRP_AUTH'] as const, { minLength: 1 }),
      preventUserExistenceErrors: fc.boolean(),
      tokenRevocation: fc.boolean(),
      idTokenMinutes: fc.integer({ min: 5, max: 1440 }),
      accessTokenMinutes: fc.integer({ min: 5, max: 1440 }),
      refreshTokenDays: fc.integer({ min: 1, max: 3650 }),
      authSessionMinutes: fc.integer({ min: 3, max: 15 }),
      refreshTokenRotation: fc.record({ graceSeconds: fc.integer({ min: 0, max: 60 }) }),
    },
    {
      requiredKeys: [
        ...(['authFlows', 'preventUserExistenceErrors', 'tokenRevocation', 'idTokenMinutes'] as const),
        ...(['accessTokenMinutes', 'refreshTokenDays', 'authSessionMinutes'] as const),
      ],
    },
  ),
  identityPool: fc.record({ serverSideTokenCheck: fc.boolean() }),
}) as fc.Arbitrary<UserPoolSettings>;

describe('the settings of the pools', () => {
  test('survive being written to a template and read back', () => {
    fc.assert(
      fc.property(someSettings, (settings) => {
        expect(readUserPoolSettings(synthesizeTemplate(settings))).toEqual(settings);
      }),
      { numRuns: 20 },
    );
  });

  test('that a template leaves out have Cognito’s defaults', () => {
    const { client } = changed((properties) => {
      for (const name of ['IdTokenValidity', 'AccessTokenValidity', 'RefreshTokenValidity', 'AuthSessionValidity'])
        delete properties[name];
      delete properties.TokenValidityUnits;
    });
    expect(client).toMatchObject({
      idTokenMinutes: 60,
      accessTokenMinutes: 60,
      refreshTokenDays: 30,
      authSessionMinutes: 3,
    });
  });

  test('in an unknown unit are refused', () => {
    const units = { IdToken: 'weeks' };
    expect(() => changed((properties) => Object.assign(properties, { TokenValidityUnits: units }))).toThrow('"weeks"');
  });
});
