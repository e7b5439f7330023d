import type { TestProject } from 'vitest/node';
import { runningStack, type StackFacts } from './running-stack.ts';

declare module 'vitest' {
  interface ProvidedContext {
    readonly stack: StackFacts;
  }
}

/** Starts the stack that test files share: each creates its own users, so none sees what another does. */
const setup = async ({ provide }: TestProject) => {
  const stack = await runningStack();
  const { data, outputs } = stack;
  provide('stack', { data, outputs, printed: stack.printed() });
  return () => stack[Symbol.asyncDispose]();
};

export default setup;
