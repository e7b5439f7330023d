import { stages } from '../../../infra/stages.ts';
import { findResource, findResources, type Template } from '../../../infra/template/template.ts';
import { createDeclaredCheck } from '../checks/declared.ts';
import { functions } from '../checks/functions.ts';
import { type Breakage, requireOnly } from './breakage.ts';

export const prodWithAlarms = { ...stages.prod, alarmEmail: 'operator@example.com' } as const;
const prod = createDeclaredCheck(prodWithAlarms);

const findFunction = (template: Template, method: string) =>
  requireOnly(findResources(template, 'AWS::Lambda::Function').filter(([id]) => id.startsWith(method)))[1].Properties;
const findAlarm = (template: Template, name: string): Record<string, unknown> =>
  requireOnly(findResources(template, 'AWS::CloudWatch::Alarm').filter(([id]) => id.startsWith(name)))[1]
    .Properties as never;
const findFilter = (template: Template, name: string) =>
  requireOnly(findResources(template, 'AWS::Logs::MetricFilter').filter(([id]) => id.startsWith(name)))[1].Properties;
const findClient = (template: Template): Record<string, unknown> =>
  findResource(template, 'AWS::Cognito::UserPoolClient').Properties as never;

/** Swapped values, mistaken units, wrong names: templates that are well-formed, deploy, and are not what was meant. */
export const choiceBreakages: readonly Breakage[] = [
  {
    name: 'USER_POOL_ID is the client’s id',
    caughtBy: functions,
    saying: 'pools and table of get',
    plant: (template) => {
      findFunction(template, 'Get').Environment.Variables.USER_POOL_ID = findResource(
        template,
        'AWS::Cognito::UserPoolClient',
      ).id;
    },
  },
  {
    name: 'the pools’ ids are swapped',
    caughtBy: functions,
    saying: 'pools and table of update',
    plant: (template) => {
      const { Variables } = findFunction(template, 'Update').Environment;
      [Variables.USER_POOL_ID, Variables.IDENTITY_POOL_ID] = [
        Variables.IDENTITY_POOL_ID ?? '',
        Variables.USER_POOL_ID ?? '',
      ];
    },
  },
  {
    name: 'two functions with each other’s logs',
    caughtBy: prod,
    saying: 'undeclared AWS::IAM::Policy',
    plant: (template) => {
      const [get, list] = [findFunction(template, 'Get').LoggingConfig, findFunction(template, 'List').LoggingConfig];
      [get.LogGroup, list.LogGroup] = [list.LogGroup, get.LogGroup];
    },
  },
  {
    name: 'two routes with each other’s functions',
    caughtBy: prod,
    saying: 'undeclared AWS::ApiGatewayV2::Route',
    plant: (template) => {
      const [update, remove] = ['PUT /notes/{id}', 'DELETE /notes/{id}'].map(
        (key) =>
          requireOnly(
            findResources(template, 'AWS::ApiGatewayV2::Route').filter(
              ([, { Properties }]) => Properties.RouteKey === key,
            ),
          )[1].Properties,
      );
      if (update && remove) [update.Target, remove.Target] = [remove.Target, update.Target];
    },
  },
  {
    name: 'rate and burst swapped',
    caughtBy: prod,
    saying: '"ThrottlingBurstLimit":1000,"ThrottlingRateLimit":2000',
    plant: (template) => {
      const settings = findResource(template, 'AWS::ApiGatewayV2::Stage').Properties.DefaultRouteSettings;
      if (settings)
        [settings.ThrottlingRateLimit, settings.ThrottlingBurstLimit] = [
          settings.ThrottlingBurstLimit,
          settings.ThrottlingRateLimit,
        ];
    },
  },
  {
    name: 'half a request a second',
    caughtBy: prod,
    saying: '"ThrottlingRateLimit":0.5',
    plant: (template) => {
      const settings = findResource(template, 'AWS::ApiGatewayV2::Stage').Properties.DefaultRouteSettings;
      if (settings) settings.ThrottlingRateLimit = 0.5;
    },
  },
  {
    name: 'a developer’s origin in prod',
    caughtBy: prod,
    saying: 'http://localhost:3000',
    plant: (template) => {
      findResource(template, 'AWS::ApiGatewayV2::Api').Properties.CorsConfiguration = {
        AllowOrigins: ['http://localhost:3000'],
      };
    },
  },
  {
    name: 'milliseconds for a time-out in seconds',
    caughtBy: functions,
    saying: 'outlasts the gateway',
    plant: (template) => {
      findFunction(template, 'List').Timeout = 10_000;
    },
  },
  {
    name: 'refresh tokens that last thirty minutes',
    caughtBy: prod,
    saying: '"RefreshTokenValidity":30,',
    plant: (template) => {
      findClient(template).RefreshTokenValidity = 30;
    },
  },
  {
    name: 'ID tokens that last sixty days',
    caughtBy: prod,
    saying: '"IdToken":"days"',
    plant: (template) => {
      findClient(template).TokenValidityUnits = { AccessToken: 'minutes', IdToken: 'days', RefreshToken: 'minutes' };
    },
  },
  {
    name: 'a new address that counts before it is confirmed',
    caughtBy: prod,
    saying: 'undeclared AWS::Cognito::UserPool',
    plant: (template) => {
      Reflect.deleteProperty(
        findResource(template, 'AWS::Cognito::UserPool').Properties,
        'UserAttributeUpdateSettings',
      );
    },
  },
  {
    name: 'credentials for the tokens of a signed-out user',
    caughtBy: prod,
    saying: '"ServerSideTokenCheck":false',
    plant: (template) => {
      const [provider] = findResource(template, 'AWS::Cognito::IdentityPool').Properties.CognitoIdentityProviders;
      if (provider) provider.ServerSideTokenCheck = false;
    },
  },
  {
    name: 'a filter that finds no line',
    caughtBy: prod,
    saying: '$.error.name',
    plant: (template) => {
      findFilter(template, 'GetAccessDenied').FilterPattern = '{ $.error.name = "AccessDenied*" }';
    },
  },
  {
    name: 'a filter that counts under a name that the alarm does not read',
    caughtBy: functions,
    saying: 'logs searched for AccessDenied',
    plant: (template) => {
      const [transformation] = findFilter(template, 'GetAccessDenied').MetricTransformations;
      if (transformation) transformation.MetricName = 'AccessRefused';
    },
  },
  {
    name: 'an alarm below its threshold',
    caughtBy: prod,
    saying: 'LessThanThreshold',
    plant: (template) => {
      findAlarm(template, 'AccessDenied').ComparisonOperator = 'LessThanThreshold';
    },
  },
  {
    name: 'an alarm over five seconds instead of five minutes',
    caughtBy: prod,
    saying: '"Period":5,',
    plant: (template) => {
      findAlarm(template, 'IdentityRefused').Period = 5;
    },
  },
  {
    name: 'an alarm in seconds on a metric in milliseconds',
    caughtBy: prod,
    saying: '"Threshold":8,',
    plant: (template) => {
      findAlarm(template, 'SlowStore').Threshold = 8;
    },
  },
  {
    name: 'an alarm that notifies nobody',
    caughtBy: prod,
    saying: 'missing AWS::CloudWatch::Alarm: {"Properties":{"AlarmActions"',
    plant: (template) => {
      delete findAlarm(template, 'OutcomeUnknown').AlarmActions;
    },
  },
  {
    name: 'an alarm on the 5xx of another API',
    caughtBy: prod,
    saying: '"Value":"zyxwvu9876"',
    plant: (template) => {
      findAlarm(template, 'ServerErrors').Dimensions = [{ Name: 'ApiId', Value: 'zyxwvu9876' }];
    },
  },
  {
    name: 'a topic that takes alarms of any account',
    caughtBy: prod,
    saying: 'undeclared AWS::SNS::TopicPolicy',
    plant: (template) => {
      for (const statement of findResource(template, 'AWS::SNS::TopicPolicy').Properties.PolicyDocument.Statement)
        if (statement.Effect === 'Allow') delete statement.Condition;
    },
  },
  {
    name: 'logs that are kept for only a day',
    caughtBy: prod,
    saying: '"RetentionInDays":1}',
    plant: (template) => {
      for (const [, { Properties }] of findResources(template, 'AWS::Logs::LogGroup')) Properties.RetentionInDays = 1;
    },
  },
];
