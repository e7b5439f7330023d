import type { Answers } from '../canned.ts';

/** What a child process is told to do. */
export interface Job {
  /** The function's file, `index.mjs` or `index.js`. */
  readonly entry: string;
  /** As JSON: Lambda's runtime too makes a new event of a text for each invocation. */
  readonly event: string;
}

export interface WarmJob extends Job {
  /** Of the requests, while no network is used. */
  readonly answers: Answers;
  /** Invocations before anything is measured. */
  readonly warmUp: Readonly<Record<Network, number>>;
}

/** Where requests go: nowhere, and are answered within the process, or to the endpoint. */
export type Network = 'none' | 'loopback';

/** A turn of a warm function: so many invocations at least, and so many milliseconds. */
export interface Turn {
  readonly network: Network;
  readonly invocations: number;
  readonly milliseconds: number;
}

/** A function's answer, as far as all contestants have it. */
export interface HandlerAnswer {
  readonly statusCode: number;
  readonly body?: string;
}

/** Milliseconds, and bytes. */
export interface ColdResult {
  readonly answer: HandlerAnswer;
  readonly wall: number;
  readonly cpu: number;
  readonly rss: number;
  readonly heapUsed: number;
}

export interface WarmResult {
  readonly answer: HandlerAnswer;
  /** Milliseconds of processor time for one invocation. */
  readonly cpu: number;
}
