import { describe, expect, test } from 'vitest';
import {
  createChangingTexts,
  createConfusingIds,
  createConfusingOwners,
  createConfusingRevisions,
  type Method,
  type Place,
} from '../../test/kit/stores/careless-note-stores.ts';
import type { NoteStore } from '../ports/note-store.ts';
import { confusionLaws } from './confusion-laws.ts';
import { confusions } from './confusions/catalogue.ts';
import type { Confusion } from './confusions/confusion.ts';
import type { Law } from './law.ts';

const [owners, texts, revisions, ids] = confusionLaws as readonly [Law, Law, Law, Law];
const named = (name: string): Confusion => {
  const found = confusions.find((each) => each.name === name);
  if (found === undefined) throw new Error(`There is no confusion "${name}".`);
  return found;
};

/** One case is enough: each case goes through all confusions. */
const catchFailure = async (law: Law, open: () => NoteStore, seed?: number): Promise<Error> => {
  const held = law.hold(async () => open(), { runs: 1, ...(seed !== undefined && { seed }) });
  return held.then(
    () => new Error('It held.'),
    (error: Error) => error,
  );
};
const says = (failure: Error, sentence: string | RegExp) =>
  expect(failure.cause).toMatchObject({ message: expect.stringMatching(sentence) });

describe('a store that takes one owner for another is rejected at the first case', () => {
  test.each(confusions)('if it $name', async (confusion) => {
    says(
      await catchFailure(owners, () => createConfusingOwners(confusion)),
      /^A store that .+ takes the owner .+ for .+: (\w+ (came|threw)|A page is)/s,
    );
  });

  test.each<Method>(['create', 'find', 'list', 'update', 'delete'])('if only its %s confuses them', async (method) => {
    for (const name of ['compares in small letters', 'finds by the beginning', 'cuts at 255 bytes'])
      says(await catchFailure(owners, () => createConfusingOwners(named(name), [method])), /takes the owner/);
  });

  test('with any seed, and again with the seed and path that the failure prints', async () => {
    for (let seed = 0; seed < 10; seed++) {
      const open = () => createConfusingOwners(named('trims the end (U+0020)'));
      const failure = await catchFailure(owners, open, seed);
      says(failure, /takes the owner/);
      const [, printed, path] = /seed: (-?\d+), path: "([\d:]+)"/.exec(failure.message) ?? [];
      await expect(owners.hold(async () => open(), { seed: Number(printed), path: path ?? '' })).rejects.toThrow();
    }
  });

  test('with a message that says how', async () => {
    const { message } = (await catchFailure(owners, () => createConfusingOwners(named('compares by CRC-32'))))
      .cause as Error;
    expect(message).toBe(
      'A store that compares by CRC-32 takes the owner "buckeroo" for "plumless": ' +
        'find came to {"ok":{"content":"of the one","createdAt":1,"noteId":"' +
        `${/"noteId":"([^"]+)"/.exec(message)?.[1]}","revision":"${/"revision":"([^"]+)"/.exec(message)?.[1]}","userId":"buckeroo"}} ` +
        'instead of {"error":"NoteNotFound"}.',
    );
  });
});

describe('a store that changes texts is rejected at the first case', () => {
  test.each(confusions.filter(({ map }) => map !== undefined))('if it $name', async ({ map }) => {
    says(
      await catchFailure(texts, () => createChangingTexts(map ?? String, 'create')),
      /^A (store (that .+ )?changes|list shows)/s,
    );
  });

  test.each<Place>(['create', 'update', 'find', 'list', 'attachment'])('even if only at %s', async (place) => {
    for (const name of ['composes (NFC)', 'cuts at 1000 bytes', 'leaves out what has four bytes'])
      says(await catchFailure(texts, () => createChangingTexts(named(name).map ?? String, place)), /changes|shows/);
  });

  test.each([1024, 4096, 16_384, 65_535, 65_536, 131_072, 200_000, 262_143])(
    'if it cuts them at %i bytes, units or characters',
    async (length) => {
      const cut = (text: string) => text.slice(0, length);
      const cutBytes = (text: string) => new TextDecoder().decode(new TextEncoder().encode(text).subarray(0, length));
      const cutCharacters = (text: string) => (text.length > length ? [...text].slice(0, length).join('') : text);
      for (const map of [cut, cutBytes, cutCharacters])
        says(await catchFailure(texts, () => createChangingTexts(map, 'update')), /changes/);
    },
  );

  test('if it keeps lengths in 16 bits, or splits surrogate pairs into chunks', async () => {
    const wraps = (text: string) => text.slice(0, text.length > 65_535 ? text.length & 0xffff : undefined);
    const chunked = (text: string) => (text.match(/.{1,1000}/gs) ?? []).map((chunk) => chunk.toWellFormed()).join('');
    for (const map of [wraps, chunked])
      says(await catchFailure(texts, () => createChangingTexts(map, 'create')), /changes/);
  });
});

describe('a store that takes one revision for another is rejected at the first case', () => {
  const told = [
    ...[
      'compares in small letters',
      'cuts at 8 bytes',
      'cuts at 32 bytes',
      'cuts at 50 bytes',
      'keeps the last 36 bytes',
    ],
    ...['compares numbers by value: 1e3', 'compares numbers by value: 01', 'finds by the beginning', 'asks by LIKE, _'],
    ...[
      'leaves out "-"',
      'compares hashes as Java’s',
      'takes for nobody: null',
      'finds by any part',
      'asks by a regular expression, .',
    ],
  ];
  test.each(told)('if it %s', async (name) => {
    says(await catchFailure(revisions, () => createConfusingRevisions(named(name).takes)), /takes the revision/);
  });
});

describe('a store that takes one id for another is rejected at the first case', () => {
  test.each<[string, (id: string) => string]>([
    ['compares in small letters', (id) => id.toLowerCase()],
    ['cuts the last character', (id) => id.slice(0, -1)],
    ['cuts the first', (id) => id.slice(1)],
    ['cuts at 32', (id) => id.slice(0, 32)],
    ['keeps the last 12', (id) => id.slice(-12)],
    ['leaves out the version', (id) => `${id.slice(0, 14)}0${id.slice(15)}`],
    ['leaves out the variant', (id) => `${id.slice(0, 19)}0${id.slice(20)}`],
    ['sorts its characters', (id) => [...id].sort().join('')],
    ['keeps the time', (id) => id.slice(0, 13)],
  ])('if it %s', async (_, map) => {
    says(
      await catchFailure(ids, () => createConfusingIds(map)),
      /takes one id for another|not in the order of the ids/,
    );
  });
});
