import type { Children } from './child-process.ts';
import { baseline, type Contestant, ours } from './contestants.ts';
import type { RecordedTable } from './recorded-table.ts';
import { runTwoAtATime } from './two-at-a-time.ts';
import { type Item, readWrittenItem, recordWork, type Work } from './work.ts';

/** A contestant, and the recordings of its work. */
export interface Entrant {
  readonly contestant: Contestant;
  readonly work: Work;
}

export interface EntrantsOptions {
  readonly table: RecordedTable;
  readonly children: Children;
  readonly lists: readonly number[];
  readonly step: (what: string) => void;
}

/** Lets all do the work, the baseline first for its items, the others two at a time, as nothing is measured yet. */
export const prepareEntrants = async (
  contestants: readonly Contestant[],
  { table, children, lists, step }: EntrantsOptions,
): Promise<readonly Entrant[]> => {
  const prepareEntrant = async (contestant: Contestant, equalItem?: Item): Promise<Entrant> => {
    step(`the work of ${contestant.name}`);
    return { contestant, work: await recordWork(contestant, table, children, lists, equalItem) };
  };
  const first = contestants.find(({ name }) => name === baseline);
  if (first === undefined) throw new Error('There is no baseline.');
  const base = await prepareEntrant(first);
  const entrants = [base];
  const item = readWrittenItem(base.work);
  await runTwoAtATime(
    contestants.filter((contestant) => contestant !== first),
    async (contestant) => {
      entrants.push(await prepareEntrant(contestant, contestant.name === ours ? item : undefined));
    },
  );
  return contestants.flatMap((contestant) => entrants.filter((entrant) => entrant.contestant === contestant));
};
