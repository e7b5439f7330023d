// What is told of the data and of what was done with it. Known to the console's page too, so nothing here comes from elsewhere.

export interface Reading {
  /** Epoch milliseconds of the stack. */
  readonly now: number;
  /** Milliseconds that it is ahead of the machine's. */
  readonly offset: number;
}

/** What has happened because the clock was moved. Credentials and tokens that nobody keeps a list of have ended without being counted. */
export interface Moved extends Reading {
  /** Items of the table whose time was over. */
  readonly expired: number;
  /** How often functions were run by their schedules, and how often that failed. */
  readonly runs: number;
  readonly failures: number;
  /** Sign-ins whose refresh token has ended. */
  readonly signInsEnded: number;
  readonly codesEnded: number;
}

/** What there is of the seeded data now. */
export interface Seeded {
  readonly password: string;
  readonly users: readonly string[];
  readonly notes: number;
  readonly files: number;
  /** Of notes that are deleted, by the seed or by somebody since. */
  readonly deleted: number;
}

/** What a snapshot says of itself. */
export interface About {
  readonly name: string;
  /** Epoch milliseconds of the stack's clock, and of the machine's. */
  readonly time: number;
  readonly madeAt: number;
  /** Of the stack that made it: passwords and identities are good with this one only. */
  readonly userPoolId: string;
  readonly identityPoolId: string;
  readonly users: number;
}

/** What may have changed, each by itself. */
export type Part = 'table' | 'files' | 'users' | 'mail' | 'clock' | 'snapshots';

/** How often each has changed since the stack was started, or may have. */
export type Counts = Readonly<Record<Part, number>>;
