import type { Operation } from './api/operations.ts';
import type { ApiAnswer } from './fetch-answer.ts';
import type { Asking, Fetch } from './request.ts';
import type { Side, Stranger } from './side.ts';

/** What everything that is tried has to come to. */
export const expectations = {
  refused: 'is refused',
  missing: 'is answered as for what never existed',
  own: 'shows and changes nothing of the other’s',
} as const;

/** One thing to try, and by what it would be known that something came through. */
export interface Probe {
  /** In words, such as `x-user-id names the other`. */
  readonly what: string;
  readonly asking: Asking;
  /** Who asks. */
  readonly by: { readonly name: string; readonly fetch: Fetch };
  readonly expects: keyof typeof expectations;
  /** The identifiers that it names, and the same twice with such that never existed. */
  readonly named?: readonly string[];
  readonly controls?: readonly [Control, Control];
  /** Asked by the other before, so that what is remembered is of theirs. */
  readonly before?: Asking;
  /** Asked by the other at the same time, again and again. */
  readonly meanwhile?: Asking;
  /** Goes on to the end of a list. */
  readonly follows?: boolean;
  /** What else gives it away. */
  readonly sign?: (answer: ApiAnswer) => string | undefined;
  /** What it is put together from: if it comes through, each is tried by itself, to say which it was. */
  readonly parts?: readonly Probe[];
}

export interface Control {
  readonly asking: Asking;
  readonly named: readonly string[];
}

/**
 * A probe of many ways at once, whose parts are its halves, and theirs: which of the ways comes through is found in a few tries.
 * `made` makes one of some of the ways.
 */
export const combineWays = <Way>(ways: readonly Way[], made: (some: readonly Way[]) => Probe): Probe => {
  const probe = made(ways);
  if (ways.length < 2) return probe;
  const half = Math.ceil(ways.length / 2);
  return { ...probe, parts: [ways.slice(0, half), ways.slice(half)].map((some) => combineWays(some, made)) };
};

/** All that a technique goes by. */
export interface Scene {
  /** Those that each user may call. */
  readonly operations: readonly Operation[];
  /** Those that neither may. */
  readonly forbidden: readonly Operation[];
  readonly attacker: Side;
  readonly victim: Side;
  readonly strangers: readonly Stranger[];
  /** A request that is well-formed, with a body and whatever the operation asks for. */
  readonly askingOf: (operation: Operation, path: Readonly<Record<string, string>>, tag?: string) => Asking;
}

/** A way to get at what is somebody else's. */
export interface Technique {
  readonly name: string;
  /** Of the OWASP API Security Top 10, 2023. */
  readonly risk: `API${number}:2023`;
  /** Whether it is a way around what holds: none is looked for where the other's object comes through as it is. */
  readonly isAround?: boolean;
  /** The same each time for the same scene, in the same order. */
  readonly probes: (scene: Scene) => readonly Probe[];
}
