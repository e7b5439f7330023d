import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseOwnerId } from '../../domain/owner.ts';
import { confusions } from './catalogue.ts';

const material = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }).filter((text) => text.isWellFormed()),
  fc.constantFrom('us-east-1:7c9e6679-7425-40de-944b-e07fc1f90ae7', 'a', '%', '..', '__proto__', '😀', ' ', '\0'),
);

describe('a confusion', () => {
  test.each(confusions)('$name makes two owners of any text, and takes them for one', ({ pair, takes, map }) => {
    fc.assert(
      fc.property(material, (material) => {
        const [stored, asked] = pair(material);
        expect(parseOwnerId(stored).isOk() && parseOwnerId(asked).isOk()).toBe(true);
        expect(asked).not.toBe(stored);
        expect(takes(asked, stored)).toBe(true);
        expect(takes(stored, stored)).toBe(true);
        if (map === undefined) return;
        // So that texts by which it is seen are among the two.
        expect([stored, asked].some((text) => map(text) !== text)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  test('has a name of its own', () => {
    const names = confusions.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(names.length).toBeGreaterThan(300);
  });
});
