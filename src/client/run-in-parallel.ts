import { err, ok, type Result } from 'neverthrow';
import { type Ending, withEnding } from './ending.ts';
import type { Aborted } from './failures.ts';

/**
 * Runs the work for each item, `most` at a time. Returns the results in the order of the items. The first failure is
 * that of the whole, and aborts what is under way. Never rejects.
 */
export const runInParallel = <I, T, E>(
  items: readonly I[],
  most: number,
  ending: Ending,
  work: (item: I, ending: Ending) => Promise<Result<T, E>>,
): Promise<Result<readonly T[], E | Aborted>> => {
  const left = items.entries();
  const done: T[] = [];
  let isOver = false;
  const run = (own: Ending) =>
    new Promise<Result<readonly T[], E | Aborted>>((resolve, reject) => {
      const takeTurns = async (): Promise<void> => {
        for (const [index, item] of left) {
          if (isOver) return;
          const result = await ending.race(own.race(work(item, own)));
          if (result.isErr()) {
            isOver = true;
            return resolve(err(result.error));
          }
          done[index] = result.value;
        }
      };
      Promise.all(Array.from({ length: most }, takeTurns)).then(
        () => resolve(ok(done)),
        (cause) => {
          isOver = true;
          reject(cause);
        },
      );
    });
  return withEnding(ending.signal, run, Number.POSITIVE_INFINITY);
};
