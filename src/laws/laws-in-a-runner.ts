import { attachmentLaws } from './attachments/attachment-laws.ts';
import type { OpenAttachmentStore } from './attachments/opened-store.ts';
import type { Law, LawOptions, OpenNoteStore } from './law.ts';
import { laws } from './laws.ts';

/**
 * The functions that the laws need of any test runner: Jest, Mocha, vitest, node:test.
 *
 * @example
 * import { describe, test } from 'node:test';
 * const runner: Runner = { describe, test };
 */
export interface Runner {
  /** Declares a group of tests. */
  readonly describe: (name: string, tests: () => void) => unknown;
  /** Declares a test. `timeout` is in milliseconds; a runner without time-outs may ignore it. */
  readonly test: (name: string, run: () => Promise<void>, timeout?: number) => unknown;
}

/** The time-out of a law in milliseconds, whatever the runner's own: a store over a slow network needs long. */
const timeout = 120_000;

/**
 * Holds an adapter to everything that `NoteStore` promises, one test for each law. Reads must see earlier writes: open
 * an eventually consistent store so that it reads consistently.
 *
 * The default runner is the global `describe` and `test`, such as Jest's; pass those of another runner. For vitest,
 * import from `owned-notes/laws/vitest`. Throws if there is no runner.
 *
 * @example
 * import { describe, test } from 'node:test';
 * testNoteStoreLaws('my store', async () => store, {}, { describe, test });
 */
export const testNoteStoreLaws = (
  name: string,
  open: OpenNoteStore,
  options: LawOptions = {},
  runner: Runner = findGlobalRunner(),
): void => registerTests(`${name} keeps the laws of a note store`, laws, open, options, runner);

/**
 * Holds an adapter to everything that `AttachmentStore` promises, as `testNoteStoreLaws` does for `NoteStore`.
 *
 * @example
 * import { describe, test } from 'node:test';
 * testAttachmentStoreLaws('my store of files', async () => attachments, {}, { describe, test });
 */
export const testAttachmentStoreLaws = (
  name: string,
  open: OpenAttachmentStore,
  options: LawOptions = {},
  runner: Runner = findGlobalRunner(),
): void => registerTests(`${name} keeps the laws of an attachment store`, attachmentLaws, open, options, runner);

const registerTests = <Store>(
  name: string,
  laws: readonly Law<Store>[],
  open: () => Promise<Store>,
  options: LawOptions,
  { describe, test }: Runner,
): void => {
  describe(name, () => {
    for (const { name: promise, hold } of laws) test(promise, () => hold(open, options), timeout);
  });
};

const isRunner = (value: unknown): value is Runner =>
  typeof value === 'object' &&
  value !== null &&
  typeof Reflect.get(value, 'describe') === 'function' &&
  typeof Reflect.get(value, 'test') === 'function';

/**
 * Finds the global runner. Without `globals`, vitest keeps its own under an internal name, and it is found there.
 * Throws if there is none.
 */
const findGlobalRunner = (): Runner => {
  const found = [globalThis, Reflect.get(globalThis, '__vitest_index__')].find(isRunner);
  if (found !== undefined) return found;
  throw new Error(
    'No test runner is global. Import the laws from owned-notes/laws/vitest, or pass your own { describe, test }.',
  );
};
