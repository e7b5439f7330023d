import { describe, expect, test } from 'vitest';
import {
  createChangingTimes,
  createHoarding,
  createPoolingSessions,
  createRemembering,
  createSharingTheOwner,
  type Method,
} from '../../test/kit/stores/careless-note-stores.ts';
import type { OwnerId } from '../domain/owner.ts';
import type { Law, OpenedNoteStore } from './law.ts';
import { stateLaws } from './state-laws.ts';

const [fresh, crowd, dates, gone] = stateLaws as readonly [Law, Law, Law, Law];
const rejects = (law: Law, open: () => OpenedNoteStore, sentence: RegExp) =>
  expect(law.hold(async () => open(), { runs: 1 })).rejects.toMatchObject({
    cause: { message: expect.stringMatching(sentence) },
  });

describe('a store that caches answers is rejected at the first case', () => {
  const allBut = (method: Method): Method[] =>
    (['create', 'update', 'delete'] as const).filter((each) => each !== method);
  const byOwner = (owner: OwnerId, asked: string) => `${owner} ${asked}`;
  test.each<[string, () => OpenedNoteStore]>([
    ['by owner and question', () => createRemembering(byOwner)],
    ['by question', () => createRemembering((_, asked) => asked, { forgetsAt: ['create', 'update', 'delete'] })],
    [
      'by owner',
      () =>
        createRemembering((owner, asked) => `${owner} ${asked.slice(0, 4)}`, {
          forgetsAt: ['create', 'update', 'delete'],
        }),
    ],
    ['until a write other than a create', () => createRemembering(byOwner, { forgetsAt: allBut('create') })],
    ['until a write other than an update', () => createRemembering(byOwner, { forgetsAt: allBut('update') })],
    ['until a write other than a delete', () => createRemembering(byOwner, { forgetsAt: allBut('delete') })],
    ['from the second time on', () => createRemembering(byOwner, { hot: 2 })],
    ['of find only', () => createRemembering(byOwner, { what: ['find'] })],
    ['of list only', () => createRemembering(byOwner, { what: ['list'] })],
    [
      'of pages without their limit',
      () =>
        createRemembering((owner, asked) => byOwner(owner, asked.replace(/"limit":\d+/, '')), {
          forgetsAt: ['create', 'update', 'delete'],
        }),
    ],
    [
      'of pages without their cursor',
      () =>
        createRemembering((owner, asked) => byOwner(owner, asked.replace(/,"after":"[^"]*"/, '')), {
          forgetsAt: ['create', 'update', 'delete'],
        }),
    ],
  ])('%s', async (_, open) => {
    await rejects(fresh, open, /^A store remembers an answer/);
  });
});

describe('a store that mixes owners up is rejected at the first case', () => {
  const tick = () => Promise.resolve();
  const timer = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
  test.each<[string, () => OpenedNoteStore]>([
    ['because it keeps the owner in a variable', () => createSharingTheOwner(tick)],
    ['because it keeps the owner in a variable for longer', () => createSharingTheOwner(timer)],
    ...(['create', 'find', 'list', 'update', 'delete'] as const).map((method): [string, () => OpenedNoteStore] => [
      `because its ${method} keeps the owner in a variable`,
      () => createSharingTheOwner(tick, [method]),
    ]),
    ...[1, 2, 3, 4, 5, 7, 8, 10, 12, 16, 20, 25, 32, 50, 64].map((size): [string, () => OpenedNoteStore] => [
      `because it has ${size} sessions`,
      () => createPoolingSessions(size),
    ]),
  ])('%s', async (_, open) => {
    await rejects(crowd, open, /^A store takes owner \d+ of many for another/);
  });
});

describe('a store that changes times is rejected at the first case', () => {
  test.each<[string, (time: number) => number]>([
    ['to 32 bits', (time) => time | 0],
    ['to unsigned 32 bits', (time) => time >>> 0],
    ['to at most signed 32 bits', (time) => Math.min(time, 2 ** 31 - 1)],
    ['to seconds', (time) => Math.floor(time / 1000)],
    ['to whole seconds', (time) => time - (time % 1000)],
    ['to hundredths', (time) => time - (time % 10)],
    ['to single precision', Math.fround],
    ['to a date with a four-digit year', (time) => Math.min(time, 4_102_444_800_000)],
    ['to now if it is 0', (time) => time || Date.now()],
  ])('%s', async (_, map) => {
    await rejects(dates, () => createChangingTimes(map), /^A (store|list) changes/);
  });
});

describe('a store whose contents can be dumped', () => {
  test.each(['deleted', 'replaced'] as const)('is rejected if it still holds a text that was %s', async (keeps) => {
    await rejects(gone, () => createHoarding(keeps), new RegExp(`^A store still holds a text that was ${keeps}\\.$`));
  });

  test('is rejected if the dump is incomplete, and accepted if it holds no old text', async () => {
    await rejects(gone, () => createHoarding('nothing at all'), /lacks a text that is there/);
    await gone.hold(async () => createHoarding('nothing'), { runs: 5 });
  });
});
