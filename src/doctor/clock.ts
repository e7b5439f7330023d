import { found, skipped, sound, type Verdict } from './check.ts';
import { readHost } from './hosts.ts';
import type { Tools } from './tools.ts';

export interface ClockWrong {
  readonly kind: 'ClockWrong';
  /** How many whole minutes this machine is ahead; negative if it is behind. */
  readonly minutes: number;
  readonly here: string;
  readonly there: string;
  readonly host: string;
}

const minute = 60_000;

/**
 * How far a signature's time may be off, in milliseconds [IAM User Guide, "Elements of an AWS API request signature"].
 */
const tolerance = 5 * minute;

/**
 * The offset in milliseconds that merits a remark. Less may come from the answer's transit, and from `Date`, which has
 * whole seconds.
 */
const noticeable = minute;

/** Compares this machine's clock with the `Date` of the API's last answer. */
export const checkClock = async (_: unknown, { watch }: Pick<Tools, 'watch'>): Promise<Verdict> => {
  const seen = watch.last();
  const there = Date.parse(String(seen?.answer?.headers.get('date')));
  if (seen === undefined || Number.isNaN(there)) return skipped('the API’s answers have no Date');
  const ahead = there - seen.time;
  if (Math.abs(ahead) > tolerance)
    return found({
      ...{ kind: 'ClockWrong', minutes: -Math.round(ahead / minute), host: readHost(seen.url) },
      ...{ here: new Date(seen.time).toISOString(), there: new Date(there).toISOString() },
    });
  const off = Math.abs(Math.round(ahead / 1000));
  const remark = `This machine’s clock is ${off} s off. Signatures may be 300 s off, so little is left.`;
  return sound(off < 2 ? 'right to the second' : `${off} s off`, {
    learnt: { ahead },
    ...(Math.abs(ahead) > noticeable && { remarks: [remark] }),
  });
};
