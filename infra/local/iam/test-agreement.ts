import { operatorNames } from './parse-condition.ts';
import type { Scenario } from './test-arbitraries.ts';
import { removeDifferences } from './test-differences.ts';
import { evaluateOurs, evaluateTheirs, parsePolicies } from './test-scenario.ts';

/** How often each name came up. */
export type Tally = Map<string, number>;

/**
 * Compares the evaluator with iam-simulate. Throws if they decide differently. Tallies decisions, failed elements, and
 * for each operator and modifier how often a statement failed by it or applied with it.
 */
export const expectAgreement = async (scenario: Scenario, tally: Tally): Promise<void> => {
  const count = (name: string) => void tally.set(name, (tally.get(name) ?? 0) + 1);
  const compared = removeDifferences(scenario, (name) => count(`left out: ${name}`));
  const policies = parsePolicies(compared);
  const { decision, statements } = evaluateOurs(compared, policies);
  count(decision);
  const all = [...policies.identity, ...(policies.session ?? []), ...(policies.resource ? [policies.resource] : [])];
  const conditions = all.flatMap((policy) => policy.statements.map((statement) => statement.conditions));
  for (const [place, { failed }] of statements.entries()) {
    count(failed === undefined ? 'a statement applies' : `a statement fails by its ${failed.element}`);
    for (const { operator } of failed === undefined ? (conditions[place] ?? []) : [])
      for (const name of listNames(operator)) count(`${name} holds`);
    if (failed?.element === 'Condition') for (const name of listNames(failed.operator)) count(`${name} fails`);
  }
  const theirDecision = await evaluateTheirs(compared);
  if (theirDecision !== decision)
    throw new Error(`${decision} here, and ${theirDecision} by iam-simulate: ${JSON.stringify(compared)}`);
};

/** Splits an operator into its name and its modifiers. */
const listNames = (operator: string): readonly string[] => {
  const set = operator.split(':').slice(0, -1);
  const [name = ''] = operator.split(':').slice(-1);
  return [...set, name.replace('IfExists', ''), ...(name.endsWith('IfExists') ? ['IfExists'] : [])];
};

/** The names that must come up in a run for it to be meaningful. */
export const mustComeUp: readonly string[] = [
  ...['Allow', 'ImplicitDeny', 'ExplicitDeny', 'a statement applies'],
  ...['Action', 'NotAction', 'Resource', 'NotResource', 'Principal', 'Condition'].map(
    (element) => `a statement fails by its ${element}`,
  ),
  ...[...operatorNames, 'ForAllValues', 'ForAnyValue', 'IfExists'].flatMap((name) => [
    `${name} holds`,
    `${name} fails`,
  ]),
];
