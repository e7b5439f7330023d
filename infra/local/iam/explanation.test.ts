// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are IAM's variables.
import { describe, expect, test } from 'vitest';
import type { RequestContext } from './context.ts';
import { evaluate, type Policies } from './evaluate.ts';
import { describeDecision } from './in-words.ts';
import { parsePolicy } from './parse-policy.ts';
import type { PolicyKind } from './policy.ts';
import type { Request } from './request.ts';

const role = 'arn:aws:iam::123456789012:role/get-data';
const table = 'arn:aws:dynamodb:eu-west-1:123456789012:table/notes';
const session = 'arn:aws:sts::123456789012:assumed-role/get-data/local';
const tag = 'aws:PrincipalTag/owner';
const request = (changes: Partial<Request> = {}): Request => ({
  principal: { kind: 'RoleSession', roleArn: role, sessionName: 'local' },
  action: 'dynamodb:GetItem',
  resource: { arn: table, accountId: '123456789012' },
  context: { [tag]: 'ann', 'dynamodb:LeadingKeys': ['ann'] },
  ...changes,
});
const policy = <K extends PolicyKind>(kind: K, name: string, ...Statement: object[]) =>
  parsePolicy({ Version: '2012-10-17', Statement }, { kind, name })._unsafeUnwrap();

const ofTheOwner = {
  Sid: 'Own',
  Effect: 'Allow',
  Action: 'dynamodb:GetItem',
  Resource: table,
  Condition: {
    'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['${aws:PrincipalTag/owner}'] },
    Null: { 'dynamodb:LeadingKeys': 'false', [tag]: 'false' },
  },
};
const identity = [policy('Identity', 'Notes', ofTheOwner)];
const bob: RequestContext = { [tag]: 'ann', 'dynamodb:LeadingKeys': ['bob'] };

/** Returns why the only statement of a policy of this kind fails. */
const failed = (statement: object, changes: Partial<Request> = {}, kind: 'Identity' | 'Resource' = 'Identity') => {
  const policies: Policies =
    kind === 'Identity'
      ? { identity: [policy('Identity', 'Test', { Effect: 'Allow', Action: '*', Resource: '*', ...statement })] }
      : {
          identity: [],
          resource: policy('Resource', 'Test', { Effect: 'Allow', Action: '*', Resource: '*', ...statement }),
        };
  return evaluate(request(changes), policies).statements[0]?.failed;
};

