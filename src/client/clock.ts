import type { Answer } from './exchange.ts';

/** A server's clock in epoch milliseconds, as far as its answers have shown it. */
export interface Clock {
  now(): number;
  /**
   * Sets this clock by the `Date` of an answer if it is wrong enough to matter, and returns whether it did. A page can
   * read the `Date` of another origin only if CORS exposes it.
   */
  correctBy(answer: Pick<Answer, 'headers'>): boolean;
  /**
   * Whether a refused request, signed at a time of this clock, should be signed again: this refusal corrects the clock,
   * or that of another request has corrected it meanwhile.
   */
  isMendedBy(refusal: Pick<Answer, 'headers'>, signed: number): boolean;
}

/**
 * The tolerance in milliseconds. Signatures and sign-ins may be five minutes off; `Date` has only seconds, and answers
 * take time.
 */
const tolerance = 2 * 60 * 1000;

/** How far a server's clock is ahead of the device's, in milliseconds. */
interface Offset {
  milliseconds: number;
}

const offsets = new WeakMap<object, Offset>();

/** Returns what all clients of a session know of the server's clock: none has to learn it by a refusal of its own. */
export const findOffset = (session: object): Offset => {
  const known = offsets.get(session) ?? { milliseconds: 0 };
  offsets.set(session, known);
  return known;
};

export const createClock = (device: () => number, offset: Offset = { milliseconds: 0 }): Clock => {
  const now = () => device() + offset.milliseconds;
  const correctBy: Clock['correctBy'] = ({ headers }) => {
    const told = Date.parse(String(headers.get('date')));
    // Negated so that it also returns for an invalid date.
    if (!(Math.abs(told - now()) > tolerance)) return false;
    offset.milliseconds = told - device();
    return true;
  };
  return {
    ...{ now, correctBy },
    isMendedBy: (refusal, signed) => correctBy(refusal) || Math.abs(now() - signed) > tolerance,
  };
};
