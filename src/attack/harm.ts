import type { Network } from './fetch-answer.ts';
import type { Side } from './side.ts';
import { type Before, changeSince, readStanding, type Standing } from './standing.ts';
import type { Workshop } from './workshop.ts';

/** The most looks, and the milliseconds between two: a read may show the state of a moment ago. */
const looks = 4;
const betweenLooks = 250;

export const observeTwice = async (workshop: Workshop, side: Side, { sleep }: Network): Promise<Before> => {
  let first = await readStanding(workshop, side);
  for (let look = 1; ; look++) {
    const second = await readStanding(workshop, side);
    if (isSame(first, second) || look === looks) return [first, second];
    await sleep(betweenLooks);
    first = second;
  }
};

const isSame = (one: Standing, other: Standing): boolean =>
  one.size === other.size && [...one].every(([request, { status }]) => other.get(request)?.status === status);

export const findHarm = async (
  workshop: Workshop,
  { attacker, victim }: { readonly attacker: Side; readonly victim: Side },
  before: Before,
  { sleep }: Network,
): Promise<string | undefined> => {
  for (let look = 1; ; look++) {
    const now = await readStanding(workshop, victim);
    const shown = [...now].find(([, { text }]) => text.includes(attacker.marker));
    const harm = shown === undefined ? changeSince(before, now) : `${shown[0]} shows the other what the attacker wrote`;
    if (harm === undefined || look === looks) return harm;
    await sleep(betweenLooks);
  }
};
