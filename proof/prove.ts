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
  /** A request that is allowed, and should not be. */
  | { readonly kind: 'Falsified'; readonly request: Request }
  /** The premises contradict each other, or what the claim is for, this request, is not allowed: it says nothing, or too much. */
  | { readonly kind: 'Vacuous'; readonly why: string; readonly request?: Request };

/** Remembers what it has solved: stages have most of their formulas in common, and so has what a change leaves as it was. */
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

/** Looks for a request that a claim says is not allowed and that is. Where there is none, it is proven. */
export const prove = async (claim: Claim, solver: Solver): Promise<ProofResult> => {
  let isPossible = false;
  for (const principal of claim.principals) {
    const found = await proveFor(principal, claim, solver);
    if (found.request !== undefined) return { kind: 'Falsified', request: found.request };
    isPossible ||= found.isPossible;
  }
  if (!isPossible) return { kind: 'Vacuous', why: 'no request is known of which its premises are true' };
  for (const question of claim.intended)
    if (!(await isAnswered(question, solver)))
      return { kind: 'Vacuous', why: shownDenial(question.request), request: question.request };
  return { kind: 'Proven' };
};

/** Of one who asks: a request that should not be allowed, or whether there is any of which the premises are true. */
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

/** That a request is allowed that should not be. */
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

/** Whether what is intended is allowed, on which formula and evaluator must agree. */
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

/** What the solver found must be what the evaluator, and with it the local stack, lets through. */
const mustBeAllowed = ({ request, policies }: Question): void => {
  const { decision } = evaluate(request, policies);
  if (decision !== 'Allow')
    throw new Error(`The solver has found it allowed, the evaluator says ${decision}: ${JSON.stringify(request)}`);
};

const shownDenial = ({ action, resource }: Request): string => `what it is for is denied: ${action} on ${resource.arn}`;
