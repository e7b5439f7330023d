import { findDifference, type Named } from './difference.ts';
import { type ApiAnswer, isDone } from './fetch-answer.ts';
import { findNextPage } from './pages.ts';
import { type Asking, createSent, encodeSegment } from './request.ts';
import { findPathValues, type Side } from './side.ts';
import type { Workshop } from './workshop.ts';

/** Everything that a user sees of their own objects, by the request that shows it. */
export type Standing = ReadonlyMap<string, ApiAnswer>;

/** The most pages of one list that are read. */
const mostPages = 20;

export const readStanding = async (workshop: Workshop, side: Side): Promise<Standing> => {
  const seen = new Map<string, ApiAnswer>();
  for (const asking of listReads(workshop, side)) {
    let query: Asking['query'] | undefined = asking.query;
    for (let page = 0; page < mostPages && query !== undefined; page++) {
      const asked: Asking = { ...asking, query };
      const { method, path } = createSent(asked);
      if (seen.has(`${method} ${path}`)) break;
      const answer = await workshop.ask(asked, side.user.fetch);
      seen.set(`${method} ${path}`, answer);
      query = findNextPage(asked, answer);
    }
  }
  return seen;
};

const listReads = ({ operations, askingOf }: Workshop, side: Side): readonly Asking[] => {
  const askings = operations
    .filter(({ method }) => method === 'GET')
    .flatMap((operation) =>
      // Each object by itself, and once what depends on no object.
      (side.kept.length === 0 ? [[]] : side.kept.map((made) => [made])).flatMap((objects) => {
        const values = findPathValues(operation, side, objects);
        if (values === undefined) return [];
        const path = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, encodeSegment(value)]));
        return [askingOf(operation, path, '')];
      }),
    );
  return [...new Map(askings.map((asking) => [createSent(asking).path, asking])).values()];
};

/** Two looks, whose differences show what changes by itself. */
export type Before = readonly [Standing, Standing];

/** Returns what has changed since, except what changes by itself; `undefined` if nothing has. */
export const changeSince = ([first, second]: Before, now: Standing): string | undefined => {
  const named = (answer: ApiAnswer): Named => ({ answer, named: [] });
  for (const [request, before] of first) {
    const [again, after] = [second.get(request), now.get(request)];
    // The request for a page comes from the page before, and may differ in each look.
    if (after === undefined || again === undefined) continue;
    if (isDone(before) && after.status !== before.status)
      return `the other’s ${request} is answered with ${after.status}, and was with ${before.status}`;
    const difference = findDifference(named(after), [named(before), named(again)]);
    if (difference !== undefined) return `the answer to the other’s ${request} has changed`;
  }
  return undefined;
};
