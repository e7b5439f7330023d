import { expect, test, vi } from 'vitest';
import { memoryNoteStore } from '../adapters/memory/memory-note-store.ts';
import type { StoreFor } from './parts.ts';
import { settingsOf } from './settings.ts';
import { storesOf } from './wiring.ts';
import { wiringOf } from './wiring-on-use.ts';

const storeFor = vi.fn<StoreFor>(() => memoryNoteStore());
vi.mock('./wiring.ts', () => ({ storesOf: vi.fn(() => storeFor) }));

const env = {
  NOTES_TABLE_NAME: 'notes',
  IDENTITY_POOL_ID: 'us-east-1:06d418dd-1111-2222-3333-444455556666',
  USER_POOL_ID: 'us-east-1_AbCdEfGhI',
  ISOLATION: 'application',
  REQUIRE_IF_MATCH: 'true',
  AWS_REGION: 'us-east-1',
};

test('the table is reached by the first request, with its caller and its time, and set up once', async () => {
  const { dependencies } = wiringOf(env);
  const [one, other] = [{ owner: 'us-east-1:1' }, { owner: 'us-east-1:2' }] as never[] as [never, never];
  const { signal } = new AbortController();
  const first = dependencies(one, signal);
  expect(first.requireIfMatch).toBe(true);
  expect(storesOf).not.toHaveBeenCalled();

  expect((await first.store.list('us-east-1:1' as never, { limit: 1 })).isOk()).toBe(true);
  expect((await dependencies(other, signal).store.list('us-east-1:2' as never, { limit: 1 })).isOk()).toBe(true);
  expect(vi.mocked(storesOf).mock.calls).toEqual([[settingsOf(env)]]);
  expect(storeFor.mock.calls).toEqual([
    [one, signal],
    [other, signal],
  ]);
});
