import { beforeAll, describe, expect, test } from 'vitest';
import { stages } from '../../infra/stages.ts';
import { callerBreakages } from './breakages/callers.ts';
import { ownerBreakages } from './breakages/owners.ts';
import { resourceBreakages } from './breakages/resources.ts';
import { checksFor, violations } from './checks/all.ts';
import { retained } from './checks/kept.ts';
import { apiId, identityPoolId, region, resolve, userPoolId } from './resolve.ts';
import { synthesized } from './synthesized.ts';
import { one, type Template } from './template.ts';

const { dev, prod } = stages;
/** Both stages, and the choices that neither of them makes: alarms by mail, and the code alone. */
const deployments = [
  dev,
  { ...prod, alarmEmail: 'operator@example.com' },
  { ...dev, name: 'application', isolation: 'application' },
] as const;

let json: ReadonlyMap<string, string>;
const templateOf = (name: string): Template => resolve(json.get(name) ?? '');

// Fails, too, on what cdk-nag finds.
beforeAll(async () => {
  json = await synthesized(deployments);
});

describe.each(deployments)('the stack of $name', ({ name, isolation }) => {
  test('passes every check', async () => {
    expect(await violations(templateOf(name), checksFor[isolation])).toEqual([]);
  });

  test('has the outputs that clients are set up by', () => {
    const outputs = Object.entries(templateOf(name).Outputs).map(([output, { Value }]) => [output, Value]);
    expect(Object.fromEntries(outputs)).toEqual({
      Region: region,
      UserPoolId: userPoolId,
      UserPoolClientId: one(templateOf(name), 'AWS::Cognito::UserPoolClient').id,
      IdentityPoolId: identityPoolId,
      ApiEndpoint: `https://${apiId}.execute-api.${region}.amazonaws.com`,
      NotesTableName: one(templateOf(name), 'AWS::DynamoDB::Table').id,
    });
  });
});

test('what prod holds outlives the stack', async () => {
  expect(await violations(templateOf('prod'), [retained])).toEqual([]);
});

test('alarms reach the address that is given', () => {
  const alarms = Object.values(templateOf('prod').Resources).filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm');
  expect(alarms).toHaveLength(6);
  for (const { Properties } of alarms) expect(Properties).toHaveProperty('AlarmActions.length', 1);
});

describe('planted and caught', () => {
  const breakages = [...ownerBreakages, ...callerBreakages, ...resourceBreakages];
  test.each(breakages)('$name', async ({ caughtBy, saying, plant }) => {
    const template = templateOf('prod');
    plant(template);
    expect(await violations(template, [caughtBy])).toContainEqual(expect.stringContaining(saying));
  });
});
