import type { CannedAnswers } from '../canned.ts';

/** The task of a child process. */
export interface Job {
  /** The function's file, `index.mjs` or `index.js`. */
  readonly entry: string;
  /** As JSON, since Lambda's runtime also parses a new event from text for each invocation. */
  readonly event: string;
}

export interface WarmJob extends Job {
  /** The answers to the requests while no network is used. */
  readonly answers: CannedAnswers;
  /** The invocations before anything is measured. */
  readonly warmUp: WarmUp;
}

/** The number of invocations with each network in turn, and the number of rounds. */
export type WarmUp = Readonly<Record<Network, number>> & { readonly rounds: number };

/** Where requests go: `none` answers them within the process, `loopback` sends them to the endpoint. */
export type Network = 'none' | 'loopback';

/**
 * A turn of a warm function: `wakeUp` milliseconds that are not measured, then at least `invocations` invocations, and
 * at least `milliseconds` milliseconds, that are.
 */
export interface Turn {
  readonly network: Network;
  readonly wakeUp: number;
  readonly invocations: number;
  readonly milliseconds: number;
}

/** The members of a function's answer that all contestants share. */
export interface HandlerResponse {
  readonly statusCode: number;
  readonly body?: string;
}

/** Times in milliseconds, and sizes in bytes. */
export interface ColdMeasurement {
  readonly answer: HandlerResponse;
  readonly wall: number;
  readonly cpu: number;
  readonly rss: number;
  readonly heapUsed: number;
}

export interface WarmMeasurement {
  readonly answer: HandlerResponse;
  /** Milliseconds of processor time for one invocation. */
  readonly cpu: number;
}
