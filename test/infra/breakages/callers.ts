import { findResource, findResources, type Template } from '../../../infra/template/template.ts';
import { api } from '../checks/api.ts';
import { callers } from '../checks/callers.ts';
import { users } from '../checks/users.ts';
import { wildcards } from '../checks/wildcards.ts';
import { account, apiId, region } from '../resolve.ts';
import { findRole, type RoleOfTemplate } from '../roles.ts';
import { type Breakage, requireConditions, requireOnly } from './breakage.ts';

const authenticated = (template: Template): RoleOfTemplate =>
  requireOnly(
    [findResource(template, 'AWS::Cognito::IdentityPoolRoleAttachment').Properties.Roles.authenticated].flatMap(
      (arn) => findRole(template, arn) ?? [],
    ),
  );

/** Ways to let in somebody who is not a user, or to let a user reach more than the routes. */
export const callerBreakages: readonly Breakage[] = [
  {
    name: 'a role for guests',
    caughtBy: callers,
    saying: 'roles of the identity pool',
    plant: (template) => {
      const { Roles } = findResource(template, 'AWS::Cognito::IdentityPoolRoleAttachment').Properties;
      Roles.unauthenticated = authenticated(template).arn;
    },
  },
  {
    name: 'unauthenticated identities',
    caughtBy: callers,
    saying: 'unauthenticated identities: true',
    plant: (template) => {
      findResource(template, 'AWS::Cognito::IdentityPool').Properties.AllowUnauthenticatedIdentities = true;
    },
  },
  {
    name: 'the classic flow',
    caughtBy: callers,
    saying: 'the classic flow: true',
    plant: (template) => {
      findResource(template, 'AWS::Cognito::IdentityPool').Properties.AllowClassicFlow = true;
    },
  },
  {
    name: 'a role for users of every identity pool',
    caughtBy: callers,
    saying: 'credentials for a user of another identity pool: allowed',
    plant: (template) => {
      delete requireConditions(requireOnly(authenticated(template).trust.Statement)).StringEquals;
    },
  },
  {
    name: 'the users’ role for guests',
    caughtBy: callers,
    saying: 'credentials for a guest: allowed',
    plant: (template) => {
      delete requireConditions(requireOnly(authenticated(template).trust.Statement))['ForAnyValue:StringEquals'];
    },
  },
  {
    name: 'ForAllValues on amr, which a caller without amr meets too',
    caughtBy: callers,
    saying: 'credentials for a caller without amr: allowed',
    plant: (template) => {
      const conditions = requireConditions(requireOnly(authenticated(template).trust.Statement));
      conditions['ForAllValues:StringLike'] = { 'cognito-identity.amazonaws.com:amr': '*authenticated*' };
      delete conditions['ForAnyValue:StringEquals'];
    },
  },
  {
    name: 'users who may call any API',
    caughtBy: callers,
    saying: 'execute-api:Invoke on zyxwvu9876/$default/GET/notes: allowed',
    plant: (template) => {
      requireOnly(authenticated(template).policies[0]?.Statement).Resource = '*';
    },
  },
  {
    name: 'users who may call every stage',
    caughtBy: wildcards,
    saying: `${apiId}/*/GET/notes`,
    plant: (template) => {
      requireOnly(authenticated(template).policies[0]?.Statement).Resource =
        `arn:aws:execute-api:${region}:${account}:${apiId}/*/GET/notes`;
    },
  },
  {
    name: 'users with one action too many',
    caughtBy: callers,
    saying: 'signed-in users, dynamodb:GetItem: allowed',
    plant: (template) => {
      authenticated(template).policies[0]?.Statement.push({
        Effect: 'Allow',
        Action: 'dynamodb:GetItem',
        Resource: '*',
      });
    },
  },
  {
    name: 'an open route',
    caughtBy: api,
    saying: 'who may call GET /notes/{id}: "NONE"',
    plant: (template) => {
      for (const [, { Properties }] of findResources(template, 'AWS::ApiGatewayV2::Route'))
        if (Properties.RouteKey === 'GET /notes/{id}') Properties.AuthorizationType = 'NONE';
    },
  },
  {
    name: 'a catch-all route',
    caughtBy: api,
    saying: 'routes: ["$default"',
    plant: (template) => {
      const [, { Properties, Type }] = requireOnly(findResources(template, 'AWS::ApiGatewayV2::Route').slice(0, 1));
      template.Resources.CatchAll = { Type, Properties: { ...Properties, RouteKey: '$default' } };
    },
  },
  {
    name: 'a function that every route may invoke',
    caughtBy: api,
    saying: 'permissions to invoke a function',
    plant: (template) => {
      const [, { Properties }] = requireOnly(findResources(template, 'AWS::Lambda::Permission').slice(0, 1));
      Properties.SourceArn = `arn:aws:execute-api:${region}:${account}:${apiId}/*/*`;
    },
  },
  {
    name: 'a function that every API in the world may invoke',
    caughtBy: api,
    saying: 'permissions to invoke a function',
    plant: (template) => {
      const [, { Properties }] = requireOnly(findResources(template, 'AWS::Lambda::Permission').slice(0, 1));
      delete Properties.SourceArn;
    },
  },
  {
    name: 'payload format 1.0',
    caughtBy: api,
    saying: '["AWS_PROXY","1.0"]',
    plant: (template) => {
      const [, { Properties }] = requireOnly(findResources(template, 'AWS::ApiGatewayV2::Integration').slice(0, 1));
      Properties.PayloadFormatVersion = '1.0';
    },
  },
  {
    name: 'CORS for every origin',
    caughtBy: api,
    saying: 'any page may call the API',
    plant: (template) => {
      findResource(template, 'AWS::ApiGatewayV2::Api').Properties.CorsConfiguration = { AllowOrigins: ['*'] };
    },
  },
  {
    name: 'identities in the access log',
    caughtBy: api,
    saying: 'the access log reveals the caller',
    plant: (template) => {
      const { AccessLogSettings } = findResource(template, 'AWS::ApiGatewayV2::Stage').Properties;
      if (AccessLogSettings !== undefined) AccessLogSettings.Format += '$context.identity.cognitoIdentityId';
    },
  },
  {
    name: 'passwords sent to the user pool',
    caughtBy: users,
    saying: 'ways to sign in',
    plant: (template) => {
      findResource(template, 'AWS::Cognito::UserPoolClient').Properties.ExplicitAuthFlows.push(
        'ALLOW_USER_PASSWORD_AUTH',
      );
    },
  },
];
