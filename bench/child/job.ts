import type { Answers } from '../canned.ts';

/** What a child process is told to do. */
export interface Job {
  /** The function's file, `index.mjs` or `index.js`. */
  readonly entry: string;
  /** As JSON: Lambda's runtime too makes a new event of a text for each invocation. */
  readonly event: string;
}

export interface WarmJob extends Job {
  /** Invocations and milliseconds of processor time before the measure begins: both have to pass. */
  readonly warmUp: Budget;
  readonly measured: Budget;
  /** Where they are given, no request leaves the process. */
  readonly answers?: Answers;
}

export interface Budget {
  readonly invocations: number;
  readonly cpu: number;
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
  readonly invocations: number;
  /** Milliseconds of processor time for one invocation. */
  readonly cpu: number;
}
