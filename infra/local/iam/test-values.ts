// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are IAM's variables.
import fc, { type Arbitrary } from 'fast-check';
import type { RequestContext } from './context.ts';

export const account = '123456789012';
export const otherAccount = '999999999999';

export const from = <T>(values: readonly T[]): Arbitrary<T> => fc.constantFrom(...values);
export const some = <T>(arbitrary: Arbitrary<T>, minLength = 1): Arbitrary<T[]> =>
  fc.array(arbitrary, { minLength, maxLength: 3 });
/** Draws a single value or a list, both of which policies may have. */
export const oneOrMore = <T>(arbitrary: Arbitrary<T>): Arbitrary<T | T[]> => fc.oneof(arbitrary, some(arbitrary));
export const sometimes = (percent: number): Arbitrary<boolean> => fc.nat(99).map((drawn) => drawn < percent);
export const maybe = <T>(percent: number, arbitrary: Arbitrary<T>): Arbitrary<T | undefined> =>
  fc.tuple(sometimes(percent), arbitrary).map(([is, drawn]) => (is ? drawn : undefined));
/** Draws from the first arbitrary five times as often as from each of the others. */
export const mostly = <T>(first: Arbitrary<T>, ...others: Arbitrary<T>[]): Arbitrary<T> =>
  fc.oneof({ weight: 5, arbitrary: first }, ...others.map((arbitrary) => ({ weight: 1, arbitrary })));
const joined = (pieces: Arbitrary<string>, separator = ''): Arbitrary<string> =>
  some(pieces).map((drawn) => drawn.join(separator));

// Few words, so that those drawn for a policy and for a request often match.
const texts = mostly(from(['a', 'b', 'ab', 'A', '']), from(['*', 'a*b', '?', 'a:b', '$', '${aws:username}', 'x.y']));
const numbers = from(['5', '10', '10.0', '-1', '0.5']);
const dates = from([
  ...['2026-01-01T00:00:00Z', '2026-01-01T01:00:00+01:00', '2026-06-01', '2025-12-31T23:59:59Z'],
  ...['2027-01-01T00:00:00.5Z', '2025-02'],
]);
const addresses = from(['203.0.113.7', '203.0.114.1', '10.1.2.3', '2001:db8:1234:5678::1', '::1']);
const booleans = from(['true', 'false']);
const binaries = from(['QUJD', 'QUI=', '']);
const arn = (...parts: Arbitrary<string>[]): Arbitrary<string> =>
  fc.tuple(...parts).map((components) => components.join(':'));
const arns = arn(
  ...[from(['arn']), from(['aws', 'aws-cn']), from(['iam', 's3']), from(['', 'eu-west-1']), from(['', account])],
  mostly(from(['a', 'b']), joined(from(['a', 'b']), ':')),
);

const variables = from([
  ...['aws:PrincipalTag/owner', 'AWS:principaltag/OWNER', 'aws:username', 'aws:TagKeys', 'aws:PrincipalTag/absent'].map(
    (key) => `\${${key}}`,
  ),
  ...[
    "${aws:username, 'a'}",
    "${aws:PrincipalTag/absent, 'a*b'}",
    "${aws:PrincipalTag/absent, 'a'}",
    "${aws:TagKeys, 'b'}",
  ],
]);
const pieces = mostly(from(['a', 'b', '*', '?', ':']), variables, from(['${*}', '${?}', '${$}']));
/** For `String` operators, and for the last component of an ARN. */
export const textPatterns = fc.oneof(
  from(['a', 'b', 'ab', 'A', '*', 'a*b', '?', 'x.y', '']),
  variables,
  joined(pieces),
);
const arnPatterns = arn(
  ...[from(['arn']), from(['aws', '*']), from(['iam', 's3', '*', '?3']), from(['', '*', 'eu*', 'e*1', 'eu?west-1'])],
  mostly(from(['', '*', account, '12345678901?']), from(['${aws:PrincipalTag/owner}'])),
  mostly(from(['a', 'b', '*', '*:b', 'a*']), textPatterns),
);
const ranges = from([
  ...['203.0.113.0/24', '203.0.113.7', '10.0.0.0/8', '10.1.2.3/31', '0.0.0.0/0', '203.0.112.0/23'],
  ...['2001:DB8:1234:5678::/64', '::/0', '::1/128', '2001:db8::/33'],
]);

