import { type Answer, isDone } from './answer.ts';
import { differenceFrom, type Named } from './difference.ts';
import { nextPage } from './pages.ts';
import { type Asking, segmentOf, sentOf } from './request.ts';
import { pathValues, type Side } from './side.ts';
import type { Workshop } from './workshop.ts';

/** All that a user sees of what is theirs, by the request that shows it. */
export type Standing = ReadonlyMap<string, Answer>;

/** Pages of one list that are looked at. */
const mostPages = 20;

export const standingOf = async (workshop: Workshop, side: Side): Promise<Standing> => {
  const seen = new Map<string, Answer>();
  for (const asking of readsOf(workshop, side)) {
    let query: Asking['query'] | undefined = asking.query;
    for (let page = 0; page < mostPages && query !== undefined; page++) {
      const asked: Asking = { ...asking, query };
      const { method, path } = sentOf(asked);
      if (seen.has(`${method} ${path}`)) break;
      const answer = await workshop.ask(asked, side.user.fetch);
      seen.set(`${method} ${path}`, answer);
      query = nextPage(asked, answer);
    }
  }
  return seen;
};

const readsOf = ({ operations, askingOf }: Workshop, side: Side): readonly Asking[] => {
  const askings = operations
    .filter(({ method }) => method === 'GET')
    .flatMap((operation) =>
      // Each object by itself, and what is of no object once.
      (side.kept.length === 0 ? [[]] : side.kept.map((made) => [made])).flatMap((objects) => {
        const values = pathValues(operation, side, objects);
        if (values === undefined) return [];
        const path = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, segmentOf(value)]));
        return [askingOf(operation, path, '')];
      }),
    );
  return [...new Map(askings.map((asking) => [sentOf(asking).path, asking])).values()];
};

/** What was seen twice, so that it is known what changes by itself. */
export type Before = readonly [Standing, Standing];

/** What has changed since, and is not by itself; `undefined` if nothing has. */
export const changeSince = ([first, second]: Before, now: Standing): string | undefined => {
  const named = (answer: Answer): Named => ({ answer, named: [] });
  for (const [request, before] of first) {
    const [again, after] = [second.get(request), now.get(request)];
    // A page that is asked for by what stands on the one before.
    if (after === undefined || again === undefined) continue;
    if (isDone(before) && after.status !== before.status)
      return `${request} of the other’s is answered by ${after.status}, and was by ${before.status}`;
    const difference = differenceFrom(named(after), [named(before), named(again)]);
    if (difference !== undefined) return `${request} of the other’s has changed`;
  }
  return undefined;
};
