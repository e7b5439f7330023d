// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are IAM's variables.
import { describe, expect, test } from 'vitest';
import { operatorNames } from './parse-condition.ts';
import { parsePolicy } from './parse-policy.ts';
import type { PolicyKind } from './policy.ts';

const role = 'arn:aws:iam::123456789012:role/R';
const statements: Readonly<Record<PolicyKind, object>> = {
  Identity: { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' },
  Session: { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' },
  Resource: { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', Principal: '*' },
  Trust: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: role } },
};
const kinds = Object.keys(statements) as PolicyKind[];

const read = (document: unknown, kind: PolicyKind = 'Identity') => parsePolicy(document, { kind, name: 'Test' });
const policy = (changes: object, kind: PolicyKind = 'Identity') =>
  read({ Version: '2012-10-17', Statement: [{ ...statements[kind], ...changes }] }, kind);
const statement = (changes: object, kind?: PolicyKind) => policy(changes, kind)._unsafeUnwrap().statements[0];
const problem = (changes: object, kind?: PolicyKind) => {
  const { kind: error, at, problem: what } = policy(changes, kind)._unsafeUnwrapErr();
  expect(error).toBe('PolicyNotUnderstood');
  return `${at} ${what}`;
};
/** Returns the problem of a statement without an element that its kind of policy requires. */
const without = (element: string, kind: PolicyKind = 'Identity') => {
  const changed: Record<string, unknown> = { ...statements[kind] };
  delete changed[element];
  const { at, problem: what } = read({ Statement: changed }, kind)._unsafeUnwrapErr();
  return `${at} ${what}`;
};

describe('a policy document [IAM User Guide, "Grammar of the IAM JSON policy language"]', () => {
  test.each(kinds)('of the kind %s is parsed', (kind) => {
    const { name, kind: found, version, id, statements: all } = policy({ Sid: 'a b' }, kind)._unsafeUnwrap();
    expect({ name, found, version, id }).toEqual({ name: 'Test', found: kind, version: '2012-10-17', id: undefined });
    expect(all).toMatchObject([{ sid: 'a b', effect: 'Allow', conditions: [] }]);
  });

  test('may have a single statement, or a list, whose order is kept', () => {
    const { Identity } = statements;
    const effects = (Statement: unknown) =>
      read({ Statement })
        ._unsafeUnwrap()
        .statements.map(({ effect }) => effect);
    expect(effects(Identity)).toEqual(['Allow']);
    expect(effects([Identity, { ...Identity, Effect: 'Deny' }])).toEqual(['Allow', 'Deny']);
  });

  test('has the first version unless it states one ["IAM JSON policy elements: Version"]', () => {
    const Statement = { ...statements.Identity, Resource: 'arn:aws:s3:::${aws:username}' };
    const found = (document: object) => {
      const { version, statements: all } = read({ Statement, ...document })._unsafeUnwrap();
      return [version, all[0]?.resource?.patterns[0]?.parts.at(-1)?.kind];
    };
    expect(found({})).toEqual(['2008-10-17', 'Text']);
    expect(found({ Version: '2008-10-17' })).toEqual(['2008-10-17', 'Text']);
    expect(found({ Version: '2012-10-17' })).toEqual(['2012-10-17', 'Variable']);
  });

  test('may have an Id if it is of a resource or a role, and not otherwise', () => {
    const Id = 'a';
    for (const kind of ['Resource', 'Trust'] as const)
      expect(read({ Id, Statement: statements[kind] }, kind)._unsafeUnwrap().id).toBe(Id);
    for (const kind of ['Identity', 'Session'] as const)
      expect(read({ Id, Statement: statements[kind] }, kind)._unsafeUnwrapErr().at).toBe('the policy.Id');
    expect(read({ Id: 1, Statement: statements.Trust }, 'Trust')._unsafeUnwrapErr()).toMatchObject({
      ...{ at: 'Id', problem: 'is not a string' },
    });
  });

  test.each<[unknown, string]>([
    [undefined, 'the policy is not an object'],
    [null, 'the policy is not an object'],
    ['{}', 'the policy is not an object'],
    [[statements.Identity], 'the policy is not an object'],
    [{}, 'Statement[0] is not an object'],
    [{ Statement: [] }, 'Statement is empty'],
    [{ Statement: [statements.Identity, 'a'] }, 'Statement[1] is not an object'],
    [{ Statement: [[]] }, 'Statement[0] is not an object'],
    [{ Version: '2012-10-18', Statement: statements.Identity }, 'Version is not understood'],
    [{ Version: null, Statement: statements.Identity }, 'Version is not understood'],
    [{ Statement: statements.Identity, Statements: [] }, 'the policy.Statements is not understood'],
    [{ Statement: statements.Identity, version: '2012-10-17' }, 'the policy.version is not understood'],
    [JSON.parse('{"Statement":{},"__proto__":{}}'), 'the policy.__proto__ is not understood'],
  ])('cannot be %j', (document, what) => {
    const { kind, at, problem: found } = read(document)._unsafeUnwrapErr();
    expect([kind, `${at} ${found}`]).toEqual(['PolicyNotUnderstood', what]);
  });
});

describe('a statement', () => {
  test('is parsed into its elements', () => {
    expect(statement({ Effect: 'Deny', Action: ['s3:Get*', '*'] })).toMatchObject({
      effect: 'Deny',
      action: { element: 'Action', patterns: [{ written: 's3:Get*' }, { written: '*', parts: [{ kind: 'AnyText' }] }] },
      resource: { element: 'Resource', patterns: [{ written: '*' }] },
    });
    const { Action: _, Resource: __, ...rest } = { Action: '', Resource: '', ...statements.Identity };
    const not = { ...rest, NotAction: 'S3:?et-*', NotResource: ['arn:aws:s3:::a', 'arn:aws:s3:::b'] };
    expect(read({ Statement: not })._unsafeUnwrap().statements).toMatchObject([
      { action: { element: 'NotAction' }, resource: { element: 'NotResource', patterns: [{}, {}] } },
    ]);
  });

  test.each<[object, string]>([
    [{ Sid: 1 }, 'Statement[0].Sid is not a string'],
    [{ Effect: 'allow' }, 'Statement[0].Effect is neither Allow nor Deny'],
    [{ Effect: ['Allow'] }, 'Statement[0].Effect is neither Allow nor Deny'],
    [{ Action: [] }, 'Statement[0].Action is empty'],
    [{ Action: 1 }, 'Statement[0].Action is not a string'],
    [{ Action: ['s3:GetObject', true] }, 'Statement[0].Action is not a string'],
    [{ Action: 's3' }, 'Statement[0].Action is not an action: s3'],
    [{ Action: '**' }, 'Statement[0].Action is not an action: **'],
    [{ Action: 's 3:GetObject' }, 'Statement[0].Action is not an action: s 3:GetObject'],
    [{ Action: '*:*' }, 'Statement[0].Action is not an action: *:*'],
    [{ Action: 's3:' }, 'Statement[0].Action is not an action: s3:'],
    [{ Action: 's3:Get Object' }, 'Statement[0].Action is not an action: s3:Get Object'],
    [{ Action: 's3:${aws:username}' }, 'Statement[0].Action is not an action: s3:${aws:username}'],
    [{ NotAction: 's3:*' }, 'Statement[0] does not have exactly one of Action and NotAction'],
    [{ NotResource: '*' }, 'Statement[0] does not have exactly one of Resource and NotResource'],
    [{ Resource: [] }, 'Statement[0].Resource is empty'],
    [{ Resource: ['*', 'bucket'] }, 'Statement[0].Resource is neither * nor an ARN: bucket'],
    [{ Principal: '*' }, 'Statement[0].Principal is not allowed in this kind of policy'],
    [{ NotPrincipal: '*' }, 'Statement[0].NotPrincipal is not understood'],
    [{ effect: 'Allow' }, 'Statement[0].effect is not understood'],
    [{ Condition: [] }, 'Statement[0].Condition is not an object'],
    [{ Condition: { Bool: 'true' } }, 'Statement[0].Condition.Bool is not an object'],
  ])('with %j is not understood', (changes, what) => {
    expect(problem(changes)).toBe(what);
  });

  test('is refused without an element that its kind of policy requires', () => {
    expect(without('Effect')).toBe('Statement[0].Effect is neither Allow nor Deny');
    expect(without('Action')).toBe('Statement[0] does not have exactly one of Action and NotAction');
    for (const kind of ['Identity', 'Session', 'Resource'] as const)
      expect(without('Resource', kind)).toBe('Statement[0] does not have exactly one of Resource and NotResource');
    for (const kind of ['Resource', 'Trust'] as const)
      expect(without('Principal', kind)).toBe('Statement[0].Principal is not an object');
    expect(problem({ Principal: '*' }, 'Session')).toBe('Statement[0].Principal is not allowed in this kind of policy');
  });

  test('of a trust policy is only about assuming its role', () => {
    expect(statement({ Action: ['STS:AssumeRole', 'sts:TagSession'] }, 'Trust')).not.toHaveProperty('resource');
    for (const element of ['Resource', 'NotResource', 'NotAction'])
      expect(problem({ [element]: 'sts:*' }, 'Trust')).toBe(
        `Statement[0].${element} is not allowed in this kind of policy`,
      );
    for (const action of ['*', 's3:GetObject', 's*:AssumeRole', 'xsts:AssumeRole'])
      expect(problem({ Action: action }, 'Trust')).toBe(`Statement[0].Action is not an action of STS: ${action}`);
    expect(problem({ Action: 'sts:' }, 'Trust')).toBe('Statement[0].Action is not an action: sts:');
  });
});

describe('principals [IAM User Guide, "AWS JSON policy elements: Principal"]', () => {
  test.each<[unknown, object[]]>([
    ['*', [{ kind: 'Everyone', written: '*' }]],
    [{ AWS: '*' }, [{ kind: 'Everyone' }]],
    [{ AWS: '123456789012' }, [{ kind: 'Account', accountId: '123456789012', written: '123456789012' }]],
    [{ AWS: 'arn:aws-cn:iam::123456789012:root' }, [{ kind: 'Account', accountId: '123456789012' }]],
    [{ AWS: role }, [{ kind: 'Role', arn: role }]],
    [{ AWS: 'arn:aws:iam::123456789012:role/a/b/R' }, [{ kind: 'Role', arn: 'arn:aws:iam::123456789012:role/a/b/R' }]],
    [
      { AWS: ['arn:aws:sts::123456789012:assumed-role/R/s@t', 'arn:aws:iam::123456789012:user/u'] },
      [{ kind: 'RoleSession', arn: 'arn:aws:sts::123456789012:assumed-role/R/s@t' }, { kind: 'User' }],
    ],
    [
      { Service: ['lambda.amazonaws.com', 'sns.amazonaws.com'], Federated: 'cognito-identity.amazonaws.com' },
      [
        { kind: 'Service', name: 'lambda.amazonaws.com' },
        { kind: 'Service', name: 'sns.amazonaws.com' },
        { kind: 'Federated', provider: 'cognito-identity.amazonaws.com' },
      ],
    ],
  ])('may be %j', (Principal, expected) => {
    for (const kind of ['Resource', 'Trust'] as const)
      expect(statement({ Principal }, kind)?.principals).toMatchObject(expected);
  });

  const unknownNames = [
    ...['', '**', '12345678901', '1234567890123', 'arn:aws:iam::123456789012', '123456789012:root', 'AROAEXAMPLE'],
    ...['arn:aws:iam::123456789012:role/*', 'arn:aws:iam::123456789012:role/', 'arn:aws:iam::*:root', 'R'],
    ...[
      'arn:aws:iam::123456789012:group/g',
      'arn:aws:sts::123456789012:assumed-role/R',
      `${role}\n`,
      `x${role}`,
      'xarn:aws:sts::123456789012:assumed-role/R/s',
      'xarn:aws:iam::123456789012:user/u',
      'arn:aws:iam::123456789012:user/u*',
    ],
    ...['arn:aws:sts::123456789012:assumed-role/R/*', 'arn:aws:sts::123456789012:assumed-role/a/R/s'],
    ...[
      'arn:aws:sts::123456789012:federated-user/u',
      'arn:aws:iam::123456789012:root/',
      'arn:aws:iam::123456789012:user/?',
    ],
  ];
  test.each<[unknown, string]>([
    ['a', ' is not an object'],
    [['*'], ' is not an object'],
    [undefined, ' is not an object'],
    [{}, ' names nobody'],
    [{ AWS: [] }, '.AWS is empty'],
    [{ AWS: 123456789012 }, '.AWS is not a string'],
    ...unknownNames.map((name): [object, string] => [
      { AWS: ['*', name] },
      `.AWS has a name that is not understood: ${name}`,
    ]),
    [{ Service: '*' }, '.Service has a name that is not understood: *'],
    [{ Service: '' }, '.Service has a name that is not understood: '],
    [{ Service: 'a b' }, '.Service has a name that is not understood: a b'],
    [{ Federated: 'cognito*' }, '.Federated has a name that is not understood: cognito*'],
    [{ CanonicalUser: 'a' }, '.CanonicalUser has principals of a kind that is not understood: CanonicalUser'],
    [{ aws: 'a' }, '.aws has principals of a kind that is not understood: aws'],
  ])('cannot be %j', (Principal, what) => {
    expect(problem({ Principal }, 'Trust')).toBe(`Statement[0].Principal${what}`);
  });
});

describe('conditions [IAM User Guide, "IAM JSON policy elements: Condition operators"]', () => {
  const condition = (Condition: unknown) => statement({ Condition })?.conditions;

  test('are one for each pair of operator and key, in their order', () => {
    expect(condition({ StringEquals: { 'a:b': ['x', 'y'], 'c:d': 'z' }, Null: { 'a:b': 'false' } })).toMatchObject([
      { operator: 'StringEquals', key: 'a:b', written: ['x', 'y'] },
      { operator: 'StringEquals', key: 'c:d', written: ['z'] },
      { operator: 'Null', key: 'a:b', written: ['false'] },
    ]);
    expect(condition(undefined)).toEqual([]);
    expect(condition({})).toEqual([]);
    expect(condition({ StringEquals: {} })).toEqual([]);
  });

  test.each<[string, unknown, object]>([
    ['StringEquals', 'a*', { negated: false, test: { kind: 'Pattern', ignoreCase: false } }],
    ['StringNotEquals', 'a*', { negated: true, test: { kind: 'Pattern', ignoreCase: false } }],
    ['StringEqualsIgnoreCase', 'a*', { negated: false, test: { kind: 'Pattern', ignoreCase: true } }],
    ['StringNotEqualsIgnoreCase', 'a*', { negated: true, test: { kind: 'Pattern', ignoreCase: true } }],
    ['StringLike', 'a*', { negated: false, test: { kind: 'Pattern', ignoreCase: false } }],
    ['StringNotLike', 'a*', { negated: true, test: { kind: 'Pattern', ignoreCase: false } }],
    ...(['Equals', 'Like'] as const).flatMap((name): [string, unknown, object][] => [
      [`Arn${name}`, 'arn:aws:s3:::a*', { negated: false, test: { kind: 'Pattern', ignoreCase: false } }],
      [`ArnNot${name}`, 'arn:aws:s3:::a*', { negated: true, test: { kind: 'Pattern', ignoreCase: false } }],
    ]),
    ['NumericNotEquals', 5, { negated: true, test: { kind: 'Numeric', comparison: 'Equals', values: [5] } }],
    ['DateNotEquals', '2026', { negated: true, test: { kind: 'Date', comparison: 'Equals', values: [1767225600000] } }],
    ...(['Equals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'] as const).flatMap(
      (comparison): [string, unknown, object][] => [
        [
          `Numeric${comparison}`,
          ['1', 2.5],
          { negated: false, test: { kind: 'Numeric', comparison, values: [1, 2.5] } },
        ],
        [`Date${comparison}`, '1970', { negated: false, test: { kind: 'Date', comparison, values: [0] } }],
      ],
    ),
    ['Bool', [true, 'False'], { negated: false, test: { kind: 'Bool', values: [true, false] } }],
    ['IpAddress', '10.0.0.0/8', { negated: false, test: { kind: 'IpAddress', values: [{ first: '0a000000' }] } }],
    ['NotIpAddress', '10.0.0.0/8', { negated: true, test: { kind: 'IpAddress', values: [{ last: '0affffff' }] } }],
    ['BinaryEquals', 'QUI=', { negated: false, test: { kind: 'Binary', values: ['QUI='] } }],
    ['Null', [true, 'False'], { negated: false, test: { kind: 'Null', values: [true, false] } }],
  ])('%s', (operator, values, expected) => {
    const written = [values].flat().map(String);
    expect(condition({ [operator]: { 'a:b': values } })).toMatchObject([
      { operator, ifExists: false, key: 'a:b', written, ...expected },
    ]);
    expect(operatorNames).toContain(operator);
    if (operator === 'Null') return;
    expect(condition({ [`ForAnyValue:${operator}IfExists`]: { 'a:b': values } })).toMatchObject([
      { operator: `ForAnyValue:${operator}IfExists`, set: 'ForAnyValue', ifExists: true, ...expected },
    ]);
  });

  test('have 27 operators', () => {
    expect(new Set(operatorNames).size).toBe(27);
  });

  test('have wildcards if the operator allows them, and variables if the operator and the version do', () => {
    const parseParts = (operator: string, text: string, Version = '2012-10-17') =>
      read({ Version, Statement: { ...statements.Identity, Condition: { [operator]: { 'a:b': text } } } })
        .map(({ statements: [first] }) => {
          const found = first?.conditions[0]?.test;
          return found?.kind === 'Pattern' && found.values[0]?.parts.map(({ kind }) => kind);
        })
        .unwrapOr('not understood');
    for (const operator of ['StringEquals', 'StringNotEqualsIgnoreCase'])
      expect(parseParts(operator, '*${aws:username}')).toEqual(['Text', 'Variable']);
    expect(parseParts('StringLike', '*${aws:username}')).toEqual(['AnyText', 'Variable']);
    expect(parseParts('ArnEquals', 'arn:*:s3:::${aws:username}')).toEqual(['Text', 'AnyText', 'Text', 'Variable']);
    expect(parseParts('StringLike', '*${aws:username}', '2008-10-17')).toEqual(['AnyText', 'Text']);
    expect(parseParts('ArnEquals', 'arn:aws:s3:::${aws:a}', '2008-10-17')).toEqual(['Text']);
    for (const operator of ['Bool', 'Null', 'NumericEquals', 'DateEquals', 'IpAddress', 'BinaryEquals'])
      expect(parseParts(operator, '${aws:username}')).toBe('not understood');
  });

  test.each<[object, string]>([
    ...[
      ...['stringEquals', 'StringEqual', 'StringEqualsIfExist', 'IfExists', '', 'ForAllValues:', 'ArnNotEqual'],
      ...['ForSomeValues:StringEquals', 'forAllValues:StringEquals', 'ForAllValues:ForAnyValue:StringEquals'],
      ...['StringEqualsIfExistsIfExists', 'NullIfExists', 'ForAllValues:Null', 'constructor', 'StringEquals '],
    ].map((operator): [object, string] => [
      { [operator]: { 'a:b': 'true' } },
      `.${operator} is not an operator that is understood`,
    ]),
    [{ StringEquals: { 'a:b': [] } }, '.StringEquals.a:b is empty'],
    [{ StringEquals: { 'a:b': null } }, '.StringEquals.a:b is not a string'],
    [{ StringEquals: { 'a:b': [['x']] } }, '.StringEquals.a:b is not a string'],
    [{ StringEquals: { 'a:b': { x: 1 } } }, '.StringEquals.a:b is not a string'],
    [{ StringEquals: { username: 'x' } }, '.StringEquals has a key that is not understood: username'],
    [{ StringEquals: { 'a b:c': 'x' } }, '.StringEquals has a key that is not understood: a b:c'],
    [{ StringEquals: { ':b': 'x' } }, '.StringEquals has a key that is not understood: :b'],
    [{ StringEquals: { 'a:': 'x' } }, '.StringEquals has a key that is not understood: a:'],
    [{ StringEquals: { 'a:b': '${x' } }, '.StringEquals has a variable that is not understood: ${x'],
    [{ ArnLike: { 'a:b': ['arn:aws:s3:::a', 'a'] } }, '.ArnLike has too few components for an ARN: a'],
    [{ NumericEquals: { 'a:b': ['1', 'x'] } }, '.NumericEquals has a value that is not understood: x'],
    [{ NumericEquals: { 'a:b': 1e21 } }, '.NumericEquals has a value that is not understood: 1e+21'],
    [{ DateEquals: { 'a:b': 'x' } }, '.DateEquals has a value that is not understood: x'],
    [{ Bool: { 'a:b': 'x' } }, '.Bool has a value that is not understood: x'],
    [{ Null: { 'a:b': 1 } }, '.Null has a value that is not understood: 1'],
    [{ IpAddress: { 'a:b': 'x' } }, '.IpAddress has a value that is not understood: x'],
    [{ BinaryEquals: { 'a:b': 'QUI' } }, '.BinaryEquals has a value that is not understood: QUI'],
    [{ BinaryEquals: { 'a:b': '!' } }, '.BinaryEquals has a value that is not understood: !'],
  ])('%j is not understood', (Condition, what) => {
    expect(problem({ Condition })).toBe(`Statement[0].Condition${what}`);
  });
});