describe('a decision records', () => {
  test('each statement of each policy, and whether it applies', () => {
    const policies = {
      identity: [...identity, policy('Identity', 'More', { Effect: 'Deny', Action: 's3:*', Resource: '*' })],
      session: [policy('Session', 'Scope', { Effect: 'Allow', Action: '*', Resource: '*' })],
      resource: policy(
        'Resource',
        'Table',
        { Effect: 'Deny', Action: '*', Resource: '*', Principal: { AWS: 'arn:aws:iam::123456789012:user/u' } },
        { Effect: 'Allow', Action: '*', Resource: '*', Principal: { AWS: [role, '123456789012'] } },
      ),
    };
    expect(evaluate(request(), policies)).toEqual({
      decision: 'Allow',
      statements: [
        { policy: { kind: 'Identity', name: 'Notes' }, index: 0, sid: 'Own', effect: 'Allow' },
        {
          ...{ policy: { kind: 'Identity', name: 'More' }, index: 0, effect: 'Deny' },
          failed: { element: 'Action', expected: ['s3:*'], withoutValue: [], found: ['dynamodb:GetItem'] },
        },
        { policy: { kind: 'Session', name: 'Scope' }, index: 0, effect: 'Allow' },
        {
          ...{ policy: { kind: 'Resource', name: 'Table' }, index: 0, effect: 'Deny' },
          failed: {
            ...{ element: 'Principal', expected: ['arn:aws:iam::123456789012:user/u'], withoutValue: [] },
            found: [session],
          },
        },
        { policy: { kind: 'Resource', name: 'Table' }, index: 1, effect: 'Allow', grant: 'Role' },
      ],
    });
  });

  test('the furthest-reaching grant to a principal that is named more than once', () => {
    const grants = (...AWS: string[]) => {
      const resource = policy('Resource', 'Test', { Effect: 'Allow', Action: '*', Resource: '*', Principal: { AWS } });
      return evaluate(request(), { identity, resource }).statements[1]?.grant;
    };
    expect([
      grants('123456789012'),
      grants('123456789012', role),
      grants(role, session),
      grants('123456789012', '*'),
    ]).toEqual(['Account', 'Role', 'Direct', 'Direct']);
  });

  test('the condition that fails, with the policy’s values, variables filled in, and the request’s', () => {
    const decision = evaluate(request({ context: bob }), { identity });
    expect(decision).toEqual({
      decision: 'ImplicitDeny',
      missing: ['Identity'],
      statements: [
        {
          ...{ policy: { kind: 'Identity', name: 'Notes' }, index: 0, sid: 'Own', effect: 'Allow' },
          failed: {
            ...{ element: 'Condition', operator: 'ForAllValues:StringEquals', key: 'dynamodb:LeadingKeys' },
            ...{ expected: ['ann'], withoutValue: [], found: ['bob'] },
          },
        },
      ],
    });
    // A decision is plain data, for a page or a log.
    expect(JSON.parse(JSON.stringify(decision))).toEqual(decision);
  });

  test.each<[object, Partial<Request>, object]>([
    [
      { Action: ['s3:*', 'sts:*'] },
      {},
      { element: 'Action', expected: ['s3:*', 'sts:*'], found: ['dynamodb:GetItem'] },
    ],
    [{ Resource: 'arn:aws:s3:::a*' }, {}, { element: 'Resource', expected: ['arn:aws:s3:::a*'], found: [table] }],
    [
      { Resource: 'arn:aws:s3:::${aws:PrincipalTag/owner}/${aws:username}' },
      {},
      { element: 'Resource', expected: ['arn:aws:s3:::ann/${aws:username}'], withoutValue: ['aws:username'] },
    ],
    [{ Condition: { Null: { [tag]: true } } }, {}, { element: 'Condition', expected: ['true'], found: ['ann'] }],
    [
      { Condition: { NumericLessThan: { 'a:b': [5, '7'] } } },
      {},
      { element: 'Condition', operator: 'NumericLessThan', key: 'a:b', expected: ['5', '7'], found: [] },
    ],
    [
      { Condition: { StringEquals: { 'a:b': '${a:c}' } } },
      { context: { 'a:b': 'x' } },
      { element: 'Condition', expected: ['${a:c}'], withoutValue: ['a:c'], found: ['x'] },
    ],
    [
      { Condition: { StringEquals: { 'a:b': 'x' } } },
      { context: { 'a:b': ['x', 'y'] } },
      { element: 'Condition', expected: ['x'], found: ['x', 'y'] },
    ],
    // The first element that fails, in this order.
    [
      { Action: 's3:*', Resource: 'arn:aws:s3:::a', Condition: { Null: { 'a:b': 'false' } } },
      {},
      { element: 'Action' },
    ],
    [{ Resource: 'arn:aws:s3:::a', Condition: { Null: { 'a:b': 'false' } } }, {}, { element: 'Resource' }],
    [{ Condition: { Null: { [tag]: 'false', 'a:b': 'false', 'a:c': 'false' } } }, {}, { key: 'a:b' }],
  ])('why %j fails for a request with %j: %j', (statement, changes, expected) => {
    expect(failed(statement, changes)).toMatchObject(expected);
  });

  test('a failing NotAction, NotResource or Principal element', () => {
    const { Action: _, Resource: __, ...rest } = { Action: '', Resource: '', Effect: 'Allow' };
    const not = (elements: object) =>
      evaluate(request(), { identity: [policy('Identity', 'Test', { ...rest, ...elements })] }).statements[0]?.failed;
    expect(not({ NotAction: 'dynamodb:*', Resource: '*' })).toMatchObject({
      element: 'NotAction',
      found: ['dynamodb:GetItem'],
    });
    expect(not({ Action: '*', NotResource: '*' })).toMatchObject({
      element: 'NotResource',
      expected: ['*'],
      found: [table],
    });
    const principal = {
      Principal: { Service: ['a.amazonaws.com', 'b.amazonaws.com'] },
      Condition: { Null: { 'a:b': 'false' } },
    };
    expect(failed(principal, {}, 'Resource')).toMatchObject({
      element: 'Principal',
      expected: ['a.amazonaws.com', 'b.amazonaws.com'],
    });
    expect(failed({ ...principal, Resource: 'arn:aws:s3:::a' }, {}, 'Resource')).toMatchObject({ element: 'Resource' });
  });

  test.each<[Request['principal'], string]>([
    [
      { kind: 'RoleSession', roleArn: 'arn:aws-cn:iam::123456789012:role/a/b/R', sessionName: 's' },
      'arn:aws-cn:sts::123456789012:assumed-role/R/s',
    ],
    [{ kind: 'User', arn: 'arn:aws:iam::123456789012:user/a/u' }, 'arn:aws:iam::123456789012:user/a/u'],
    [{ kind: 'AccountRoot', accountId: '123456789012' }, 'arn:aws:iam::123456789012:root'],
    [{ kind: 'Service', name: 'lambda.amazonaws.com' }, 'lambda.amazonaws.com'],
    [{ kind: 'WebIdentity', provider: 'cognito-identity.amazonaws.com' }, 'cognito-identity.amazonaws.com'],
    [{ kind: 'Anonymous' }, 'anonymous'],
  ])('the principal of the request, as AWS names it: %j', (principal, shown) => {
    const statement = { Principal: { AWS: 'arn:aws:iam::999999999999:role/X' } };
    expect(failed(statement, { principal }, 'Resource')).toMatchObject({ element: 'Principal', found: [shown] });
  });
});

