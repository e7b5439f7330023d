import { findResource } from '../../../infra/template/template.ts';
import { type Check, differs } from './check.ts';

/** Users sign up and in as the clients do: by SRP only, with no hint of who has an account. */
export const users: Check = (template) => {
  const pool = findResource(template, 'AWS::Cognito::UserPool').Properties;
  const client = findResource(template, 'AWS::Cognito::UserPoolClient').Properties;
  return [
    ...differs('what users sign in with', pool.UsernameAttributes, ['email']),
    ...differs('users created only by an administrator', pool.AdminCreateUserConfig.AllowAdminCreateUserOnly, false),
    ...differs('a second factor', pool.MfaConfiguration, 'OPTIONAL'),
    // The strictest rules that Passw0rd! meets.
    ...differs('rules for passwords', Object.entries(pool.Policies.PasswordPolicy).sort(), [
      ['MinimumLength', 8],
      ['RequireLowercase', true],
      ['RequireNumbers', true],
      ['RequireSymbols', true],
      ['RequireUppercase', true],
      ['TemporaryPasswordValidityDays', 3],
    ]),
    ...differs('ways to sign in', client.ExplicitAuthFlows.toSorted(), [
      'ALLOW_REFRESH_TOKEN_AUTH',
      'ALLOW_USER_SRP_AUTH',
    ]),
    ...differs('OAuth', [client.AllowedOAuthFlowsUserPoolClient, client.AllowedOAuthFlows], [false, undefined]),
    ...differs('the client’s secret', client.GenerateSecret, false),
    ...differs('token revocation', client.EnableTokenRevocation, true),
    ...differs('errors that tell who has an account', client.PreventUserExistenceErrors, 'ENABLED'),
  ];
};
