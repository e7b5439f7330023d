import { err, ok, type Result } from 'neverthrow';
import type { DataFailure } from './data-failure.ts';
import type { RequestGate } from './request-gate.ts';

/**
 * The gates of a stack: the outer one is that of the pools and the API with its functions; behind it, the inner one is
 * that of the table, S3 and STS.
 */
export interface RequestGates {
  readonly outer: RequestGate;
  readonly inner: RequestGate;
}

/** Milliseconds for which requests under way may take to end. */
const patience = 10_000;

/**
 * The error for work that broke off at a point where continuing would show a half-exchanged state. The next start
 * completes it.
 */
export class Unsettled extends Error {
  constructor(cause: unknown) {
    super('Only part of the data was replaced. Stop the stack and start it again to complete it.', { cause });
    this.name = 'Unsettled';
  }
}

/**
 * Runs `work` while no request is under way: new requests wait, and earlier ones have ended. The outer gate is shut
 * first, as requests that passed it go through the inner one. After `Unsettled`, both stay shut.
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
