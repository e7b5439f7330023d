import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { evaluate, listPolicies, type Policies } from '../../infra/local/iam/evaluate.ts';
import { type Scenario, someScenario } from '../../infra/local/iam/test-arbitraries.ts';
import { parsePolicies } from '../../infra/local/iam/test-scenario.ts';
import { type Solver, startSolver } from '../smt/solver.ts';
import { not } from '../smt/terms.ts';
import { createSymbolicContext } from './context.ts';
import { isAllowed } from './evaluate.ts';
import { isNotModelled } from './not-modelled.ts';
import { assertWellFormed, declareAll, isThis, selectGiven } from './request.ts';

let solver: Solver;
beforeAll(async () => {
  solver = await startSolver();
});
afterAll(() => solver.end());

/** Leaves out conditions whose operators have no formula, so that the rest of a scenario is compared. */
const modelled = (scenario: Scenario): Scenario => {
  const { identity, session, resource } = scenario;
  return {
    ...scenario,
    identity: identity.map(without),
    session: session && without(session),
    resource: resource && without(resource),
  };
};
const without = (document: object): object =>
  JSON.parse(JSON.stringify(document), (key, value) =>
    key === 'Condition'
      ? Object.fromEntries(Object.entries(value).filter(([operator]) => !/Numeric|Date|IpAddress/.test(operator)))
      : value,
  );

const createFormula = (policies: Policies, request: Scenario['request']) => {
  const context = createSymbolicContext({ policies: listPolicies(policies), roomFor: request.context });
  return { context, allowed: isAllowed(policies, selectGiven(request), context), isRequest: isThis(request, context) };
};

test('for a known request, the formula decides as the evaluator does, whatever the policies', async () => {
  const tally = { Allow: 0, ImplicitDeny: 0, ExplicitDeny: 0, notModelled: 0 };
  await fc.assert(
    fc.asyncProperty(someScenario.map(modelled), async (scenario) => {
      const { request } = scenario;
      const policies = parsePolicies(scenario);
      try {
        const { context, allowed, isRequest } = createFormula(policies, request);
        const script = { declarations: declareAll(context, selectGiven(request)) };
        const { decision } = evaluate(request, policies);
        tally[decision]++;
        const isIt = await solver.solve({
          ...script,
          assertions: [...assertWellFormed(selectGiven(request)), isRequest, allowed],
        });
        expect(isIt.kind).toBe(decision === 'Allow' ? 'Satisfiable' : 'Unsatisfiable');
        // And never both: a request that is not well-formed here would satisfy neither.
        const isNot = await solver.solve({
          ...script,
          assertions: [...assertWellFormed(selectGiven(request)), isRequest, not(allowed)],
        });
        expect(isNot.kind).toBe(decision === 'Allow' ? 'Unsatisfiable' : 'Satisfiable');
      } catch (error) {
        if (!isNotModelled(error)) throw error;
        tally.notModelled++;
      }
    }),
    { numRuns: 200, endOnFailure: true },
  );
  for (const decision of ['Allow', 'ExplicitDeny', 'ImplicitDeny'] as const)
    expect(tally[decision]).toBeGreaterThan(10);
  expect(tally.notModelled).toBeLessThan(100);
});
