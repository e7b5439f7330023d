import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { okAsync } from 'neverthrow';
import { describe, expect, test, vi } from 'vitest';
import type { NoteStore } from '../../ports/note-store.ts';
import { memoryNoteStore } from '../memory/memory-note-store.ts';
import { dynamoNoteStore } from './dynamo-note-store.ts';
import { dynamoNoteStoreOnUse, storeOnUse } from './store-on-use.ts';

vi.mock('./dynamo-note-store.ts', () => ({ dynamoNoteStore: vi.fn(() => memoryNoteStore()) }));

/** A store whose methods answer what they were given. */
const echo = Object.fromEntries(
  Object.keys(memoryNoteStore()).map((method) => [method, (...given: unknown[]) => okAsync({ method, given })]),
) as unknown as NoteStore;

describe('a store that is loaded on use', () => {
  test('hands each call to the store, with all that was given', async () => {
    const store = storeOnUse(async () => echo) as unknown as Record<string, (...given: unknown[]) => Promise<unknown>>;
    expect(Object.keys(store).toSorted()).toEqual(Object.keys(echo).toSorted());
    for (const [method, call] of Object.entries(store)) {
      const given = ['owner', 'one', 'two', 'three'].slice(0, call.length);
      expect(await call(...given)).toMatchObject({ value: { method, given } });
    }
  });

  test('is not loaded before its first call, and then once', async () => {
    const load = vi.fn(async () => memoryNoteStore());
    const store = storeOnUse(load);
    expect(load).not.toHaveBeenCalled();
    await Promise.all([
      store.list('us-east-1:1' as never, { limit: 1 }),
      store.list('us-east-1:2' as never, { limit: 1 }),
    ]);
    expect(load).toHaveBeenCalledTimes(1);
  });

  test('rejects what was asked of it where it cannot be loaded, and says why', async () => {
    const store = storeOnUse(() => Promise.reject(new Error('Cannot find package')));
    await expect(store.list('us-east-1:1' as never, { limit: 1 })).rejects.toThrow('Cannot find package');
  });
});

test('the store of the package’s door is the one in the table, of the client that was given', async () => {
  const given = [{} as DynamoDBClient, 'notes', { signal: AbortSignal.abort() }] as const;
  const store = dynamoNoteStoreOnUse(...given);
  expect(dynamoNoteStore).not.toHaveBeenCalled();
  expect((await store.list('us-east-1:1' as never, { limit: 1 })).isOk()).toBe(true);
  expect(vi.mocked(dynamoNoteStore).mock.calls).toEqual([given]);
  await dynamoNoteStoreOnUse(given[0], 'notes').list('us-east-1:1' as never, { limit: 1 });
  expect(vi.mocked(dynamoNoteStore)).toHaveBeenLastCalledWith(given[0], 'notes', {});
});
