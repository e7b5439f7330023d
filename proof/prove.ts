import { createHash } from 'node:crypto';
import { evaluate, listPolicies } from '../infra/local/iam/evaluate.ts';
import type { Principal } from '../infra/local/iam/principal.ts';
import type { Request } from '../infra/local/iam/request.ts';
import type { Answers } from './kept-answers.ts';
import { isSuggested, listCandidates } from './model/candidates.ts';
import { createSymbolicContext, type SymbolicContext } from './model/context.ts';
import { isAllowed } from './model/evaluate.ts';
import { assertWellFormed, declareAll, type Given, isThis, readRequest, selectGiven } from './model/request.ts';
import { formatQuery, type Solver, type SolverQuery } from './smt/solver.ts';
import { not, type Term } from './smt/terms.ts';
import type { Claim, Question } from './theorems/claim.ts';

export type ProofResult =
  | { readonly kind: 'Proven' }
  /** A request is allowed that should not be. */
  | { readonly kind: 'Falsified'; readonly request: Request }
  /** The premises contradict each other, or the intended request is refused: the claim says nothing, or too much. */
  | { readonly kind: 'Vacuous'; readonly why: string; readonly request?: Request };

/** Wraps a solver in a cache. Stages have most formulas in common, and a change leaves most of them as they were. */
export const createCachingSolver = (solver: Solver, known: Answers = new Map()): Solver => {
  const digestOf = (problem: SolverQuery) => createHash('sha256').update(formatQuery(problem)).digest('base64');
  return {
    ...solver,
    solve: async (problem) => {
      const digest = digestOf(problem);
      const answer = known.get(digest) ?? (await solver.solve(problem));
      known.set(digest, answer);
      return answer;
    },
    glance: async (problem) => {
      const digest = digestOf(problem);
      const answer = known.get(digest) ?? (await solver.glance(problem));
      if (answer !== undefined) known.set(digest, answer);
      return answer;
    },
  };
};

/**
 * Looks for a request that is allowed although the claim says that it is not. If there is none, the claim is proven.
 */
export const prove = async (claim: Claim, solver: Solver): Promise<ProofResult> => {
  let isPossible = false;
  for (const principal of claim.principals) {
    const found = await proveFor(principal, claim, solver);
    if (found.request !== undefined) return { kind: 'Falsified', request: found.request };
    isPossible ||= found.isPossible;
  }
  if (!isPossible) return { kind: 'Vacuous', why: 'no known request makes its premises true' };
  for (const question of claim.intended)
    if (!(await isAnswered(question, solver)))
      return { kind: 'Vacuous', why: shownDenial(question.request), request: question.request };
  return { kind: 'Proven' };
};

/**
 * Looks for a request of one principal that should not be allowed, or tells whether any request satisfies the premises.
 */
const proveFor = async (
  principal: Principal,
  claim: Claim,
  solver: Solver,
): Promise<{ readonly request?: Request; readonly isPossible: boolean }> => {
  const { accountId, resource, service } = claim;
  const given: Given = { principal, accountId, ...(resource && { resource }), ...(service && { service }) };
  const policies = listPolicies(claim.policies);
  const context = createSymbolicContext({ policies, names: claim.keys });
  const intended = claim.intended.map(({ request }) => request);
  const places = listCandidates(policies, intended, context, given);
  const likely = [...isSuggested(policies, intended, context), ...(claim.likely?.(context) ?? [])];
  const whole = createViolation(claim, given, context);
  if ((await solver.glance(whole))?.kind !== 'Unsatisfiable')
    for (const place of [...places, given]) {
      const found = await solver.solve(place === given ? whole : createViolation(claim, place, context, likely));
      if (found.kind === 'Unsatisfiable') continue;
      const request = readRequest(found.values, context, place);
      mustBeAllowed({ request, policies: claim.policies });
      return { request, isPossible: true };
    }
  for (const place of places) {
    const possible = await solver.solve(createPremises(claim, place, context, likely));
    if (possible.kind === 'Satisfiable') return { isPossible: true };
  }
  return { isPossible: false };
};

const createPremises = (
  claim: Claim,
  given: Given,
  context: SymbolicContext,
  likely: readonly Term[],
): SolverQuery => ({
  declarations: [
    ...declareAll(context, given),
    ...(claim.constants ?? []).map((constant) => `(declare-const ${constant} String)`),
  ],
  assertions: [...likely, ...assertWellFormed(given), ...claim.premises(context)],
});

/** Creates the query for a request that is allowed and should not be. */
const createViolation = (
  claim: Claim,
  given: Given,
  context: SymbolicContext,
  likely: readonly Term[] = [],
): SolverQuery => {
  const { declarations, assertions } = createPremises(claim, given, context, likely);
  const violation = [isAllowed(claim.policies, given, context), not(claim.conclusion(context, given.principal))];
  return { declarations, assertions: [...assertions, ...violation] };
};

/** Tells whether an intended request is allowed. Throws if the formula and the evaluator disagree. */
const isAnswered = async ({ request, policies }: Question, solver: Solver): Promise<boolean> => {
  const context = createSymbolicContext({ policies: listPolicies(policies), roomFor: request.context });
  const given = selectGiven(request);
  const { kind } = await solver.solve({
    declarations: declareAll(context, given),
    assertions: [...assertWellFormed(given), isThis(request, context), isAllowed(policies, given, context)],
  });
  const { decision } = evaluate(request, policies);
  if ((kind === 'Satisfiable') !== (decision === 'Allow'))
    throw new Error(`${kind} by the formula, ${decision} by the evaluator: ${JSON.stringify(request)}`);
  return decision === 'Allow';
};

/** Throws if the evaluator, and with it the local stack, denies what the solver found allowed. */
const mustBeAllowed = ({ request, policies }: Question): void => {
  const { decision } = evaluate(request, policies);
  if (decision !== 'Allow')
    throw new Error(`The solver has found it allowed, but the evaluator says ${decision}: ${JSON.stringify(request)}`);
};

const shownDenial = ({ action, resource }: Request): string =>
  `what it must allow is denied: ${action} on ${resource.arn}`;
