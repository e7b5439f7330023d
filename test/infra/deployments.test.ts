import { beforeAll, describe, expect, test } from 'vitest';
import { stages } from '../../infra/stages.ts';
import { findResource, findResources, type Template } from '../../infra/template/template.ts';
import { prodWithAlarms } from './breakages/choices.ts';
import { checksFor, findViolations } from './checks/all.ts';
import { callers } from './checks/callers.ts';
import { retained } from './checks/kept.ts';
import { application } from './deployments.ts';
import { findFilesBucket, readPage } from './page.ts';
import { account, apiId, identityPoolId, region, resolve, userPoolId } from './resolve.ts';
import { synthesizeStacks } from './synthesized.ts';

const { dev, prod } = stages;
/** Both stages, and choices that neither makes: alarms by mail, and isolation by the code alone. */
const deployments = [dev, prodWithAlarms, application] as const;

let json: ReadonlyMap<string, string>;
let isProtected: (name: string) => boolean | undefined;
const resolveTemplate = (name: string): Template => resolve(json.get(name) ?? '');

// Synthesis also fails on findings of cdk-nag.
beforeAll(async () => {
  const stacks = await synthesizeStacks(deployments);
  json = new Map([...stacks].map(([name, { template }]) => [name, template]));
  isProtected = (name) => stacks.get(name)?.isProtected;
});

describe.each(deployments)('the stack of $name', ({ name, isolation }) => {
  test('passes every check', async () => {
    expect(await findViolations(resolveTemplate(name), checksFor[isolation])).toEqual([]);
  });

  test('has the outputs that configure clients', () => {
    const outputs = Object.entries(resolveTemplate(name).Outputs).map(([output, { Value }]) => [output, Value]);
    expect(Object.fromEntries(outputs)).toEqual({
      Region: region,
      UserPoolId: userPoolId,
      UserPoolClientId: findResource(resolveTemplate(name), 'AWS::Cognito::UserPoolClient').id,
      IdentityPoolId: identityPoolId,
      ApiEndpoint: `https://${apiId}.execute-api.${region}.amazonaws.com`,
      NotesTableName: findResource(resolveTemplate(name), 'AWS::DynamoDB::Table').id,
      BucketName: findFilesBucket(resolveTemplate(name)).id,
      PageUrl: readPage(resolveTemplate(name))?.origin,
    });
  });
});

test('everything that people see in the AWS console has a description', () => {
  const { Description, Resources } = JSON.parse(json.get('prod') ?? '');
  expect(Description).toMatch(/^A multi-user notes backend/);
  for (const { Type, Properties = {} } of Object.values<{ Type: string; Properties?: Record<string, string> }>(
    Resources,
  ))
    if (['AWS::Lambda::Function', 'AWS::IAM::Role'].includes(Type)) expect(Properties.Description).toMatch(/.{5}/);
    else if (Type === 'AWS::CloudWatch::Alarm') expect(Properties.AlarmDescription).toMatch(/.{20}/);
  expect(JSON.stringify(Resources)).not.toContain('"PolicyName":""');
});

test('prod, and not dev, is protected from deletion', () => {
  expect([isProtected('prod'), isProtected('dev')]).toEqual([true, false]);
});

test('prod’s data outlives the stack', async () => {
  expect(await findViolations(resolveTemplate('prod'), [retained])).toEqual([]);
});

test('every alarm notifies the given address', () => {
  const alarms = Object.values(resolveTemplate('prod').Resources).filter(
    ({ Type }) => Type === 'AWS::CloudWatch::Alarm',
  );
  expect(alarms).toHaveLength(7);
  for (const { Properties } of alarms) expect(Properties).toHaveProperty('AlarmActions.length', 1);
});

test.each([
  ['us-gov-west-1', 'cognito-identity-us-gov.amazonaws.com'],
  ['us-gov-east-1', 'cognito-identity.us-gov-east-1.amazonaws.com'],
  ['cn-north-1', 'cognito-identity.amazonaws.com'],
])('in %s, only users signed in through %s get the role', async (deployedTo, principal) => {
  const template = resolve(json.get('prod') ?? '', deployedTo);
  // The page calls the pools by other names.
  for (const [id, { Type }] of Object.entries(template.Resources))
    if (/^Custom::PageFiles$|::ResponseHeadersPolicy$/.test(Type)) delete template.Resources[id];
  const there = JSON.stringify(template);
  expect(there.match(/cognito-identity[\w.-]*amazonaws\.com/g)).toEqual(Array(5).fill(principal));
  // The simulator knows the condition keys only under the commercial principal's name.
  const here = there.replaceAll(principal, 'cognito-identity.amazonaws.com').replaceAll(deployedTo, region);
  expect(await findViolations(JSON.parse(here), [callers])).toEqual([]);
});

describe.each(deployments)('the choices of $name', ({ name, throttling, allowedOrigins, logRetention }) => {
  test('are deployed as its stage declares them', () => {
    const { DefaultRouteSettings } = findResource(resolveTemplate(name), 'AWS::ApiGatewayV2::Stage').Properties;
    expect(DefaultRouteSettings).toMatchObject({
      ThrottlingRateLimit: throttling.rate,
      ThrottlingBurstLimit: throttling.burst,
    });
    const { CorsConfiguration } = findResource(resolveTemplate(name), 'AWS::ApiGatewayV2::Api').Properties;
    expect(CorsConfiguration?.AllowOrigins).toEqual([...allowedOrigins, readPage(resolveTemplate(name))?.origin]);
    for (const [, { Properties }] of findResources(resolveTemplate(name), 'AWS::Logs::LogGroup'))
      expect(Properties.RetentionInDays).toBe(logRetention);
  });
});

test('the stages are dev and prod: both isolate owners by IAM, and prod retains its data', () => {
  const common = {
    ...{ isolation: 'iam', owner: 'identity', requireIfMatch: false, consistentRead: false },
    ...{ sweepMinutes: 24 * 60, page: true },
  };
  expect(stages).toEqual({
    dev: {
      ...{ name: 'dev', ...common, retain: false },
      allowedOrigins: ['http://localhost:3000', 'http://localhost:5173'],
      ...{ throttling: { rate: 50, burst: 100 }, logRetention: 7 },
    },
    prod: {
      ...{ name: 'prod', ...common, retain: true, allowedOrigins: [] },
      ...{ throttling: { rate: 1000, burst: 2000 }, logRetention: 90 },
    },
  });
});

test('no page of a developer’s machine may call prod, and no stage’s burst limit is below its rate limit', () => {
  expect(String(prod.allowedOrigins)).not.toMatch(/localhost|127\.|http:/);
  for (const { throttling } of [dev, prod]) expect(throttling.burst).toBeGreaterThanOrEqual(throttling.rate);
});

test('only this account’s alarms may publish to the topic', () => {
  const [[, policy] = ['', undefined], ...others] = findResources(resolveTemplate('prod'), 'AWS::SNS::TopicPolicy');
  expect(others).toEqual([]);
  const allowing = policy?.Properties.PolicyDocument.Statement.filter(({ Effect }) => Effect === 'Allow');
  expect(allowing).toMatchObject([
    {
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: 'sns:Publish',
      Condition: { StringEquals: { 'aws:SourceAccount': account } },
    },
  ]);
});
