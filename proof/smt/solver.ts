import { init, killThreads } from 'z3-solver';
import { call, type Term } from './terms.ts';
import { parseValues, type Value } from './values.ts';

/** What is to be satisfied: constants, and what must be true of them. */
export interface SolverQuery {
  readonly declarations: readonly string[];
  readonly assertions: readonly Term[];
}

export type SolverResult = { readonly kind: 'Unsatisfiable' } | Satisfiable;
export interface Satisfiable {
  readonly kind: 'Satisfiable';
  /** Values by the constants' names. A constant that is missing here may have any value. */
  readonly values: ReadonlyMap<string, Value>;
}

export interface Solver {
  /** Solves one problem at a time. Throws if the solver does not know: nothing may be concluded from that. */
  readonly solve: (problem: SolverQuery) => Promise<SolverResult>;
  /** Does the same in few steps. Returns `undefined` if they are not enough. */
  readonly glance: (problem: SolverQuery) => Promise<SolverResult | undefined>;
  /** Ends its threads, which would otherwise keep the process alive. */
  readonly end: () => Promise<void>;
}

/**
 * The limit of Z3's own steps (`rlimit`) for one problem, the same on slow and fast machines. No problem here comes
 * near it.
 */
const patience = 1_000_000;

/** The limit of a glance. Most proofs take fewer steps. */
const few = 100_000;

/** How Z3 encodes true and false. Unknown is 0. */
const [isTrue, isFalse] = [1, -1];

/** `Z3_PRINT_SMTLIB2_COMPLIANT`, the format of models. */
const inSmtLib = 2;

/** Starts Z3. It gets problems as SMT-LIB 2 text, so that the formulas can be read, and given to another solver. */
export const startSolver = async (): Promise<Solver> => {
  const { Z3, em } = await init();
  const solveIn = async (steps: number, text: string): Promise<SolverResult | string> => {
    const context = Z3.mk_context(Z3.mk_config());
    Z3.set_ast_print_mode(context, inSmtLib);
    const solver = Z3.mk_simple_solver(context);
    Z3.solver_inc_ref(context, solver);
    const limits = Z3.mk_params(context);
    Z3.params_inc_ref(context, limits);
    Z3.params_set_uint(context, limits, Z3.mk_string_symbol(context, 'rlimit'), steps);
    Z3.solver_set_params(context, solver, limits);
    try {
      // Not `eval_smtlib2_string`: its binding frees the text while a thread still reads it.
      Z3.solver_from_string(context, solver, text);
      const error = Z3.get_error_code(context);
      if (error !== 0) throw new Error(`${Z3.get_error_msg(context, error)}\n${text}`);
      const found = await Z3.solver_check(context, solver);
      if (found === isFalse) return { kind: 'Unsatisfiable' };
      if (found !== isTrue) return Z3.solver_get_reason_unknown(context, solver);
      const model = Z3.model_to_string(context, Z3.solver_get_model(context, solver));
      return { kind: 'Satisfiable', values: parseValues(model) };
    } finally {
      Z3.params_dec_ref(context, limits);
      Z3.solver_dec_ref(context, solver);
      Z3.del_context(context);
    }
  };
  const solve = async (problem: SolverQuery): Promise<SolverResult> => {
    const text = formatQuery(problem);
    const answer = await solveIn(patience, text);
    if (typeof answer === 'string') throw new Error(`${answer}:\n${text}`);
    return answer;
  };
  const glance = async (problem: SolverQuery): Promise<SolverResult | undefined> => {
    const answer = await solveIn(few, formatQuery(problem));
    return typeof answer === 'string' ? undefined : answer;
  };
  return { solve, glance, end: () => killThreads(em) };
};

export const formatQuery = ({ declarations, assertions }: SolverQuery): string =>
  [...declarations, ...assertions.map((term) => call('assert', term))].join('\n');
