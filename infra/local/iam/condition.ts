import { isInRange } from './address-range.ts';
import type { ContextKeys } from './context.ts';
import { fillPattern, isLike } from './matching.ts';
import type { Comparison, Condition, Test } from './policy.ts';
import { parseBoolean, parseDate, parseNumber } from './scalars.ts';

/**
 * Returns whether a condition holds [IAM User Guide, "IAM JSON policy elements: Condition operators"]. If the key is
 * absent, a condition holds that has `IfExists` or `ForAllValues`, or that is negated without a set operator
 * ["Single-valued vs. multivalued context keys"].
 */
export const holds = (condition: Condition, keys: ContextKeys): boolean => {
  const { set, ifExists, negated, test } = condition;
  const found = keys.valueOf(condition.key);
  if (test.kind === 'Null') return test.values.includes(found === undefined);
  if (found === undefined) return ifExists || (set === undefined ? negated : set === 'ForAllValues');
  const matches = createMatcher(test, keys);
  const passes = (value: string): boolean => matches(value) !== negated;
  if (set === undefined) return typeof found === 'string' && passes(found);
  const values = typeof found === 'string' ? [found] : found;
  return set === 'ForAllValues' ? values.every(passes) : values.some(passes);
};

/**
 * Returns a function that tells whether a value of the request matches one of the policy's. A value that is not of the
 * operator's type matches none.
 */
const createMatcher = (test: Exclude<Test, { kind: 'Null' }>, keys: ContextKeys): ((value: string) => boolean) => {
  switch (test.kind) {
    case 'Pattern': {
      const patterns = test.values.map((pattern) => fillPattern(pattern, keys));
      return (value) => patterns.some((pattern) => isLike(pattern, value, test));
    }
    case 'Numeric':
      return (value) => test.values.some((bound) => compares(parseNumber(value), test.comparison, bound));
    case 'Date':
      return (value) => test.values.some((bound) => compares(parseDate(value), test.comparison, bound));
    case 'Bool':
      return (value) => test.values.some((wanted) => wanted === parseBoolean(value));
    case 'IpAddress':
      return (value) => test.values.some((range) => isInRange(value, range));
    case 'Binary':
      return (value) => test.values.includes(value);
  }
};

const compares = (value: number | undefined, comparison: Comparison, bound: number): boolean =>
  value !== undefined && comparisons[comparison](value, bound);

const comparisons: Readonly<Record<Comparison, (value: number, bound: number) => boolean>> = {
  Equals: (value, bound) => value === bound,
  LessThan: (value, bound) => value < bound,
  LessThanEquals: (value, bound) => value <= bound,
  GreaterThan: (value, bound) => value > bound,
  GreaterThanEquals: (value, bound) => value >= bound,
};
