import type { Answer } from './exchange.ts';

/** Epoch milliseconds, as a server has them, as far as its answers have told. */
export interface Clock {
  now(): number;
  /**
   * Takes the time from the `Date` of an answer, if this clock is so wrong that it matters, and says whether it did. Of another
   * origin, a page reads `Date` only where it is exposed.
   */
  correctBy(answer: Pick<Answer, 'headers'>): boolean;
  /**
   * Whether what was refused, signed at a time of this clock, should be signed anew: the refusal corrects the clock, or that of another
   * request has done so meanwhile.
   */
  isMendedBy(refusal: Pick<Answer, 'headers'>, signed: number): boolean;
}

/** Milliseconds. Signatures and sign-ins may be five minutes off; `Date` has seconds, and answers take time. */
const tolerance = 2 * 60 * 1000;

export const createClock = (device: () => number): Clock => {
  let offset = 0;
  const now = () => device() + offset;
  const correctBy: Clock['correctBy'] = ({ headers }) => {
    const told = Date.parse(String(headers.get('date')));
    // Written so that it is false of a date that is none.
    if (!(Math.abs(told - now()) > tolerance)) return false;
    offset = told - device();
    return true;
  };
  return {
    ...{ now, correctBy },
    isMendedBy: (refusal, signed) => correctBy(refusal) || Math.abs(now() - signed) > tolerance,
  };
};
