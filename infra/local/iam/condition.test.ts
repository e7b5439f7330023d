// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are IAM's variables.
import { describe, expect, test } from 'vitest';
import { holds } from './condition.ts';
import { createContextKeys, type RequestContext } from './context.ts';
import { parseCondition } from './parse-condition.ts';

type Value = string | string[];

const holdsFor = (operator: string, values: Value, context: RequestContext, key = 'a:key'): boolean =>
  holds(parseCondition(operator, key, [values].flat(), true)._unsafeUnwrap(), createContextKeys(context));
/** Returns whether a condition holds for a context with one key, or with none. */
const isTrue = (operator: string, values: Value, found: Value | undefined): boolean =>
  holdsFor(operator, values, found === undefined ? {} : { 'a:key': found });

type Row = [operator: string, values: Value, found: Value | undefined, is: boolean];

describe('[IAM User Guide, "IAM JSON policy elements: Condition operators"]', () => {
  test.each<Row>([
    ['StringEquals', 'ann', 'ann', true],
    ['StringEquals', 'ann', 'Ann', false],
    ['StringEquals', 'an*', 'ann', false],
    ['StringEquals', 'an*', 'an*', true],
    ['StringEquals', 'an${*}', 'an*', true],
    ['StringEquals', ['ann', 'bob'], 'bob', true],
    ['StringEquals', '', '', true],
    ['StringNotEquals', 'ann', 'bob', true],
    ['StringNotEquals', 'ann', 'ann', false],
    ['StringNotEquals', ['ann', 'bob'], 'bob', false],
    ['StringEqualsIgnoreCase', 'aNn', 'AnN', true],
    ['StringEqualsIgnoreCase', 'an*', 'ann', false],
    ['StringNotEqualsIgnoreCase', 'aNn', 'AnN', false],
    ['StringNotEqualsIgnoreCase', 'ann', 'bob', true],
    ['StringLike', 'a*', 'ann', true],
    ['StringLike', 'A*', 'ann', false],
    ['StringLike', ['home/', ''], '', true],
    ['StringNotLike', 'a*', 'ann', false],
    ['StringNotLike', 'a?', 'ann', true],
  ])('string operators: %s %j of %j is %s', (operator, values, found, is) => {
    expect(isTrue(operator, values, found)).toBe(is);
  });

  const role = 'arn:aws:iam::123456789012:role/R';
  test.each<Row>([
    ...['ArnEquals', 'ArnLike'].flatMap((operator): Row[] => [
      [operator, role, role, true],
      [operator, 'arn:aws:iam::*:role/?', role, true],
      [operator, 'arn:aws:iam::*:user/?', role, false],
      [operator, 'arn:aws:iam::*:role/?', 'nonsense', false],
    ]),
    ...['ArnNotEquals', 'ArnNotLike'].flatMap((operator): Row[] => [
      [operator, role, role, false],
      [operator, 'arn:aws:iam::*:role/?', role, false],
      [operator, 'arn:aws:iam::*:user/?', role, true],
      [operator, 'arn:aws:iam::*:role/?', 'nonsense', true],
    ]),
  ])('ARN operators: %s %j of %j is %s', (operator, values, found, is) => {
    expect(isTrue(operator, values, found)).toBe(is);
  });

  test.each<Row>([
    ['Equals', '10', '10.0', true],
    ['Equals', '10', '11', false],
    ['NotEquals', '10', '10.0', false],
    ['NotEquals', '10', '11', true],
    ['NotEquals', ['10', '11'], '11', false],
    ['LessThan', '10', '9', true],
    ['LessThan', '10', '10', false],
    ['LessThanEquals', '10', '10', true],
    ['LessThanEquals', '10', '11', false],
    ['GreaterThan', '10', '11', true],
    ['GreaterThan', '10', '10', false],
    ['GreaterThanEquals', '10', '10', true],
    ['GreaterThanEquals', '10', '9', false],
    // Compared as numbers, not as strings.
    ['LessThan', '10', '9.5', true],
    ['GreaterThan', '-2', '-1', true],
    ['LessThan', ['5', '10'], '7', true],
    ['Equals', '10', '10abc', false],
    ['LessThan', '10', '', false],
    ['GreaterThan', '10', 'x', false],
    ['NotEquals', '10', 'x', true],
  ])('numeric operators: %s %j of %j is %s', (operator, values, found, is) => {
    expect(isTrue(`Numeric${operator}`, values, found)).toBe(is);
  });

  const noon = '2026-06-01T12:00:00Z';
  test.each<Row>([
    ['Equals', noon, '2026-06-01T14:00:00+02:00', true],
    ['Equals', noon, '1780315200', true],
    ['Equals', noon, '2026-06-01', false],
    ['NotEquals', noon, '1780315200', false],
    ['NotEquals', noon, '2026-06-01', true],
    ['LessThan', noon, '2026-06-01', true],
    ['LessThan', noon, noon, false],
    ['LessThanEquals', noon, noon, true],
    ['LessThanEquals', noon, '2026-06-02', false],
    ['GreaterThan', noon, '2026-06-02', true],
    ['GreaterThan', noon, noon, false],
    ['GreaterThanEquals', noon, noon, true],
    ['GreaterThanEquals', noon, '2026-06-01', false],
    ['LessThan', ['2026-01-01', noon], '2026-03-01', true],
    ['LessThan', noon, 'yesterday', false],
    ['NotEquals', noon, 'yesterday', true],
  ])('date operators: %s %j of %j is %s', (operator, values, found, is) => {
    expect(isTrue(`Date${operator}`, values, found)).toBe(is);
  });

  test.each<Row>([
    ['Bool', 'true', 'true', true],
    ['Bool', 'true', 'TRUE', true],
    ['Bool', 'true', 'false', false],
    ['Bool', 'false', 'false', true],
    ['Bool', 'false', 'no', false],
    ['Bool', ['true', 'false'], 'false', true],
    ['BinaryEquals', 'QUJD', 'QUJD', true],
    ['BinaryEquals', 'QUJD', 'ABC', false],
    ['BinaryEquals', ['QUI=', 'QUJD'], 'QUJD', true],
    ['IpAddress', '203.0.113.0/24', '203.0.113.1', true],
    ['IpAddress', '203.0.113.0/24', '198.51.100.1', false],
    ['IpAddress', ['203.0.113.0/24', '2001:DB8:1234:5678::/64'], '2001:db8:1234:5678::9', true],
    ['IpAddress', '0.0.0.0/0', '198.51.100.1', true],
    ['NotIpAddress', '203.0.113.0/24', '203.0.113.1', false],
    ['NotIpAddress', '203.0.113.0/24', '198.51.100.1', true],
    ['NotIpAddress', '203.0.113.7', '::1', true],
    ['NotIpAddress', '203.0.113.0/24', 'nonsense', true],
  ])('other operators: %s %j of %j is %s', (operator, values, found, is) => {
    expect(isTrue(operator, values, found)).toBe(is);
  });

  test.each<Row>([
    ['Null', 'true', undefined, true],
    ['Null', 'true', 'a', false],
    ['Null', 'true', ['a'], false],
    ['Null', 'false', undefined, false],
    ['Null', 'false', 'a', true],
    ['Null', 'false', '', true],
    ['Null', 'false', ['a', 'b'], true],
    // ["Multivalued context key examples"]: keys with empty values too.
    ['Null', 'false', [], false],
    ['Null', 'true', [], true],
    ['Null', ['true', 'false'], 'a', true],
    ['Null', ['true', 'false'], undefined, true],
  ])('presence of a key: %s %j of %j is %s', (operator, values, found, is) => {
    expect(isTrue(operator, values, found)).toBe(is);
  });
});

