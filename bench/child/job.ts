import type { CannedAnswers } from '../canned.ts';

/** What a child process is told to do. */
export interface Job {
  /** The function's file, `index.mjs` or `index.js`. */
  readonly entry: string;
  /** As JSON: Lambda's runtime too makes a new event of a text for each invocation. */
  readonly event: string;
}

export interface WarmJob extends Job {
  /** Of the requests, while no network is used. */
  readonly answers: CannedAnswers;
  /** Before anything is measured. */
  readonly warmUp: WarmUp;
}

/** So many invocations with each network, one network after the other, in so many rounds. */
export type WarmUp = Readonly<Record<Network, number>> & { readonly rounds: number };

/** Where requests go: nowhere, and are answered within the process, or to the endpoint. */
export type Network = 'none' | 'loopback';

/**
 * A turn of a warm function: so many milliseconds to wake up in, then so many invocations at least, and so many
 * milliseconds, that are measured.
 */
export interface Turn {
  readonly network: Network;
  readonly wakeUp: number;
  readonly invocations: number;
  readonly milliseconds: number;
}

/** A function's answer, as far as all contestants have it. */
export interface HandlerResponse {
  readonly statusCode: number;
  readonly body?: string;
}

/** Milliseconds, and bytes. */
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
