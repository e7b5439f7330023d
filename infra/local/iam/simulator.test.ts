// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are IAM's variables.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectAgreement, mustComeUp, type Tally } from './test-agreement.ts';
import { type Scenario, someScenario } from './test-arbitraries.ts';
import { type knownDifferences, removeDifferences } from './test-differences.ts';
import { evaluateOurs, evaluateTheirs } from './test-scenario.ts';

// `npm run test:soak:policies` does many more runs.
test('the evaluator agrees with iam-simulate on arbitrary policies and requests', async () => {
  const tally: Tally = new Map();
  await fc.assert(
    fc.asyncProperty(someScenario, (scenario) => expectAgreement(scenario, tally)),
    { numRuns: 3500 },
  );
  expect(mustComeUp.filter((name) => !tally.has(name))).toEqual([]);
  for (const decision of ['Allow', 'ExplicitDeny', 'ImplicitDeny']) expect(tally.get(decision)).toBeGreaterThan(100);
});

const account = '123456789012';
const session = { kind: 'RoleSession', roleArn: `arn:aws:iam::${account}:role/R`, sessionName: 's' } as const;
const table = `arn:aws:dynamodb:eu-west-1:${account}:table/notes`;

/**
 * Creates a scenario with one identity policy of one statement, which allows everything except what `elements` change.
 */
const scenario = (elements: object, context: Scenario['request']['context'] = {}, Version = '2012-10-17'): Scenario => {
  const resources = 'NotResource' in elements ? {} : { Resource: '*' };
  return {
    request: { principal: session, action: 'dynamodb:GetItem', resource: { arn: table, accountId: account }, context },
    identity: [{ Version, Statement: { Effect: 'Allow', Action: '*', ...resources, ...elements } }],
    session: undefined,
    resource: undefined,
  };
};
const condition = (operator: string, key: string, values: unknown, context: Scenario['request']['context'] = {}) =>
  scenario({ Condition: { [operator]: { [key]: values } } }, context);

/** A case for each difference, with the decisions here and there. Once they agree, the difference can go. */
const cases: Record<keyof typeof knownDifferences, readonly [Scenario, ours: string, theirs: string]> = {
  'a special character in a value of StringEquals': [
    condition('StringEquals', 'aws:username', 'a${*}', { 'aws:username': 'a*' }),
    ...(['Allow', 'ImplicitDeny'] as const),
  ],
  'ForAnyValue with IfExists on an absent key': [
    condition('ForAnyValue:StringEqualsIfExists', 'aws:TagKeys', 'a'),
    ...(['Allow', 'ImplicitDeny'] as const),
  ],
  'a key with no values': [
    condition('Null', 'aws:TagKeys', 'false', { 'aws:TagKeys': [] }),
    ...(['ImplicitDeny', 'Allow'] as const),
  ],
  'a negated operator with a variable that has no value': [
    condition('StringNotEquals', 'aws:username', '${aws:PrincipalTag/a}', { 'aws:username': 'a' }),
    ...(['Allow', 'ImplicitDeny'] as const),
  ],
  'NotResource with a variable that has no value': [
    scenario({ NotResource: `arn:aws:dynamodb:eu-west-1:${account}:table/\${aws:username}` }),
    ...(['Allow', 'ImplicitDeny'] as const),
  ],
  'a resource of fewer than six components': [
    scenario({ Resource: 'arn:aws:dynamodb:*:table/notes' }),
    ...(['Allow', 'ImplicitDeny'] as const),
  ],
  'a variable in a policy of the first version': [
    scenario(
      { Resource: `arn:aws:dynamodb:eu-west-1:${account}:table/\${aws:username}` },
      { 'aws:username': 'notes' },
      '2008-10-17',
    ),
    ...(['ImplicitDeny', 'Allow'] as const),
  ],
  'a variable before the last component of an ARN operator’s value': [
    condition('ArnLike', 'aws:SourceArn', 'arn:aws:sns:${aws:RequestedRegion}:*:*', {
      'aws:SourceArn': `arn:aws:sns:eu-west-1:${account}:topic`,
      'aws:RequestedRegion': 'eu-west-1',
    }),
    ...(['Allow', 'ImplicitDeny'] as const),
  ],
  'a value of the request that is not of the negated operator’s type': [
    condition('ArnNotEquals', 'aws:SourceArn', 'arn:aws:s3:::a', { 'aws:SourceArn': 'nonsense' }),
    ...(['Allow', 'ImplicitDeny'] as const),
  ],
  'a value of the request that is a number or a date to JavaScript only': [
    condition('NumericEquals', 'aws:MultiFactorAuthAge', '10', { 'aws:MultiFactorAuthAge': '10abc' }),
    ...(['ImplicitDeny', 'Allow'] as const),
  ],
  'an IPv6 address, and an IPv4 range that it must not be in': [
    condition('NotIpAddress', 'aws:SourceIp', '203.0.113.7', { 'aws:SourceIp': '::1' }),
    ...(['Allow', 'ImplicitDeny'] as const),
  ],
  'a prefix of no bits': [
    condition('IpAddress', 'aws:SourceIp', '0.0.0.0/0', { 'aws:SourceIp': '203.0.113.7' }),
    ...(['Allow', 'ImplicitDeny'] as const),
  ],
};

describe('iam-simulate is known to decide differently, and not as AWS documents, on', () => {
  test.each(Object.entries(cases))('%s', async (name, [found, here, there]) => {
    expect([evaluateOurs(found).decision, await evaluateTheirs(found)]).toEqual([here, there]);
    const seen: string[] = [];
    const without = removeDifferences(found, (difference) => seen.push(difference));
    expect(seen).toContain(name);
    expect(await evaluateTheirs(without)).toBe(evaluateOurs(without).decision);
  });

  test.each<[string, object, object]>([
    ['a session policy beside a direct grant', { AWS: `arn:aws:sts::${account}:assumed-role/R/s` }, {}],
    ['a session policy beside a direct grant', { AWS: '*' }, {}],
  ])('%s: to %j', async (name, principal) => {
    const found: Scenario = {
      ...scenario({}),
      session: { Statement: { Effect: 'Allow', Action: 's3:*', Resource: '*' } },
      resource: { Statement: { Effect: 'Allow', Action: '*', Resource: '*', Principal: principal } },
    };
    expect([evaluateOurs(found).decision, await evaluateTheirs(found)]).toEqual(['Allow', 'ImplicitDeny']);
    const seen: string[] = [];
    const without = removeDifferences(found, (difference) => seen.push(difference));
    expect(seen).toEqual([name]);
    expect(await evaluateTheirs(without)).toBe('Allow');
  });

  test('a role without a trust policy, which no scenario has', async () => {
    const found: Scenario = scenario({});
    const taking = {
      action: 'sts:AssumeRole',
      resource: { arn: `arn:aws:iam::${account}:role/T`, accountId: account },
    };
    const request = { ...found.request, ...taking };
    expect([evaluateOurs({ ...found, request }).decision, await evaluateTheirs({ ...found, request })]).toEqual([
      'ImplicitDeny',
      'Allow',
    ]);
  });

  test('values with line breaks or characters of two UTF-16 units, which no scenario has', async () => {
    for (const [pattern, text] of [
      ['a*b', 'a\nb'],
      ['?', '😀'],
    ] as const) {
      const found = condition('StringLike', 'aws:username', pattern, { 'aws:username': text });
      expect([evaluateOurs(found).decision, await evaluateTheirs(found)]).toEqual(['Allow', 'ImplicitDeny']);
    }
  });
});