const role = 'arn:aws:iam::123456789012:role/R';
const positive: readonly (readonly [operator: string, value: string])[] = [
  ...(['StringEquals', 'StringEqualsIgnoreCase', 'StringLike'] as const).map((name) => [name, 'x'] as const),
  ...(['ArnEquals', 'ArnLike'] as const).map((name) => [name, role] as const),
  ...['Equals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'].flatMap(
    (name) => [[`Numeric${name}`, '1'] as const, [`Date${name}`, '2026'] as const] as const,
  ),
  ...([
    ['Bool', 'false'],
    ['BinaryEquals', 'QUJD'],
    ['IpAddress', '10.0.0.0/8'],
  ] as const),
];
const negated: readonly (readonly [operator: string, value: string])[] = [
  ...(['StringNotEquals', 'StringNotEqualsIgnoreCase', 'StringNotLike'] as const).map((name) => [name, 'x'] as const),
  ...(['ArnNotEquals', 'ArnNotLike'] as const).map((name) => [name, role] as const),
  ...([
    ['NumericNotEquals', '1'],
    ['DateNotEquals', '2026'],
    ['NotIpAddress', '10.0.0.0/8'],
  ] as const),
];

describe('for a key that is absent or without values,', () => {
  test.each(positive)('%s does not match', (operator, value) => {
    for (const found of [undefined, []]) expect(isTrue(operator, value, found)).toBe(false);
  });

  test.each(negated)('%s matches', (operator, value) => {
    for (const found of [undefined, []]) expect(isTrue(operator, value, found)).toBe(true);
  });

  test.each([...positive, ...negated])('%s with IfExists matches', (operator, value) => {
    for (const found of [undefined, []]) {
      expect(isTrue(`${operator}IfExists`, value, found)).toBe(true);
      expect(isTrue(`ForAnyValue:${operator}IfExists`, value, found)).toBe(true);
    }
  });

  test.each([...positive, ...negated])(
    'ForAllValues:%s matches, and ForAnyValue does not ["Single-valued vs. multivalued context keys"]',
    (operator, value) => {
      for (const found of [undefined, []]) {
        expect(isTrue(`ForAllValues:${operator}`, value, found)).toBe(true);
        expect(isTrue(`ForAnyValue:${operator}`, value, found)).toBe(false);
      }
    },
  );
});

