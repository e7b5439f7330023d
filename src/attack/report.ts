import type { Sent } from './request.ts';

/**
 * `Held`: nothing came through. `Inconclusive`: it could not be told, as of a 5xx, or of no answer at all.
 *
 * @example
 * const isAlarming = (verdict: Verdict): boolean => verdict === 'CameThrough';
 */
export type Verdict = 'Held' | 'CameThrough' | 'Inconclusive';

/**
 * One thing that was tried, and what came.
 *
 * @example
 * const inWords = ({ by, what, operation, came }: Try): string => `${by}: ${what}, ${operation}: ${came}`;
 */
export interface Try {
  readonly technique: string;
  /** Of the OWASP API Security Top 10, 2023: `API1:2023`. */
  readonly risk: string;
  /** `GET /notes/{id}`, or what else was asked. */
  readonly operation: string;
  readonly what: string;
  /** The names of who tried it, and of whose it was. */
  readonly by: string;
  readonly whose: string;
  /** To try it again, as `by`. It was sent with credentials, which are not in it. */
  readonly request: Sent;
  readonly expected: string;
  readonly came: string;
  readonly verdict: Verdict;
}

/**
 * What could not be tried, and why: an operation that does not work for its own user says nothing about others.
 *
 * @example
 * const inWords = ({ operation, reason }: Unproven): string => `${operation}: ${reason}`;
 */
export interface Unproven {
  readonly operation: string;
  readonly reason: string;
}

/**
 * The result of an attack.
 *
 * @example
 * const exitCode = ({ outcome }: Report): number => (outcome === 'NothingCameThrough' ? 0 : 1);
 */
export interface Report {
  readonly outcome: 'NothingCameThrough' | 'CameThrough' | 'Inconclusive';
  readonly tries: readonly Try[];
  /** The tries by which something came through. */
  readonly findings: readonly Try[];
  readonly unproven: readonly Unproven[];
}

/** It has held only if everything was tried, and everything that was tried has held. */
export const createReport = (tries: readonly Try[], unproven: readonly Unproven[]): Report => {
  const findings = tries.filter(({ verdict }) => verdict === 'CameThrough');
  const isConclusive = tries.length > 0 && unproven.length === 0 && tries.every(({ verdict }) => verdict === 'Held');
  const outcome = findings.length > 0 ? 'CameThrough' : isConclusive ? 'NothingCameThrough' : 'Inconclusive';
  return { outcome, tries, findings, unproven };
};
