import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AskTable, AttributeMap } from '../../dynamodb/ask-table.ts';
import { readItemPage } from './items.ts';
import type { ItemPage } from './shown.ts';
import type { WatchedData } from './watched-data.ts';

/** Returns a table with these notes, which answers at most `most` items at a time. */
const tableOf = (contents: readonly string[], most = Number.POSITIVE_INFINITY): WatchedData => {
  const items = contents.map(
    (content, index): AttributeMap => ({ userId: { S: 'ann' }, noteId: { S: `${index}` }, content: { S: content } }),
  );
  const askTable: AskTable = async (_, input) => {
    const { Limit, ExclusiveStartKey } = Object(input);
    const from = ExclusiveStartKey === undefined ? 0 : Number(ExclusiveStartKey.noteId.S) + 1;
    const end = from + Math.min(Number(Limit), most);
    const last = items[end - 1];
    return {
      Items: items.slice(from, end),
      ...(last !== undefined && { LastEvaluatedKey: { userId: last.userId ?? {}, noteId: last.noteId ?? {} } }),
    };
  };
  const table = { name: 'notes', partitionKey: 'userId', sortKey: 'noteId' };
  return { askTable, table } as unknown as WatchedData;
};

const readPages = async (data: WatchedData, search: string): Promise<readonly ItemPage[]> => {
  const pages: ItemPage[] = [];
  let after: string | null = null;
  do {
    const page: ItemPage = await readItemPage(data, { owner: null, search, after });
    pages.push(page);
    after = page.next ?? null;
  } while (after !== null);
  return pages;
};

test('pages have every item that is searched for, in order, and say how many they looked at', async () => {
  const content = fc.constantFrom('kites', 'bread', 'milk');
  await fc.assert(
    fc.asyncProperty(
      fc.array(content, { maxLength: 300, size: 'max' }),
      fc.constantFrom('', 'kites', 'KIT', 'nothing'),
      fc.integer({ min: 1, max: 300 }),
      async (contents, search, most) => {
        const pages = await readPages(tableOf(contents, most), search);
        const found = contents.filter((each) => each.includes(search.toLowerCase()));
        expect(pages.flatMap(({ items }) => items.map(({ content }) => content))).toEqual(found);
        expect(pages.reduce((sum, { looked }) => sum + looked, 0)).toBe(contents.length);
        // Up to the end of a page, nothing else is in the items that it looked at.
        let end = 0;
        for (const { items, looked } of pages) {
          const those = contents.slice(end, end + looked);
          end += looked;
          expect(those.filter((each) => each.includes(search.toLowerCase()))).toHaveLength(items.length);
        }
      },
    ),
  );
});

test('a page of a search ends after two thousand items, and the next goes on from there', async () => {
  const contents = [...Array.from({ length: 2500 }, () => 'bread'), 'kites'];
  const [first, second] = await readPages(tableOf(contents), 'kites');
  expect(first).toMatchObject({ items: [], looked: 2000, next: expect.any(String) });
  expect(second).toMatchObject({ items: [{ content: 'kites' }], looked: 501 });
});
