import { findResource, findResources } from '../../../infra/template/template.ts';
import { routes } from '../../../src/lambda/routes.ts';
import { listFilesBuckets, listPageBuckets, readPage } from '../page.ts';
import { findRole, listFunctions } from '../roles.ts';
import { type Check, differs } from './check.ts';

/** The kinds of resources that these checks cover. What others would permit, nobody has considered. */
const known: ReadonlySet<string> = new Set([
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Stage',
  'AWS::CloudFront::Distribution',
  'AWS::CloudFront::OriginAccessControl',
  'AWS::CloudFront::ResponseHeadersPolicy',
  'AWS::CloudWatch::Alarm',
  'AWS::Cognito::IdentityPool',
  'AWS::Cognito::IdentityPoolRoleAttachment',
  'AWS::Cognito::UserPool',
  'AWS::Cognito::UserPoolClient',
  'AWS::DynamoDB::Table',
  'AWS::Events::Rule',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::Lambda::Function',
  'AWS::Lambda::Permission',
  'AWS::Logs::LogGroup',
  'AWS::Logs::MetricFilter',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'Custom::PageFiles',
]);

/** The template contains nothing that the other checks would miss. */
export const kinds: Check = (template) => {
  const roles = findResources(template, 'AWS::IAM::Role');
  const { authenticated } = findResource(template, 'AWS::Cognito::IdentityPoolRoleAttachment').Properties.Roles;
  const page = readPage(template);
  const placed = [
    ...listFunctions(template).flatMap(({ executionRole, dataRole }) => [
      executionRole.name,
      ...(dataRole ? [dataRole.name] : []),
    ]),
    findRole(template, authenticated)?.name,
    ...(page ? [page.writer.executionRole.name] : []),
  ];
  return [
    ...Object.entries(template.Resources).flatMap(([id, { Type }]) => (known.has(Type) ? [] : [`${id} is a ${Type}`])),
    ...differs('roles', roles.map(([id]) => id).sort(), placed.sort()),
    ...differs('buckets of files', Math.max(1, listFilesBuckets(template).length), 1),
    ...differs('buckets of the page', listPageBuckets(template).length, page ? 1 : 0),
    ...differs('distributions', findResources(template, 'AWS::CloudFront::Distribution').length, page ? 1 : 0),
    ...differs(
      'functions',
      findResources(template, 'AWS::Lambda::Function').length,
      routes.length + listFilesBuckets(template).length + (page ? 1 : 0),
    ),
    ...roles.flatMap(([id, { Properties }]) =>
      differs(`${id}’s managed policies`, Properties.ManagedPolicyArns, undefined),
    ),
    // A role's own tag `owner` would replace the session's.
    ...roles.flatMap(
      ([
        id,
        {
          Properties: { Tags = [] },
        },
      ]) => (Tags.some(({ Key }) => Key.toLowerCase() === 'owner') ? [`${id} has a tag owner`] : []),
    ),
    ...differs(
      'the table’s own policy',
      findResource(template, 'AWS::DynamoDB::Table').Properties.ResourcePolicy,
      undefined,
    ),
  ];
};
