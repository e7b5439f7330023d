import { describe, expect, test } from 'vitest';
import {
  createChangingTimes,
  createHoarding,
  createPoolingSessions,
  createRemembering,
  createSharingTheOwner,
  type Method,
} from '../../test/careless-note-stores.ts';
import type { OwnerId } from '../domain/owner.ts';
import type { Law, OpenedNoteStore } from './law.ts';
import { stateLaws } from './state-laws.ts';

const [fresh, crowd, dates, gone] = stateLaws as readonly [Law, Law, Law, Law];
const rejects = (law: Law, open: () => OpenedNoteStore, sentence: RegExp) =>
  expect(law.hold(async () => open(), { runs: 1 })).rejects.toMatchObject({
    cause: { message: expect.stringMatching(sentence) },
  });

describe('a store that remembers answers is rejected at its first case', () => {
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
    ['until a write, but a create', () => createRemembering(byOwner, { forgetsAt: allBut('create') })],
    ['until a write, but an update', () => createRemembering(byOwner, { forgetsAt: allBut('update') })],
    ['until a write, but a delete', () => createRemembering(byOwner, { forgetsAt: allBut('delete') })],
    ['from the second time on', () => createRemembering(byOwner, { hot: 2 })],
    ['of finds alone', () => createRemembering(byOwner, { what: ['find'] })],
    ['of lists alone', () => createRemembering(byOwner, { what: ['list'] })],
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

describe('a store that mixes owners up is rejected at its first case', () => {
  const tick = () => Promise.resolve();
  const timer = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
  test.each<[string, () => OpenedNoteStore]>([
    ['as it keeps the owner in a variable', () => createSharingTheOwner(tick)],
    ['as it keeps the owner in a variable for longer', () => createSharingTheOwner(timer)],
    ...(['create', 'find', 'list', 'update', 'delete'] as const).map((method): [string, () => OpenedNoteStore] => [
      `as its ${method} keeps the owner in a variable`,
      () => createSharingTheOwner(tick, [method]),
    ]),
    ...[1, 2, 3, 4, 5, 7, 8, 10, 12, 16, 20, 25, 32, 50, 64].map((size): [string, () => OpenedNoteStore] => [
      `as it has ${size} sessions`,
      () => createPoolingSessions(size),
    ]),
  ])('%s', async (_, open) => {
    await rejects(crowd, open, /^A store takes owner \d+ of many for another/);
  });
});

describe('a store that changes times is rejected at its first case', () => {
  test.each<[string, (time: number) => number]>([
    ['to 32 bits', (time) => time | 0],
    ['to 32 bits without a sign', (time) => time >>> 0],
    ['to the largest of 32 bits', (time) => Math.min(time, 2 ** 31 - 1)],
    ['to seconds', (time) => Math.floor(time / 1000)],
    ['to whole seconds', (time) => time - (time % 1000)],
    ['to hundredths', (time) => time - (time % 10)],
    ['to single precision', Math.fround],
    ['to what a date of four digits holds', (time) => Math.min(time, 4_102_444_800_000)],
    ['to now where it is 0', (time) => time || Date.now()],
  ])('%s', async (_, map) => {
    await rejects(dates, () => createChangingTimes(map), /^A (store|list) changes/);
  });
});

describe('a store that can be looked into', () => {
  test.each(['deleted', 'replaced'] as const)('is rejected if it holds a text that was %s', async (keeps) => {
    await rejects(gone, () => createHoarding(keeps), new RegExp(`^A store still holds a text that was ${keeps}\\.$`));
  });

  test('is rejected if it shows less than everything, and holds if it keeps nothing', async () => {
    await rejects(gone, () => createHoarding('nothing at all'), /lacks a text that is there/);
    await gone.hold(async () => createHoarding('nothing'), { runs: 5 });
  });
});
