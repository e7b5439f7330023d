// Reports on the data and on the operations on it. The console's page uses them too, so this file imports nothing.

export interface Reading {
  /** The stack's time, in epoch milliseconds. */
  readonly now: number;
  /** Milliseconds by which the stack's clock is ahead of the machine's. */
  readonly offset: number;
}

/**
 * What happened because the clock was moved. Credentials and tokens of which no list is kept have expired without being
 * counted.
 */
export interface Moved extends Reading {
  /** Items of the table that expired and were deleted. */
  readonly expired: number;
  /** How often schedules ran functions, and how often that failed. */
  readonly runs: number;
  readonly failures: number;
  /** Sign-ins whose refresh token expired. */
  readonly signInsEnded: number;
  readonly codesEnded: number;
}

/** What exists of the seeded data now. */
export interface Seeded {
  readonly password: string;
  readonly users: readonly string[];
  readonly notes: number;
  readonly files: number;
  /** Notes that are deleted, by the seed or by somebody since. */
  readonly deleted: number;
}

/** A snapshot's description of itself. */
export interface About {
  readonly name: string;
  /** The time when it was made in epoch milliseconds, by the stack's clock; `madeAt` is by the machine's. */
  readonly time: number;
  readonly madeAt: number;
  /** The pools of the stack that made it: passwords and identities are valid only there. */
  readonly userPoolId: string;
  readonly identityPoolId: string;
  readonly users: number;
}

/** The parts of the data that change independently. */
export type Part = 'table' | 'files' | 'users' | 'mail' | 'clock' | 'snapshots';

/** How often each part has changed, or may have, since the stack was started. */
export type Counts = Readonly<Record<Part, number>>;
