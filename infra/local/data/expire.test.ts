import { expect, test } from 'vitest';
import { createNotesTableSchema, openTable } from '../dynamodb/table.ts';
import { expireItems } from './expire.ts';

const now = Date.UTC(2026, 0, 2);
const seconds = now / 1000;
const year = 365 * 24 * 60 * 60;
const table = { ...createNotesTableSchema('notes'), timeToLive: 'expiresAt' };

/**
 * Fills a table with items that expire at these times, each of another owner. Returns the indexes of those that expiry
 * leaves, and how many it deleted.
 */
const listUnexpired = async (expiresAt: readonly (object | undefined)[]) => {
  await using opened = await openTable({ table, region: 'us-east-1', port: 0 });
  for (const [index, value] of expiresAt.entries()) {
    const Item = { userId: { S: `owner-${index}` }, noteId: { S: '1' }, ...(value && { expiresAt: value }) };
    await opened.ask('PutItem', { TableName: 'notes', Item });
  }
  const deleted = await expireItems(opened.ask, table, now);
  const { Items = [] } = await opened.ask('Scan', { TableName: 'notes' });
  return {
    deleted,
    left: Items.map(({ userId }) => Number(String(userId?.S).slice('owner-'.length))).toSorted((a, b) => a - b),
  };
};

test('deletes expired items, and none with a later time, without one, or with a string for one', async () => {
  const over = [{ N: String(seconds - 1) }, { N: String(seconds - 4 * year) }];
  const stays = [{ N: String(seconds) }, { N: String(seconds + 1) }, undefined, { S: String(seconds - 1) }];
  expect(await listUnexpired([...over, ...stays])).toEqual({ deleted: 2, left: [2, 3, 4, 5] });
});

test('keeps items that expired more than five years ago, as DynamoDB does', async () => {
  expect(await listUnexpired([{ N: String(seconds - 6 * year) }, { N: '0' }])).toEqual({ deleted: 0, left: [0, 1] });
});

test('goes through all items, even if they do not fit one page', async () => {
  const many = Array.from({ length: 1100 }, (_, index) => ({ N: String(seconds + (index % 2 === 0 ? -1 : 1)) }));
  const { deleted, left } = await listUnexpired(many);
  expect(deleted).toBe(550);
  expect(left).toHaveLength(550);
});

test('keeps an item that is rewritten between the scan and its deletion', async () => {
  await using opened = await openTable({ table, region: 'us-east-1', port: 0 });
  const put = (expiresAt: number) =>
    opened.ask('PutItem', {
      ...{ TableName: 'notes' },
      Item: { userId: { S: 'ann' }, noteId: { S: '1' }, expiresAt: { N: String(expiresAt) } },
    });
  await put(seconds - 1);
  const ask: typeof opened.ask = async (operation, input) => {
    if (operation === 'DeleteItem') await put(seconds + 1);
    return opened.ask(operation, input);
  };
  expect(await expireItems(ask, table, now)).toBe(0);
  expect((await opened.ask('Scan', { TableName: 'notes' })).Items).toHaveLength(1);
});
