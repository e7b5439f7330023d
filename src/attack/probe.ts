import type { Operation } from './api/operations.ts';
import type { ApiAnswer } from './fetch-answer.ts';
import type { Asking, Fetch } from './request.ts';
import type { Side, Stranger } from './side.ts';

/** The outcomes that probes expect, in words. */
export const expectations = {
  refused: 'is refused',
  missing: 'is answered like what never existed',
  own: 'shows and changes nothing of the other’s',
} as const;

/** One thing to try, and the signs that something came through. */
export interface Probe {
  /** In words, such as `x-user-id names the other`. */
  readonly what: string;
  readonly asking: Asking;
  /** The caller. */
  readonly by: { readonly name: string; readonly fetch: Fetch };
  readonly expects: keyof typeof expectations;
  /** The identifiers that it names. `controls` are the same request twice, with identifiers that never existed. */
  readonly named?: readonly string[];
  readonly controls?: readonly [Control, Control];
  /** The victim's request before it, so that what a cache holds is theirs. */
  readonly before?: Asking;
  /** The victim's request at the same time, again and again. */
  readonly meanwhile?: Asking;
  /** Whether to follow a list to its end. */
  readonly follows?: boolean;
  /** Returns another sign that something came through, in words. */
  readonly sign?: (answer: ApiAnswer) => string | undefined;
  /**
   * The probes that it combines. If it comes through or is malformed, each is tried by itself, to tell which it was.
   */
  readonly parts?: readonly Probe[];
}

export interface Control {
  readonly asking: Asking;
  readonly named: readonly string[];
}

/**
 * Combines many ways into one probe, whose parts are its halves, and theirs: a few tries find the way that comes
 * through. `made` creates the probe of some of the ways.
 */
export const combineWays = <Way>(ways: readonly Way[], made: (some: readonly Way[]) => Probe): Probe => {
  const probe = made(ways);
  if (ways.length < 2) return probe;
  const half = Math.ceil(ways.length / 2);
  return { ...probe, parts: [ways.slice(0, half), ways.slice(half)].map((some) => combineWays(some, made)) };
};

/** Everything that a technique works with. */
export interface Scene {
  /** Operations that each user may call. */
  readonly operations: readonly Operation[];
  /** Operations that neither user may call. */
  readonly forbidden: readonly Operation[];
  readonly attacker: Side;
  readonly victim: Side;
  readonly strangers: readonly Stranger[];
  /** Creates a well-formed request, with a body and everything that the operation requires. */
  readonly askingOf: (operation: Operation, path: Readonly<Record<string, string>>, tag?: string) => Asking;
}

/** A way to reach what belongs to somebody else. */
export interface Technique {
  readonly name: string;
  /** The risk in the OWASP API Security Top 10 2023. */
  readonly risk: `API${number}:2023`;
  /** Whether it goes around a check: it is not tried at operations where something has already come through. */
  readonly isAround?: boolean;
  /** Returns the same probes in the same order each time for the same scene. */
  readonly probes: (scene: Scene) => readonly Probe[];
}
