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
    super('Only part of the data was replaced.', { cause });
    this.name = 'Unsettled';
  }
}

const unsettled = err({ kind: 'Unsettled' } as const);

/**
 * Runs `work` while no request is under way: new requests wait, and earlier ones have ended. The outer gate is shut
 * first, as requests that passed it go through the inner one. After `Unsettled`, both stay shut, and all later work is
 * refused.
 */
export const runWhileShut = async <T>(
  gates: RequestGates,
  work: () => Promise<T>,
  within = patience,
): Promise<Result<T, DataFailure>> => {
  if (isUnsettled(gates)) return unsettled;
  const { outer, inner } = gates;
  const busy = err({ kind: 'Busy', seconds: within / 1000 } as const);
  const behind = async <R>(
    door: RequestGate,
    run: () => Promise<Result<R, DataFailure>>,
  ): Promise<Result<R, DataFailure>> => {
    door.shut();
    try {
      return (await door.isEmpty(within)) ? await run() : busy;
    } finally {
      door.open();
    }
  };
  return behind(outer, () =>
    behind(inner, async () => {
      try {
        return ok(await work());
      } catch (error) {
        if (!(error instanceof Unsettled)) throw error;
        console.error(error);
        for (const gate of [outer, inner]) gate.keepShut();
        return unsettled;
      }
    }),
  );
};

/** Whether work behind these gates was left unsettled. */
export const isUnsettled = ({ outer }: RequestGates): boolean => outer.isKeptShut();
