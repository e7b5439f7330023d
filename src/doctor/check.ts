import { err, ok, type Result } from 'neverthrow';
import type { NotesConfig } from '../client/config.ts';
import type { Credentials, Identity } from '../client/credentials.ts';
import type { Note } from '../client/notes-answers.ts';
import type { Tokens } from '../client/user-pool-answers.ts';
import type { Finding } from './findings.ts';
import type { Tools } from './tools.ts';

/** What the checks have learnt so far, for the checks that follow. */
export interface Known {
  readonly config: NotesConfig;
  /** How far the service's clock is ahead of this machine's, in milliseconds. */
  readonly ahead: number;
  readonly tokens: Tokens;
  readonly identity: Identity;
  readonly credentials: Credentials;
  /** The note that was made to try the routes, as in the latest answer. */
  readonly marker: Note;
}

/** The step is in order. */
export interface Sound {
  readonly kind: 'Sound';
  /** What was seen, in a few words. */
  readonly seen: string;
  /** Observations that are not faults but may matter. */
  readonly remarks?: readonly string[];
  readonly learnt?: Partial<Known>;
}

/** The step was not examined, for a reason that is not a fault. */
export interface Skipped {
  readonly kind: 'Skipped';
  readonly why: string;
}

/** The outcome of a check; a finding ends the chain. */
export type Verdict = Result<Sound | Skipped, Finding>;

export interface Check {
  /** The link of the chain that it examines. */
  readonly step: string;
  readonly run: (known: Partial<Known>, tools: Tools) => Promise<Verdict>;
}

export const sound = (seen: string, more: Omit<Sound, 'kind' | 'seen'> = {}): Verdict =>
  ok({ kind: 'Sound', seen, ...more });

export const skipped = (why: string): Verdict => ok({ kind: 'Skipped', why });

export const found = (finding: Finding): Verdict => err(finding);

/**
 * Creates a check that needs what earlier ones have learnt. The order of the table must put those first; otherwise the
 * check throws.
 */
export const createCheck =
  <K extends keyof Known>(
    needed: readonly K[],
    run: (known: Partial<Known> & Pick<Known, K>, tools: Tools) => Promise<Verdict>,
  ): Check['run'] =>
  (known, tools) => {
    if (!has(known, needed)) throw new Error(`No earlier check has learnt ${needed.join(', ')}.`);
    return run(known, tools);
  };

const has = <K extends keyof Known>(
  known: Partial<Known>,
  needed: readonly K[],
): known is Partial<Known> & Pick<Known, K> => needed.every((name) => known[name] !== undefined);
