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

const readStrings =
  (how: { readonly wildcards: boolean; readonly ignoreCase: boolean }): Read =>
  (written, variables) =>
    readPatterns(written, (text) => parsePattern(text, { variables, wildcards: how.wildcards }), how.ignoreCase);

const readArns: Read = (written, variables) => readPatterns(written, (text) => parseArnPattern(text, variables), false);

const readPatterns = (
  written: readonly string[],
  parse: (text: string) => Result<Pattern, string>,
  ignoreCase: boolean,
): Result<Test, string> =>
  Result.combine(written.map(parse)).map((values) => ({ kind: 'Pattern', ignoreCase, values }));

const readScalars =
  <T>(parse: (text: string) => T | undefined, test: (values: readonly T[]) => Test): Read =>
  (written) =>
    Result.combine(
      written.map((text) => {
        const value = parse(text);
        return value === undefined ? err(`has a value that is not understood: ${text}`) : ok(value);
      }),
    ).map(test);

const readNumbers = (comparison: Comparison) =>
  readScalars(parseNumber, (values) => ({ kind: 'Numeric', comparison, values }));
const readDates = (comparison: Comparison) =>
  readScalars(parseDate, (values) => ({ kind: 'Date', comparison, values }));
const address = readScalars<AddressRange>(parseAddressRange, (values) => ({ kind: 'IpAddress', values }));
const parseBase64 = (text: string) => (Buffer.from(text, 'base64').toString('base64') === text ? text : undefined);

const equal = { wildcards: false, ignoreCase: false };
const like = { wildcards: true, ignoreCase: false };
const anyCase = { wildcards: false, ignoreCase: true };

/**
 * All operators [IAM User Guide, "IAM JSON policy elements: Condition operators"]. This page allows variables with
 * `Bool`, the page on variables does not; here `Bool` has none.
 */
const operators: ReadonlyMap<string, { readonly read: Read; readonly negated: boolean }> = new Map(
  Object.entries<{ readonly read: Read; readonly negated?: true }>({
    StringEquals: { read: readStrings(equal) },
    StringNotEquals: { read: readStrings(equal), negated: true },
    StringEqualsIgnoreCase: { read: readStrings(anyCase) },
    StringNotEqualsIgnoreCase: { read: readStrings(anyCase), negated: true },
    StringLike: { read: readStrings(like) },
    StringNotLike: { read: readStrings(like), negated: true },
    ArnEquals: { read: readArns },
    ArnLike: { read: readArns },
    ArnNotEquals: { read: readArns, negated: true },
    ArnNotLike: { read: readArns, negated: true },
    NumericEquals: { read: readNumbers('Equals') },
    NumericNotEquals: { read: readNumbers('Equals'), negated: true },
    NumericLessThan: { read: readNumbers('LessThan') },
    NumericLessThanEquals: { read: readNumbers('LessThanEquals') },
    NumericGreaterThan: { read: readNumbers('GreaterThan') },
    NumericGreaterThanEquals: { read: readNumbers('GreaterThanEquals') },
    DateEquals: { read: readDates('Equals') },
    DateNotEquals: { read: readDates('Equals'), negated: true },
    DateLessThan: { read: readDates('LessThan') },
    DateLessThanEquals: { read: readDates('LessThanEquals') },
    DateGreaterThan: { read: readDates('GreaterThan') },
    DateGreaterThanEquals: { read: readDates('GreaterThanEquals') },
    Bool: { read: readScalars(parseBoolean, (values) => ({ kind: 'Bool', values })) },
    IpAddress: { read: address },
    NotIpAddress: { read: address, negated: true },
    BinaryEquals: { read: readScalars(parseBase64, (values) => ({ kind: 'Binary', values })) },
    Null: { read: readScalars(parseBoolean, (values) => ({ kind: 'Null', values })) },
  }).map(([name, { read, negated = false }]) => [name, { read, negated }]),
);

/** The names of all operators, without `IfExists` and set operators. */
export const operatorNames: readonly string[] = [...operators.keys()];
