import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareText } from '../../../src/domain/text.ts';
import { createSortedKeys } from './key-order.ts';
import { createPage, type PageRequest } from './list-page.ts';
import { names } from './test-arbitraries.ts';

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

const all: PageRequest = { prefix: '', delimiter: '', startAfter: '', after: undefined, maxKeys: 1000 };

const named = (keys: readonly string[], asked: Partial<PageRequest>) =>
  createPage(createSortedKeys(keys), { ...all, ...asked }).entries.map(({ name }) => name);

/** Reads all pages, continuing each from the one before. */
const pages = (keys: readonly string[], asked: Partial<PageRequest>): string[] => {
  const sorted = createSortedKeys(keys);
  const found: string[] = [];
  for (let after: string | undefined; ; after = found.at(-1)) {
    const page = createPage(sorted, {
      ...all,
      ...asked,
      after,
      startAfter: after === undefined ? (asked.startAfter ?? '') : '',
    });
    found.push(...page.entries.map(({ name }) => name));
    if (!page.isTruncated) return found;
    expect(page.entries).toHaveLength(asked.maxKeys ?? 1000);
  }
};

describe('a listing', () => {
  const keySets = fc.uniqueArray(fc.oneof(names, fc.constantFrom('a', 'a/b', 'a/c/d', 'b/', 'b/c', 'a0')), {
    maxLength: 12,
  });

  test('is in the order of UTF-8 bytes, which is not that of UTF-16', () => {
    expect(named(['\u{1f600}', '\uffff', 'a', '\ue000', 'Z'], {})).toEqual(['Z', 'a', '\ue000', '\uffff', '\u{1f600}']);
    fc.assert(fc.property(names, names, (a, b) => Math.sign(compareText(a, b)) === Math.sign(byBytes(a, b))));
  });

  test('keeps its order as keys are added and deleted', () => {
    fc.assert(
      fc.property(keySets, keySets, (kept, removed) => {
        const keys = createSortedKeys(removed);
        for (const key of kept) keys.add(key);
        for (const key of removed) keys.delete(key);
        const left = kept.filter((key) => !removed.includes(key));
        expect([...keys.from('')]).toEqual(left.toSorted(byBytes));
      }),
    );
  });

  test('has every key with the prefix, and each common prefix once, in pages of any size', () => {
    const prefixes = fc.constantFrom('', 'a', 'a/', 'b', 'zz', '\u{1f600}');
    const delimiters = fc.constantFrom('', '/', 'a', '&', '/b');
    fc.assert(
      fc.property(keySets, prefixes, delimiters, fc.integer({ min: 1, max: 5 }), (keys, prefix, delimiter, maxKeys) => {
        const expected = keys
          .filter((key) => key.startsWith(prefix))
          .map((key) => {
            const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
            return end === -1 ? key : key.slice(0, end + delimiter.length);
          });
        expect(pages(keys, { prefix, delimiter, maxKeys })).toEqual([...new Set(expected)].sort(byBytes));
      }),
    );
  });

  test('starts after a given key, whether or not it exists', () => {
    fc.assert(
      fc.property(keySets, names, fc.integer({ min: 1, max: 5 }), (keys, startAfter, maxKeys) => {
        const expected = keys.filter((key) => byBytes(key, startAfter) > 0).sort(byBytes);
        expect(pages(keys, { startAfter, maxKeys })).toEqual(expected);
      }),
    );
  });

  test('is truncated only if it asks for some keys and leaves some out', () => {
    expect(createPage(createSortedKeys(['a']), { ...all, maxKeys: 0 })).toEqual({ entries: [], isTruncated: false });
    expect(createPage(createSortedKeys(['a']), { ...all, maxKeys: 1 }).isTruncated).toBe(false);
    expect(createPage(createSortedKeys(['a', 'b']), { ...all, maxKeys: 1 }).isTruncated).toBe(true);
  });
});
