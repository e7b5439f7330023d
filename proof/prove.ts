import { evaluate, type Policies, policiesIn } from '../infra/local/iam/evaluate.ts';
import type { Request } from '../infra/local/iam/request.ts';
import { isSuggested } from './model/candidates.ts';
import { type SymbolicContext, symbolicContext } from './model/context.ts';
import { isAllowed } from './model/evaluate.ts';
import { declarationsOf, isThis, requestOf, wellFormed } from './model/request.ts';
import { type Answer, type Problem, type Solver, textOf } from './smt/solver.ts';
import { all, not } from './smt/terms.ts';
import type { Claim, Question } from './theorems/claim.ts';

export type Outcome =
  | { readonly kind: 'Proven' }
  /** A request that is allowed, and should not be. */
  | { readonly kind: 'Falsified'; readonly request: Request }
  /** The premises contradict each other, or what the claim is for is not allowed: it says nothing, or too much. */
  | { readonly kind: 'Vacuous'; readonly why: string };

/** Remembers what it has solved: stages have most of their formulas in common, and so has what a change leaves as it was. */
export const remembering = (solver: Solver): Solver => {
  const known = new Map<string, Answer>();
  const recall = (problem: Problem) => known.get(textOf(problem));
  return {
    ...solver,
    recall,
    solve: async (problem) => {
      const answer = recall(problem) ?? (await solver.solve(problem));
      known.set(textOf(problem), answer);
      return answer;
    },
  };
};

/** Looks for a request that a claim says is not allowed and that is. Where there is none, it is proven. */
export const prove = async (claim: Claim, solver: Solver): Promise<Outcome> => {
  const policies = policiesIn(claim.policies);
  const context = symbolicContext({ policies, names: claim.keys });
  const declarations = [
    ...declarationsOf(context),
    ...(claim.constants ?? []).map((constant) => `(declare-const ${constant} String)`),
  ];
  const premises = [...wellFormed, ...claim.premises(context)];
  const violation = [...premises, isAllowed(claim.policies, context), not(claim.conclusion(context))];
  const intended = claim.intended.map(({ request }) => request);
  const suggested = isSuggested(policies, intended, context);
  const whole: Problem = { declarations, assertions: violation };
  const easy: Problem = { declarations, assertions: [...suggested, ...violation] };
  const found = solver.recall?.(whole) ?? (await firstSatisfiable([easy, whole], solver));
  if (found.kind === 'Satisfiable') {
    const request = requestOf(found.values, context);
    mustBeAllowed({ request, policies: claim.policies });
    return { kind: 'Falsified', request };
  }
  const possible = await firstSatisfiable([{ declarations, assertions: [...suggested, ...premises] }], solver);
  if (possible.kind === 'Unsatisfiable')
    return { kind: 'Vacuous', why: 'no request is known of which its premises are true' };
  for (const question of claim.intended)
    if (!(await isAnswered(question, solver))) return { kind: 'Vacuous', why: shownDenial(question.request) };
  return { kind: 'Proven' };
};

/** Or the answer to the last. */
const firstSatisfiable = async (problems: readonly Problem[], solver: Solver): Promise<Answer> => {
  let answer: Answer = { kind: 'Unsatisfiable' };
  for (const problem of problems) {
    answer = await solver.solve(problem);
    if (answer.kind === 'Satisfiable') break;
  }
  return answer;
};

/** Whether what is intended is allowed, on which formula and evaluator must agree. */
const isAnswered = async ({ request, policies }: Question, solver: Solver): Promise<boolean> => {
  const context = symbolicContext({ policies: policiesIn(policies), roomFor: request.context });
  const { kind } = await solver.solve(problemOf(request, policies, context));
  const { decision } = evaluate(request, policies);
  if ((kind === 'Satisfiable') !== (decision === 'Allow'))
    throw new Error(`${kind} by the formula, ${decision} by the evaluator: ${JSON.stringify(request)}`);
  return decision === 'Allow';
};

const problemOf = (request: Request, policies: Policies, context: SymbolicContext): Problem => ({
  declarations: declarationsOf(context),
  assertions: [...wellFormed, all([isThis(request, context), isAllowed(policies, context)])],
});

/** What the solver found must be what the evaluator, and with it the local stack, lets through. */
const mustBeAllowed = ({ request, policies }: Question): void => {
  const { decision } = evaluate(request, policies);
  if (decision !== 'Allow')
    throw new Error(`The solver has found it allowed, the evaluator says ${decision}: ${JSON.stringify(request)}`);
};

const shownDenial = ({ action, resource }: Request): string => `what it is for is denied: ${action} on ${resource.arn}`;
