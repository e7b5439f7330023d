import { err, ok, type Result } from 'neverthrow';
import type { NotesConfig } from '../client/config.ts';
import type { Credentials, Identity } from '../client/credentials.ts';
import type { Note } from '../client/notes-answers.ts';
import type { Tokens } from '../client/user-pool-answers.ts';
import type { Finding } from './findings.ts';
import type { Tools } from './tools.ts';

/** What the checks have learnt so far, each for those after it. */
export interface Known {
  readonly config: NotesConfig;
  /** Milliseconds that the service's clock is ahead of this machine's. */
  readonly ahead: number;
  readonly tokens: Tokens;
  readonly identity: Identity;
  readonly credentials: Credentials;
  /** The note that was made to try the routes, as it was last answered. */
  readonly marker: Note;
}

/** Nothing is wrong here. */
export interface Sound {
  readonly kind: 'Sound';
  /** What was seen, in a few words. */
  readonly seen: string;
  /** What is not wrong, and may matter. */
  readonly remarks?: readonly string[];
  readonly learnt?: Partial<Known>;
}

/** It was not looked at, for a reason that is no fault. */
export interface Skipped {
  readonly kind: 'Skipped';
  readonly why: string;
}

/** What a check came to; a finding is the end of the chain. */
export type Verdict = Result<Sound | Skipped, Finding>;

export interface Check {
  /** What of the chain it looks at. */
  readonly step: string;
  readonly run: (known: Partial<Known>, tools: Tools) => Promise<Verdict>;
}

export const sound = (seen: string, more: Omit<Sound, 'kind' | 'seen'> = {}): Verdict =>
  ok({ kind: 'Sound', seen, ...more });

export const skipped = (why: string): Verdict => ok({ kind: 'Skipped', why });

export const found = (finding: Finding): Verdict => err(finding);

/** A check of what others have learnt before. That they stand before it in the table is for the table to see to. */
export const createCheck =
  <K extends keyof Known>(
    needed: readonly K[],
    run: (known: Partial<Known> & Pick<Known, K>, tools: Tools) => Promise<Verdict>,
  ): Check['run'] =>
  (known, tools) => {
    if (!has(known, needed)) throw new Error(`Nothing before this check has learnt ${needed.join(', ')}.`);
    return run(known, tools);
  };

const has = <K extends keyof Known>(
  known: Partial<Known>,
  needed: readonly K[],
): known is Partial<Known> & Pick<Known, K> => needed.every((name) => known[name] !== undefined);
