import { err, ok, type Result } from 'neverthrow';
import type { DataFailure } from './data-failure.ts';
import type { RequestGate } from './request-gate.ts';

/** The doors of a stack: those of the pools and the API with its functions, and behind those the ones of the table, S3 and STS. */
export interface RequestGates {
  readonly outer: RequestGate;
  readonly inner: RequestGate;
}

/** Milliseconds that requests which are under way have to end. */
const patience = 10_000;

/** Work that broke off where going on would show half of it to others. The next start sees to it. */
export class Unsettled extends Error {
  constructor(cause: unknown) {
    super('The data was exchanged in part only. Stop the stack and start it again, which completes it.', { cause });
    this.name = 'Unsettled';
  }
}

/**
 * Runs while no request is under way: new ones wait, and those that came before have ended. The outer door is shut first, as who came
 * through it goes through the inner one. After work that is unsettled both stay shut.
 */
export const runWhileShut = async <T>(
  { outer, inner }: RequestGates,
  work: () => Promise<T>,
  within = patience,
): Promise<Result<T, DataFailure>> => {
  const busy = err({ kind: 'Busy', seconds: within / 1000 } as const);
  let isUnsettled = false;
  const behind = async <R>(
    door: RequestGate,
    run: () => Promise<Result<R, DataFailure>>,
  ): Promise<Result<R, DataFailure>> => {
    door.shut();
    try {
      return (await door.isEmpty(within)) ? await run() : busy;
    } finally {
      if (!isUnsettled) door.open();
    }
  };
  return behind(outer, () =>
    behind(inner, async () => {
      try {
        return ok(await work());
      } catch (error) {
        isUnsettled = error instanceof Unsettled;
        throw error;
      }
    }),
  );
};
