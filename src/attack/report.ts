import type { Sent } from './request.ts';

/**
 * `Held`: nothing came through. `Inconclusive`: it cannot be told, as after a 5xx or no answer at all.
 *
 * @example
 * const isAlarming = (verdict: Verdict): boolean => verdict === 'CameThrough';
 */
export type Verdict = 'Held' | 'CameThrough' | 'Inconclusive';

/**
 * One thing that was tried, and its outcome.
 *
 * @example
 * const inWords = ({ by, what, operation, came }: Try): string => `${by}: ${what}, ${operation}: ${came}`;
 */
export interface Try {
  readonly technique: string;
  /** The risk in the OWASP API Security Top 10 2023, such as `API1:2023`. */
  readonly risk: string;
  /** Method and path of the operation, such as `GET /notes/{id}`. */
  readonly operation: string;
  readonly what: string;
  /** The names of the caller and of the victim. */
  readonly by: string;
  readonly whose: string;
  /** The request, to try it again as `by`. Lacks the credentials that it was sent with. */
  readonly request: Sent;
  readonly expected: string;
  readonly came: string;
  readonly verdict: Verdict;
}

/**
 * What could not be tried, and why: an operation that does not work for its own user proves nothing about others.
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
  /** The tries in which something came through. */
  readonly findings: readonly Try[];
  readonly unproven: readonly Unproven[];
}

/** Creates the report. `NothingCameThrough` means that everything was tried, and that every try held. */
export const createReport = (tries: readonly Try[], unproven: readonly Unproven[]): Report => {
  const findings = tries.filter(({ verdict }) => verdict === 'CameThrough');
  const isConclusive = tries.length > 0 && unproven.length === 0 && tries.every(({ verdict }) => verdict === 'Held');
  const outcome = findings.length > 0 ? 'CameThrough' : isConclusive ? 'NothingCameThrough' : 'Inconclusive';
  return { outcome, tries, findings, unproven };
};
