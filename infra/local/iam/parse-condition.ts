import { err, ok, Result } from 'neverthrow';
import { type AddressRange, parseAddressRange } from './address-range.ts';
import { parseArnPattern } from './arn-pattern.ts';
import { type Pattern, parsePattern } from './pattern.ts';
import type { Comparison, Condition, Test } from './policy.ts';
import { parseBoolean, parseDate, parseNumber } from './scalars.ts';

/** Parses an operator with one of its keys, or returns what is wrong with it. */
export const parseCondition = (
  operator: string,
  key: string,
  written: readonly string[],
  variables: boolean,
): Result<Condition, string> => {
  const [, set, name = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  const known = operators.get(name);
  if (known === undefined) return err('is not an operator that is understood');
  // `Null` itself asks whether the key is present, so neither `IfExists` nor a set operator makes sense with it.
  if (name === 'Null' && operator !== name) return err('is not an operator that is understood');
  if (!/^[^\s:]+:\S/.test(key)) return err(`has a key that is not understood: ${key}`);
  return known.read(written, variables).map((test) => ({
    operator,
    ...(set !== undefined && { set: set as 'ForAllValues' | 'ForAnyValue' }),
    ifExists: ifExists !== undefined,
    negated: known.negated,
    key,
    written,
    test,
  }));
};

type Read = (written: readonly string[], variables: boolean) => Result<Test, string>;

const strings =
  (how: { readonly wildcards: boolean; readonly ignoreCase: boolean }): Read =>
  (written, variables) =>
    patterns(written, (text) => parsePattern(text, { variables, wildcards: how.wildcards }), how.ignoreCase);

const arns: Read = (written, variables) => patterns(written, (text) => parseArnPattern(text, variables), false);

const patterns = (
  written: readonly string[],
  parse: (text: string) => Result<Pattern, string>,
  ignoreCase: boolean,
): Result<Test, string> =>
  Result.combine(written.map(parse)).map((values) => ({ kind: 'Pattern', ignoreCase, values }));

const scalars =
  <T>(parse: (text: string) => T | undefined, test: (values: readonly T[]) => Test): Read =>
  (written) =>
    Result.combine(
      written.map((text) => {
        const value = parse(text);
        return value === undefined ? err(`has a value that is not understood: ${text}`) : ok(value);
      }),
    ).map(test);

const numeric = (comparison: Comparison) => scalars(parseNumber, (values) => ({ kind: 'Numeric', comparison, values }));
const date = (comparison: Comparison) => scalars(parseDate, (values) => ({ kind: 'Date', comparison, values }));
const address = scalars<AddressRange>(parseAddressRange, (values) => ({ kind: 'IpAddress', values }));
const base64 = (text: string) => (Buffer.from(text, 'base64').toString('base64') === text ? text : undefined);

const equal = { wildcards: false, ignoreCase: false };
const like = { wildcards: true, ignoreCase: false };
const anyCase = { wildcards: false, ignoreCase: true };

/**
 * All operators [IAM User Guide, "IAM JSON policy elements: Condition operators"]. This page allows variables with
 * `Bool`, the page on variables does not; here `Bool` has none.
 */
const operators: ReadonlyMap<string, { readonly read: Read; readonly negated: boolean }> = new Map(
  Object.entries<{ readonly read: Read; readonly negated?: true }>({
    StringEquals: { read: strings(equal) },
    StringNotEquals: { read: strings(equal), negated: true },
    StringEqualsIgnoreCase: { read: strings(anyCase) },
    StringNotEqualsIgnoreCase: { read: strings(anyCase), negated: true },
    StringLike: { read: strings(like) },
    StringNotLike: { read: strings(like), negated: true },
    ArnEquals: { read: arns },
    ArnLike: { read: arns },
    ArnNotEquals: { read: arns, negated: true },
    ArnNotLike: { read: arns, negated: true },
    NumericEquals: { read: numeric('Equals') },
    NumericNotEquals: { read: numeric('Equals'), negated: true },
    NumericLessThan: { read: numeric('LessThan') },
    NumericLessThanEquals: { read: numeric('LessThanEquals') },
    NumericGreaterThan: { read: numeric('GreaterThan') },
    NumericGreaterThanEquals: { read: numeric('GreaterThanEquals') },
    DateEquals: { read: date('Equals') },
    DateNotEquals: { read: date('Equals'), negated: true },
    DateLessThan: { read: date('LessThan') },
    DateLessThanEquals: { read: date('LessThanEquals') },
    DateGreaterThan: { read: date('GreaterThan') },
    DateGreaterThanEquals: { read: date('GreaterThanEquals') },
    Bool: { read: scalars(parseBoolean, (values) => ({ kind: 'Bool', values })) },
    IpAddress: { read: address },
    NotIpAddress: { read: address, negated: true },
    BinaryEquals: { read: scalars(base64, (values) => ({ kind: 'Binary', values })) },
    Null: { read: scalars(parseBoolean, (values) => ({ kind: 'Null', values })) },
  }).map(([name, { read, negated = false }]) => [name, { read, negated }]),
);

/** The names of all operators, without `IfExists` and set operators. */
export const operatorNames: readonly string[] = [...operators.keys()];
