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
  /** By the names of constants. One that is not here may have any value. */
  readonly values: ReadonlyMap<string, Value>;
}

export interface Solver {
  /** One problem at a time. Throws where the solver does not know: nothing is concluded of that. */
  readonly solve: (problem: SolverQuery) => Promise<SolverResult>;
  /** The same in few steps; `undefined` where they are not enough. */
  readonly glance: (problem: SolverQuery) => Promise<SolverResult | undefined>;
  /** Ends its threads, which would keep the process. */
  readonly end: () => Promise<void>;
}

/** Z3's own steps, for one problem: as many on a slow machine as on a fast one. No problem here takes half of it. */
const patience = 1_000_000;

/** Of which most that is proven takes less. */
const few = 100_000;

/** What Z3 calls true, false and unknown. */
const [isTrue, isFalse] = [1, -1];

/** `Z3_PRINT_SMTLIB2_COMPLIANT`, of models. */
const inSmtLib = 2;

/** Z3, by the text of SMT-LIB 2: the formulas can then be read, and given to another solver. */
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