describe('IfExists on a key that is present', () => {
  test.each<Row>([
    ['StringEqualsIfExists', 'a', 'a', true],
    ['StringEqualsIfExists', 'a', 'b', false],
    ['StringNotEqualsIfExists', 'a', 'a', false],
    ['BoolIfExists', 'true', 'false', false],
    ['ForAnyValue:StringEqualsIfExists', 'a', ['b'], false],
    ['ForAllValues:StringEqualsIfExists', 'a', ['a', 'b'], false],
  ])('makes no difference: %s %j of %j is %s', (operator, values, found, is) => {
    expect(isTrue(operator, values, found)).toBe(is);
  });
});

describe('set operators [IAM User Guide, "Single-valued vs. multivalued context keys"]', () => {
  test.each<Row>([
    ['ForAllValues:StringEquals', ['a', 'b'], ['a'], true],
    ['ForAllValues:StringEquals', ['a', 'b'], ['b', 'a'], true],
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'], false],
    ['ForAllValues:StringEquals', 'a', [''], false],
    ['ForAnyValue:StringEquals', ['a', 'b'], ['c', 'b'], true],
    ['ForAnyValue:StringEquals', ['a', 'b'], ['c'], false],
    // With a negated operator, a value passes if it matches none of the policy's.
    ['ForAllValues:StringNotEquals', ['a', 'b'], ['c', 'd'], true],
    ['ForAllValues:StringNotEquals', ['a', 'b'], ['c', 'a'], false],
    ['ForAnyValue:StringNotEquals', ['a', 'b'], ['c', 'a'], true],
    ['ForAnyValue:StringNotEquals', ['a', 'b'], ['b', 'a'], false],
    ['ForAllValues:StringLike', 'a*', ['ab', 'ac'], true],
    ['ForAnyValue:ArnLike', 'arn:aws:iam::*:role/?', ['x', role], true],
    ['ForAllValues:NumericLessThan', '10', ['5', '9'], true],
    ['ForAllValues:NumericLessThan', '10', ['5', '11'], false],
    ['ForAnyValue:Bool', 'true', ['false', 'true'], true],
    // For a single-valued key, set operators apply to its one value.
    ['ForAllValues:StringEquals', 'a', 'a', true],
    ['ForAllValues:StringEquals', 'a', 'b', false],
    ['ForAnyValue:StringEquals', 'a', 'a', true],
    ['ForAnyValue:StringEquals', 'a', 'b', false],
  ])('%s %j of %j is %s', (operator, values, found, is) => {
    expect(isTrue(operator, values, found)).toBe(is);
  });

  test.each([...positive, ...negated])('without one, %s matches no multivalued key', (operator, value) => {
    for (const found of [[value], ['other'], [value, 'other']]) {
      expect(isTrue(operator, value, found)).toBe(false);
      expect(isTrue(`${operator}IfExists`, value, found)).toBe(false);
    }
  });
});

describe('variables in conditions [IAM User Guide, "IAM policy elements: Variables and tags"]', () => {
  const tag = 'aws:PrincipalTag/owner';
  test.each<[string, Value, RequestContext, boolean]>([
    ['StringEquals', '${aws:PrincipalTag/owner}', { 'a:key': 'ann', [tag]: 'ann' }, true],
    ['StringEquals', '${aws:PrincipalTag/owner}', { 'a:key': 'bob', [tag]: 'ann' }, false],
    ['StringLike', '${aws:PrincipalTag/owner}*', { 'a:key': 'anna', [tag]: 'ann' }, true],
    ['StringEqualsIgnoreCase', '${aws:PrincipalTag/owner}', { 'a:key': 'ANN', [tag]: 'ann' }, true],
    ['ArnLike', 'arn:aws:s3:::${aws:PrincipalTag/owner}/*', { 'a:key': 'arn:aws:s3:::ann/1', [tag]: 'ann' }, true],
    // Without a value.
    ['StringEquals', '${aws:PrincipalTag/owner}', { 'a:key': 'ann' }, false],
    ['StringEquals', ['${aws:PrincipalTag/owner}', 'ann'], { 'a:key': 'ann' }, true],
    ['StringNotEquals', '${aws:PrincipalTag/owner}', { 'a:key': 'ann' }, true],
    ['StringNotEquals', ['${aws:PrincipalTag/owner}', 'ann'], { 'a:key': 'ann' }, false],
    ['StringNotLike', '${aws:PrincipalTag/owner}*', { 'a:key': 'ann' }, true],
    ['ForAllValues:StringEquals', '${aws:PrincipalTag/owner}', { 'a:key': ['ann'] }, false],
    ['ForAllValues:StringEquals', '${aws:PrincipalTag/owner}', {}, true],
  ])('%s %j of %j is %s', (operator, values, context, is) => {
    expect(holdsFor(operator, values, context)).toBe(is);
  });

  test('key names are not case-sensitive', () => {
    expect(holdsFor('StringEquals', 'a', { 'a:KEY': 'a' }, 'A:key')).toBe(true);
  });
});
