import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluate, listPolicies } from '../../infra/local/iam/evaluate.ts';
import { someScenario } from '../../infra/local/iam/test-arbitraries.ts';
import { parsePolicies } from '../../infra/local/iam/test-scenario.ts';
import { listPrincipals, listSessions } from './principals.ts';

test('every caller is answered as one of the listed principals of its kind is', () => {
  const tally = { Allow: 0, ImplicitDeny: 0, ExplicitDeny: 0 };
  fc.assert(
    fc.property(someScenario, (scenario) => {
      const { request } = scenario;
      const policies = parsePolicies(scenario);
      const { decision } = evaluate(request, policies);
      tally[decision]++;
      const told = listPrincipals(listPolicies(policies), request.resource.accountId);
      const ofKind = told.filter(({ kind }) => kind === request.principal.kind);
      const decisions = ofKind.map((principal) => evaluate({ ...request, principal }, policies).decision);
      expect(decisions).toContain(decision);
    }),
    { numRuns: 2000 },
  );
  for (const count of Object.values(tally)) expect(count).toBeGreaterThan(10);
});

test('a role that no policy names a session of is represented by one session', () => {
  const role = 'arn:aws:iam::123456789012:role/R';
  expect(listSessions(role, [])).toEqual([{ kind: 'RoleSession', roleArn: role, sessionName: 'session' }]);
});