describe('a decision in words states', () => {
  const words = (policies: Policies, changes: Partial<Request> = {}) =>
    describeDecision(request(changes), evaluate(request(changes), policies));
  const may = `${session} may perform dynamodb:GetItem on ${table}:`;
  const mayNot = `${session} may not perform dynamodb:GetItem on ${table}:`;
  const statement = (elements: object) => ({
    identity: [policy('Identity', 'Test', { Effect: 'Allow', ...elements })],
  });

  test('what is allowed, and by which statements', () => {
    expect(words({ identity })).toBe(`${may} Statement[0] (Own) of the identity policy Notes allows it.`);
    const resource = policy('Resource', 'Table', { Effect: 'Allow', Action: '*', Resource: '*', Principal: '*' });
    expect(words({ identity, resource })).toBe(
      `${may} Statement[0] (Own) of the identity policy Notes and Statement[0] of the resource policy Table allow it.`,
    );
    expect(words({ identity: [] }, { principal: { kind: 'AccountRoot', accountId: '123456789012' } })).toBe(
      `arn:aws:iam::123456789012:root may perform dynamodb:GetItem on ${table}: a root user may, unless it is denied.`,
    );
  });

  test('what is denied, and by which statements', () => {
    const session = [policy('Session', 'Scope', ofTheOwner, { Effect: 'Deny', Action: '*', Resource: '*' })];
    expect(words({ identity, session })).toBe(`${mayNot} Statement[1] of the session policy Scope denies it.`);
    const more = policy('Identity', 'More', { Effect: 'Deny', Action: 'dynamodb:*', Resource: '*' });
    expect(words({ identity: [...identity, more], session })).toBe(
      `${mayNot} Statement[0] of the identity policy More and Statement[1] of the session policy Scope deny it.`,
    );
  });

  test('what nothing allows, and which statement comes closest', () => {
    expect(words({ identity: [] })).toBe(`${mayNot} no identity policy allows it.`);
    expect(words({ identity }, { context: bob })).toBe(
      `${mayNot} no identity policy allows it; Statement[0] (Own) of the identity policy Notes has the condition ` +
        'ForAllValues:StringEquals with dynamodb:LeadingKeys "ann", where the request has "bob".',
    );
    expect(words({ identity }, { context: { 'dynamodb:LeadingKeys': ['ann', 'bob'] } })).toContain(
      'dynamodb:LeadingKeys "${aws:PrincipalTag/owner}" (without a value: ' +
        '${aws:PrincipalTag/owner}), where the request has "ann" and "bob".',
    );
    expect(words({ identity }, { context: {} })).toContain(
      'has the condition Null with dynamodb:LeadingKeys "false", where the request has none.',
    );
  });

  test.each<[object, string]>([
    [{ Action: ['s3:*', 'sts:*'], Resource: '*' }, 'has the Action "s3:*" or "sts:*".'],
    [{ NotAction: 'dynamodb:*', Resource: '*' }, 'has the NotAction "dynamodb:*".'],
    [{ Action: '*', Resource: 'arn:aws:s3:::a' }, 'has the Resource "arn:aws:s3:::a".'],
    [{ Action: '*', NotResource: '*' }, 'has the NotResource "*".'],
  ])('how %j fails: %s', (elements, end) => {
    expect(words(statement(elements))).toBe(
      `${mayNot} no identity policy allows it; Statement[0] of the identity policy Test ${end}`,
    );
  });

  test('which statement fails last, of those that could have allowed it', () => {
    const byAction = { Effect: 'Allow', Action: 's3:*', Resource: '*' };
    const byResource = { Effect: 'Allow', Action: '*', Resource: 'arn:aws:s3:::a' };
    const byCondition = { Effect: 'Allow', Action: '*', Resource: '*', Condition: { Null: { 'a:b': 'false' } } };
    const denying = { ...byCondition, Effect: 'Deny' };
    const nearest = (...statements: object[]) =>
      /Statement\[\d\]/.exec(words({ identity: [policy('Identity', 'Test', ...statements)] }))?.[0];
    expect(nearest(byAction, byResource, byCondition)).toBe('Statement[2]');
    expect(nearest(byCondition, byResource, byAction)).toBe('Statement[0]');
    expect(nearest(byAction, byResource, denying)).toBe('Statement[1]');
    expect(nearest(byAction, { ...byAction, Action: 'sqs:*' })).toBe('Statement[0]');
    expect(nearest(denying)).toBeUndefined();
    const resource = policy('Resource', 'Table', { ...byCondition, Principal: '*' });
    expect(words({ identity: [policy('Identity', 'Test', byAction)], resource })).toContain(
      'identity policy Test has the Action',
    );
    const forOthers = policy('Trust', 'T', {
      Effect: 'Allow',
      Action: 'sts:*',
      Principal: { Service: 'a.amazonaws.com' },
    });
    const taking = { action: 'sts:AssumeRole', resource: { arn: role, accountId: '123456789012' } };
    expect(words({ identity, resource: forOthers }, taking)).toBe(
      `${session} may not perform sts:AssumeRole on ${role}: no trust policy allows it; ` +
        'Statement[0] of the trust policy T is for "a.amazonaws.com".',
    );
  });

  test('every kind of policy that does not allow it', () => {
    const session = [policy('Session', 'Scope', { Effect: 'Allow', Action: 's3:*', Resource: '*' })];
    expect(words({ identity: [], session })).toBe(
      `${mayNot} no identity policy and no session policy allows it; ` +
        'Statement[0] of the session policy Scope has the Action "s3:*".',
    );
    expect(words({ identity: [] }, { principal: { kind: 'Anonymous' } })).toBe(
      `anonymous may not perform dynamodb:GetItem on ${table}: no resource policy allows it.`,
    );
  });
});
