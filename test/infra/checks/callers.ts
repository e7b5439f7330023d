import { findResource, type Template } from '../../../infra/template/template.ts';
import { routes } from '../../../src/lambda/routes.ts';
import { account, apiId, identityPoolId, region, userPoolId } from '../resolve.ts';
import { findRole, listActions, type RoleOfTemplate } from '../roles.ts';
import { type Expectation, findUnmet } from '../simulate.ts';
import { type Check, differs } from './check.ts';
import { listFileActions, listFileExpectations } from './files.ts';

/** Only signed-in users of this identity pool may call the five routes, and they may do nothing else. */
export const callers: Check = async (template) => {
  const { Roles, RoleMappings, IdentityPoolId } = findResource(
    template,
    'AWS::Cognito::IdentityPoolRoleAttachment',
  ).Properties;
  const role = findRole(template, Roles.authenticated);
  return [
    ...differs('roles of the identity pool', Object.keys(Roles), ['authenticated']),
    ...differs('role mappings', RoleMappings, undefined),
    ...differs('the pool of the roles', IdentityPoolId, identityPoolId),
    ...identityPool(template),
    ...(role === undefined
      ? ['there is no role for signed-in users']
      : [
          ...differs('actions of signed-in users', listActions(role), [
            'execute-api:Invoke',
            ...listFileActions(template),
          ]),
          ...(await findUnmet([...calls(role), ...sessions(role), ...listFileExpectations(template, role)])),
        ]),
  ];
};

const identityPool = (template: Template): string[] => {
  const pool = findResource(template, 'AWS::Cognito::IdentityPool').Properties;
  return [
    ...differs('unauthenticated identities', pool.AllowUnauthenticatedIdentities, false),
    ...differs('the classic flow', pool.AllowClassicFlow, false),
    ...differs('identity providers', pool.CognitoIdentityProviders, [
      {
        ClientId: findResource(template, 'AWS::Cognito::UserPoolClient').id,
        ProviderName: `cognito-idp.${region}.amazonaws.com/${userPoolId}`,
        ServerSideTokenCheck: true,
      },
    ]),
  ];
};

const calls = (role: RoleOfTemplate): Expectation[] => {
  const to = (allowed: boolean, call: string, action = 'execute-api:Invoke', api = apiId): Expectation => ({
    what: `signed-in users, ${action} on ${api}/${call}`,
    allowed,
    principal: role.session,
    policies: role.policies,
    action,
    resource: `arn:aws:execute-api:${region}:${account}:${api}/${call}`,
  });
  const id = '01890a5d-ac96-774b-bcce-b302099a8057';
  const methods = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'];
  const isRoute = (method: string, path: string): boolean =>
    routes.some((route) => route.method === method && route.path === path);
  return [
    ...methods.map((method) => to(isRoute(method, '/notes'), `$default/${method}/notes`)),
    ...methods.map((method) => to(isRoute(method, '/notes/{id}'), `$default/${method}/notes/${id}`)),
    ...['notes2', 'note', 'users', 'admin/notes'].map((path) => to(false, `$default/GET/${path}`)),
    ...['dev', 'prod', 'test-invoke-stage', '$default2'].map((stage) => to(false, `${stage}/GET/notes`)),
    to(false, '$default/GET/notes', 'execute-api:Invoke', 'zyxwvu9876'),
    to(false, '$default/POST/@connections/x', 'execute-api:ManageConnections'),
    to(false, '$default/GET/notes', 'execute-api:InvalidateCache'),
    ...(
      [
        ['dynamodb:GetItem', `arn:aws:dynamodb:${region}:${account}:table/notes`],
        ['dynamodb:Scan', `arn:aws:dynamodb:${region}:${account}:table/notes`],
        ['lambda:InvokeFunction', `arn:aws:lambda:${region}:${account}:function:create`],
        ['sts:AssumeRole', `arn:aws:iam::${account}:role/data`],
        ['s3:GetObject', 'arn:aws:s3:::bucket/key'],
      ] as const
    ).map(([action, resource]) => ({ ...to(false, '', action), what: `signed-in users, ${action}`, resource })),
  ];
};

/** Lists who gets credentials of the role: `aud` is the identity pool, `amr` how the user was authenticated. */
const sessions = (role: RoleOfTemplate): Expectation[] => {
  const aud = 'cognito-identity.amazonaws.com:aud';
  const amr = 'cognito-identity.amazonaws.com:amr';
  const signedIn = ['authenticated', `cognito-idp.${region}.amazonaws.com/${userPoolId}`];
  const session = (
    allowed: boolean,
    what: string,
    context: Record<string, string | string[]>,
    principal = 'cognito-identity.amazonaws.com',
    action = 'sts:AssumeRoleWithWebIdentity',
  ): Expectation => ({
    what: `credentials for ${what}`,
    allowed,
    principal,
    policies: [],
    action,
    resource: role.arn,
    resourcePolicy: role.trust,
    context,
  });
  return [
    session(true, 'a signed-in user', { [aud]: identityPoolId, [amr]: signedIn }),
    session(false, 'a user of another identity pool', { [aud]: `${identityPoolId}0`, [amr]: signedIn }),
    session(false, 'a user of no identity pool', { [amr]: signedIn }),
    session(false, 'a guest', { [aud]: identityPoolId, [amr]: ['unauthenticated'] }),
    session(false, 'a caller without amr', { [aud]: identityPoolId }),
    session(false, 'a user of another provider', { [aud]: identityPoolId, [amr]: signedIn }, 'accounts.google.com'),
    session(false, 'another role', {}, `arn:aws:sts::${account}:assumed-role/Administrator/session`, 'sts:AssumeRole'),
    session(false, 'the account', {}, `arn:aws:iam::${account}:root`, 'sts:AssumeRole'),
  ];
};
