import type { AttributeMap } from '../../dynamodb/ask-table.ts';
import { BadRequest } from '../route.ts';
import type { ItemPage, ShownItem } from './shown.ts';
import { readText, showItem } from './shown-item.ts';
import type { WatchedData } from './watched-data.ts';

/** Items on a page; items per read when searching; and items read for one page, after which it ends early. */
const shownAtOnce = 50;
const readAtOnce = 200;
const mostRead = 2000;

/**
 * Reads a page of items: one owner's, newest first, or everybody's; only those that contain `search`, if it is not
 * empty. A page of a search may be empty, and have a next one all the same.
 */
export const readItemPage = async (
  { askTable, table }: WatchedData,
  { owner, search, after }: { readonly owner: string | null; readonly search: string; readonly after: string | null },
): Promise<ItemPage> => {
  const asked = {
    TableName: table.name,
    ...(owner !== null && {
      KeyConditionExpression: '#owner = :owner',
      ExpressionAttributeNames: { '#owner': table.partitionKey },
      ExpressionAttributeValues: { ':owner': { S: owner } },
      ScanIndexForward: false,
    }),
  };
  const wanted = search.toLowerCase();
  const items: ShownItem[] = [];
  let start = after === null ? undefined : decodeCursor(after);
  let looked = 0;
  do {
    const Limit = wanted === '' ? shownAtOnce - items.length : readAtOnce;
    const { Items = [], LastEvaluatedKey } = await askTable(owner === null ? 'Scan' : 'Query', {
      ...{ ...asked, Limit },
      ...(start !== undefined && { ExclusiveStartKey: start }),
    });
    start = LastEvaluatedKey;
    for (const item of Items) {
      looked++;
      if (wanted !== '' && !isIn(wanted, item)) continue;
      items.push(showItem(item, table));
      if (items.length < shownAtOnce) continue;
      // The rest of what was read belongs to the next page.
      const isLast = item === Items.at(-1) && LastEvaluatedKey === undefined;
      return { items, looked, ...(!isLast && { next: encodeCursor(keyOf(item, table)) }) };
    }
  } while (start !== undefined && looked < mostRead);
  return { items, looked, ...(start !== undefined && { next: encodeCursor(start) }) };
};

const isIn = (wanted: string, item: AttributeMap): boolean =>
  Object.keys(item).some((name) => readText(item, name)?.toLowerCase().includes(wanted));

const keyOf = (item: AttributeMap, { partitionKey, sortKey }: WatchedData['table']): AttributeMap => ({
  [partitionKey]: item[partitionKey] ?? {},
  [sortKey]: item[sortKey] ?? {},
});

const encodeCursor = (key: AttributeMap): string => Buffer.from(JSON.stringify(key)).toString('base64url');

const decodeCursor = (cursor: string): AttributeMap => {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw new BadRequest('There is no such page.');
  }
};
