import type { Callable, Wrap } from '../../kit/wrap-exports.ts';

/** A fault that breaks a promise of the console: a hook around a function that a module exports. */
export interface ConsoleFault {
  /** Path of the module below the root, and the name of its export. */
  readonly module: string;
  readonly name: string;
  readonly wrap: Wrap<Callable>;
  /** Whether the stack calls the function as it starts, and later what that has made: then that has the fault. */
  readonly isMaker: boolean;
  /** The promise that it breaks. */
  readonly breaks: string;
}

export type ConsoleFaults = Readonly<Record<string, ConsoleFault>>;

/**
 * Returns what makes faults of a module, whose type is `M`. Files with faults import only types of the stack: what they
 * load themselves would be loaded before the hooks are there.
 */
export const faultsOf = <M>(module: string) => {
  const createFault =
    (isMaker: boolean) =>
    <N extends keyof M & string>(name: N, breaks: string, wrap: Wrap<M[N]>): ConsoleFault => ({
      ...{ module, name, breaks, isMaker },
      wrap: wrap as unknown as Wrap<Callable>,
    });
  return { around: createFault(false), aroundMaker: createFault(true) };
};
