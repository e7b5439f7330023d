import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { admin } from '../../infra/local/stack.ts';
import { findResource, findResources, type Template } from '../../infra/template/template.ts';
import type { FindingKind } from '../../src/doctor/findings.ts';
import { breakages } from '../infra/breakages/all.ts';
import { startTestStack } from '../kit/local-stack.ts';
import { runNotes } from '../kit/run-notes.ts';
import { planted } from './planted.ts';

/** What `notes doctor` finds on a stack whose template has a breakage: in which step, and what. */
const named: Readonly<Record<string, readonly [step: string, kind: FindingKind]>> = {
  'an open route': ['API', 'RouteOpen'],
  'unauthenticated identities': ['identity', 'GuestsLetIn'],
  'ForAllValues on amr, which a caller without amr meets too': ['credentials', 'RoleNotTaken'],
  'keys of another tag': ['signature', 'FunctionFailed'],
  // The policy then names one route, and leaves out the others.
  'users who may call every stage': ['signature', 'PathRefused'],
  'USER_POOL_ID is the client’s id': ['signature', 'IdentityNotTaken'],
  'a developer’s origin in prod': ['CORS', 'OriginNotAllowed'],
  'CORS for every origin': ['CORS', 'HeadersNotAllowed'],
  'payload format 1.0': ['POST /notes', 'FunctionFailed'],
  'two functions that share a data role': ['GET /notes', 'FunctionFailed'],
  'the pools’ ids are swapped': ['PUT /notes/{id}', 'IdentityNotTaken'],
};

const findFunction = (template: Template, name: string) => {
  const [[, fn] = []] = findResources(template, 'AWS::Lambda::Function').filter(([id]) => id.startsWith(name));
  if (fn === undefined) throw new Error(`There is no function ${name}.`);
  return fn.Properties;
};

/** Further breakages, which the tests of the template have no use for. */
const others: readonly {
  readonly name: string;
  readonly plant: (template: Template) => void;
  readonly is: readonly [string, FindingKind];
}[] = [
  {
    name: 'an app client without SRP',
    plant: (template) => {
      findResource(template, 'AWS::Cognito::UserPoolClient').Properties.ExplicitAuthFlows = [
        'ALLOW_USER_PASSWORD_AUTH',
      ];
    },
    is: ['sign-in', 'FlowNotEnabled'],
  },
  {
    name: 'a role that trusts another identity pool',
    plant: (template) => {
      for (const [, { Properties }] of findResources(template, 'AWS::IAM::Role'))
        for (const { Condition } of Properties.AssumeRolePolicyDocument.Statement)
          if (Condition?.StringEquals?.['cognito-identity.amazonaws.com:aud'] !== undefined)
            Condition.StringEquals['cognito-identity.amazonaws.com:aud'] =
              'us-east-1:12345678-90ab-cdef-1234-567890abcdef';
    },
    is: ['credentials', 'RoleNotTaken'],
  },
  {
    name: 'a route that was left out',
    plant: (template) => {
      for (const [id, { Properties }] of findResources(template, 'AWS::ApiGatewayV2::Route'))
        if (Properties.RouteKey === 'DELETE /notes/{id}') delete template.Resources[id];
    },
    is: ['API', 'RouteMissing'],
  },
  {
    name: 'no CORS',
    plant: (template) => {
      delete findResource(template, 'AWS::ApiGatewayV2::Api').Properties.CorsConfiguration;
    },
    is: ['CORS', 'PreflightRefused'],
  },
  {
    name: 'a function that throws as it starts',
    plant: (template) => {
      delete findFunction(template, 'Get').Environment.Variables.NOTES_TABLE_NAME;
    },
    is: ['signature', 'FunctionFailed'],
  },
  {
    name: 'a function that throws in one route',
    plant: (template) => {
      delete findFunction(template, 'Update').Environment.Variables.NOTES_TABLE_NAME;
    },
    is: ['PUT /notes/{id}', 'FunctionFailed'],
  },
];

const cases = [
  ...breakages.flatMap((breakage) => {
    const is = named[breakage.name];
    return is === undefined ? [] : [{ name: breakage.name, plant: planted(breakage), is }];
  }),
  ...others,
];

test('each breakage that is named exists', () => {
  expect(cases).toHaveLength(Object.keys(named).length + others.length);
});

describe('notes doctor finds what is wrong in a stack with', () => {
  test.each(cases)('$name: $is', async ({ plant, is: [step, kind] }) => {
    await using stack = await startTestStack({ change: plant });
    const { out } = await runNotes(['doctor', '--json', '--username', admin.email], {
      home: stack.data,
      env: {
        NOTES_OUTPUTS: join(stack.data, 'outputs.json'),
        NOTES_SESSION: join(stack.data, 'session.json'),
        NOTES_PASSWORD: admin.password,
      },
    });
    const { steps } = JSON.parse(out) as { steps: { step: string; status: string; finding?: { kind: string } }[] };
    const wrong = steps.filter(({ status }) => status === 'wrong').map((each) => [each.step, each.finding?.kind]);
    expect(wrong).toEqual([[step, kind]]);
  });
});
