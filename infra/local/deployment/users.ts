import { findResource, type Template } from '../../template/template.ts';
import type { AuthFlow, UserPoolSettings } from '../../user-pool-settings.ts';
import { notDeployable } from './not-deployable.ts';

/** Reads how users sign in from a template; what it leaves out has Cognito's default. */
export const readUserPoolSettings = (template: Template): UserPoolSettings => {
  const { Properties: pool } = findResource(template, 'AWS::Cognito::UserPool');
  const { Properties: client } = findResource(template, 'AWS::Cognito::UserPoolClient');
  const { Properties: identities } = findResource(template, 'AWS::Cognito::IdentityPool');
  const { PasswordPolicy: password } = pool.Policies;
  const units = client.TokenValidityUnits ?? {};
  const rotation = client.RefreshTokenRotation;
  return {
    password: {
      minLength: Number(password.MinimumLength),
      requireLowercase: password.RequireLowercase === true,
      requireUppercase: password.RequireUppercase === true,
      requireDigits: password.RequireNumbers === true,
      requireSymbols: password.RequireSymbols === true,
      temporaryDays: Number(password.TemporaryPasswordValidityDays ?? 7),
    },
    keepOriginalEmail:
      pool.UserAttributeUpdateSettings?.AttributesRequireVerificationBeforeUpdate.includes('email') ?? false,
    offersTotp: pool.MfaConfiguration === 'OPTIONAL' && (pool.EnabledMfas ?? []).includes('SOFTWARE_TOKEN_MFA'),
    client: {
      authFlows: client.ExplicitAuthFlows.map((flow) => flow.replace(/^ALLOW_/, '')).filter(isAuthFlow),
      preventUserExistenceErrors: client.PreventUserExistenceErrors === 'ENABLED',
      tokenRevocation: client.EnableTokenRevocation,
      idTokenMinutes: toMinutes(client.IdTokenValidity ?? 1, units.IdToken ?? 'hours'),
      accessTokenMinutes: toMinutes(client.AccessTokenValidity ?? 1, units.AccessToken ?? 'hours'),
      refreshTokenDays: toMinutes(client.RefreshTokenValidity ?? 30, units.RefreshToken ?? 'days') / (24 * 60),
      authSessionMinutes: client.AuthSessionValidity ?? 3,
      ...(rotation?.Feature === 'ENABLED' && {
        refreshTokenRotation: { graceSeconds: rotation.RetryGracePeriodSeconds ?? 0 },
      }),
    },
    identityPool: {
      serverSideTokenCheck: identities.CognitoIdentityProviders.every((provider) => provider.ServerSideTokenCheck),
    },
  };
};

const flows: readonly string[] = ['USER_SRP_AUTH', 'USER_PASSWORD_AUTH'] satisfies AuthFlow[];
const isAuthFlow = (flow: string): flow is AuthFlow => flows.includes(flow);

const minutesPerUnit: Readonly<Record<string, number>> = { seconds: 1 / 60, minutes: 1, hours: 60, days: 24 * 60 };

const toMinutes = (count: number, unit: string): number => {
  const each = minutesPerUnit[unit];
  if (each === undefined) throw notDeployable(`"${unit}" is not a unit of a token's validity.`);
  return count * each;
};
