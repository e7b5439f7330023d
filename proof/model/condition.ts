import type { Condition, Test } from '../../infra/local/iam/policy.ts';
import { inAnyCase, isIn } from '../smt/languages.ts';
import { all, equal, implies, literal, no, not, some, type Term, yes } from '../smt/terms.ts';
import type { SymbolicContext } from './context.ts';
import { notModelled } from './not-modelled.ts';
import { isLike } from './pattern.ts';

/** Models that a condition holds, as the evaluator's `holds` decides it. */
export const modelCondition = (condition: Condition, context: SymbolicContext): Term => {
  const { key, set, ifExists, negated, test } = condition;
  const { isPresent, multivalued, values } = context.key(key);
  if (test.kind === 'Null') {
    const answers = [...(test.values.includes(true) ? [not(isPresent)] : [])];
    return some([...answers, ...(test.values.includes(false) ? [isPresent] : [])]);
  }
  const ofAbsent = ifExists || (set === undefined ? negated : set === 'ForAllValues');
  const passes = (text: Term): Term => {
    const matches = modelMatch(text, test, context, condition);
    return negated ? not(matches) : matches;
  };
  return all([implies(not(isPresent), ofAbsent ? yes : no), implies(isPresent, ofPresent())]);

  function ofPresent(): Term {
    if (set === undefined && multivalued) return no;
    if (set === 'ForAllValues') return all(values.map(({ isGiven, text }) => implies(isGiven, passes(text))));
    return some(values.map(({ isGiven, text }) => all([isGiven, passes(text)])));
  }
};

const modelMatch = (text: Term, test: Test, context: SymbolicContext, { operator }: Condition): Term => {
  switch (test.kind) {
    case 'Pattern':
      return some(test.values.map((pattern) => isLike(text, pattern, context, test.ignoreCase)));
    case 'Bool':
      return some(test.values.map((wanted) => isIn(text, inAnyCase(String(wanted)))));
    case 'Binary':
      return some(test.values.map((wanted) => equal(text, literal(wanted))));
    default:
      throw notModelled(`the operator ${operator}`);
  }
};