/** A context key, with one value or several. */
export interface Key {
  readonly name: string;
  readonly values: Arbitrary<string>;
  readonly multivalued: boolean;
  /** Whether all of its values are of one type. */
  readonly isTyped: boolean;
}
const single = (values: Arbitrary<string>, ...names: string[]): Key[] =>
  names.map((name) => ({ name, values, multivalued: false, isTyped: true }));
const multivalued = (values: Arbitrary<string>, ...names: string[]): Key[] =>
  names.map((name) => ({ name, values, multivalued: true, isTyped: true }));

/** Keys of no particular type, so that each operator meets several values, and values of other types. */
const anyKeys = multivalued(
  fc.oneof(numbers, dates, addresses, booleans, binaries, arns),
  'aws:PrincipalServiceNamesList',
).map((key) => ({ ...key, isTyped: false }));
export const leadingKeys = multivalued(texts, 'dynamodb:LeadingKeys');

/** Operators for the same keys, with the same values. */
export interface OperatorFamily {
  readonly names: readonly string[];
  readonly keys: readonly Key[];
  readonly values: Arbitrary<string | number | boolean>;
}
const comparisons = ['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'];

/** With keys that the simulator knows, of the types that it knows; it ignores all others. */
const families: readonly OperatorFamily[] = [
  {
    names: [
      ...['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike'],
      ...['StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase'],
    ],
    keys: [
      ...single(texts, 'aws:PrincipalTag/owner', 'aws:RequestTag/owner', 'aws:username'),
      ...multivalued(texts, 'aws:TagKeys'),
    ],
    values: textPatterns,
  },
  {
    names: ['ArnEquals', 'ArnNotEquals', 'ArnLike', 'ArnNotLike'],
    keys: [...single(arns, 'aws:SourceArn'), ...multivalued(arns, 'aws:PrincipalOrgPaths')],
    values: fc.oneof(arnPatterns, arns),
  },
  {
    names: comparisons.map((name) => `Numeric${name}`),
    keys: [...single(numbers, 'aws:MultiFactorAuthAge'), ...multivalued(numbers, 'aws:CalledVia')],
    values: fc.oneof(numbers, from([5, 7.5])),
  },
  {
    names: comparisons.map((name) => `Date${name}`),
    keys: single(dates, 'aws:CurrentTime', 'aws:TokenIssueTime'),
    values: dates,
  },
  {
    names: ['Bool'],
    keys: single(booleans, 'aws:SecureTransport', 'aws:ViaAWSService'),
    values: from(['true', 'false', 'TRUE', true, false]),
  },
  { names: ['IpAddress', 'NotIpAddress'], keys: single(addresses, 'aws:SourceIp', 'aws:VpcSourceIp'), values: ranges },
  { names: ['BinaryEquals'], keys: single(binaries, 'aws:PrincipalTag/binary'), values: binaries },
];
/** The keys of every request. */
export const commonKeys: readonly Key[] = [...families.flatMap(({ keys }) => keys), ...anyKeys];
export const operatorFamilies: readonly OperatorFamily[] = [
  ...families.map((family) => ({ ...family, keys: [...family.keys, ...family.keys, ...anyKeys] })),
  { names: ['StringEquals', 'StringLike'], keys: leadingKeys, values: textPatterns },
  {
    names: ['Null'],
    keys: commonKeys.map((key) => ({ ...key, isTyped: false })),
    values: from(['true', 'false', true, false]),
  },
];

export const contextFor = (keys: readonly Key[]): Arbitrary<RequestContext> =>
  fc
    .record(
      Object.fromEntries(
        keys.map(({ name, values, multivalued: many }) => [
          name,
          maybe<string | string[]>(75, many ? mostly(some(values), fc.constant([])) : values),
        ]),
      ),
    )
    .map((values) =>
      Object.fromEntries(
        Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
      ),
    );
