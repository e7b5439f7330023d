import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseOwnerId } from '../../domain/owner.ts';
import { anyCharacter } from '../any-character.ts';
import { confusions } from './catalogue.ts';

const material = fc.oneof(
  fc.string({ unit: anyCharacter, minLength: 1, maxLength: 40 }).filter((text) => text.isWellFormed()),
  fc.constantFrom('us-east-1:7c9e6679-7425-40de-944b-e07fc1f90ae7', 'a', '%', '..', '__proto__', '😀', ' ', '\0'),
);

describe('a confusion', () => {
  test.each(confusions)('$name makes two owners from any text, and takes one for the other', ({ pair, takes, map }) => {
    fc.assert(
      fc.property(material, (material) => {
        const [stored, asked] = pair(material);
        expect(parseOwnerId(stored).isOk() && parseOwnerId(asked).isOk()).toBe(true);
        expect(asked).not.toBe(stored);
        expect(takes(asked, stored)).toBe(true);
        expect(takes(stored, stored)).toBe(true);
        if (map === undefined) return;
        // At least one of the two texts must show the confusion.
        expect([stored, asked].some((text) => map(text) !== text)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  test('has a unique name', () => {
    const names = confusions.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(names.length).toBeGreaterThan(300);
  });
});

/**
 * Careless maps by somebody who does not know the catalogue, each as narrow as possible. A map that no entry shows
 * would go unnoticed. So a lost entry fails here, which its own planted store, lost with it, cannot do.
 */
describe('the catalogue shows a store that', () => {
  const bytes = (text: string) => Buffer.from(text);
  const swap = (from: string, to: string) => (text: string) => text.replaceAll(from, to);
  const lengths = Array.from({ length: 11 }, (_, power) => 2 ** power).concat([
    36, 40, 50, 100, 191, 200, 250, 255, 500, 1000, 2000, 2047,
  ]);
  const separators = [...':/#|.,-_@ \0'];
  const narrow: readonly (readonly [string, (text: string) => string])[] = [
    ...lengths.flatMap((length) => [
      [`keeps ${length} bytes`, (text: string) => bytes(text).subarray(0, length).toString('latin1')] as const,
      [`keeps ${length} UTF-16 units`, (text: string) => text.slice(0, length)] as const,
      [`keeps ${length} code points`, (text: string) => [...text].slice(0, length).join('')] as const,
      [`keeps the last ${length} bytes`, (text: string) => bytes(text).subarray(-length).toString('latin1')] as const,
    ]),
    ...separators.flatMap((separator) => {
      const name = JSON.stringify(separator);
      const at = (text: string) => text.indexOf(separator);
      return [
        [`cuts before the first ${name}`, (text: string) => (at(text) < 0 ? text : text.slice(0, at(text)))] as const,
        [`cuts behind the last ${name}`, (text: string) => text.slice(text.lastIndexOf(separator) + 1)] as const,
      ];
    }),
    ['lowers ASCII', (text) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())],
    ['raises ASCII', (text) => text.replace(/[a-z]/g, (letter) => letter.toUpperCase())],
    ['lowers Cyrillic', (text) => text.replace(/[А-Я]/g, (letter) => letter.toLowerCase())],
    ['takes ß for ss', swap('ß', 'ss')],
    ['takes the Kelvin sign for k', swap('\u212a', 'k')],
    ['takes dotless for dotted', swap('ı', 'i')],
    ['narrows letters', (text) => text.replace(/[Ａ-Ｚａ-ｚ]/g, (wide) => wide.normalize('NFKC'))],
    ['narrows digits', (text) => text.replace(/[０-９]/g, (wide) => wide.normalize('NFKC'))],
    ['narrows punctuation', (text) => text.replace(/[！-／：-＠]/g, (wide) => wide.normalize('NFKC'))],
    ['widens kana', (text) => text.replace(/[ｦ-ﾝ]/g, (narrowed) => narrowed.normalize('NFKC'))],
    ['composes', (text) => text.normalize('NFC')],
    ['decomposes', (text) => text.normalize('NFD')],
    ['takes ligatures apart', swap('ﬀ', 'ff')],
    ['unwraps circled digits', swap('①', '1')],
    ['lowers superscripts', swap('²', '2')],
    ['composes Hangul', (text) => text.replace(/[\u1100-\u1175]+/g, (jamo) => jamo.normalize('NFC'))],
    ['orders marks', (text) => text.replace(/q\u0323\u0307/g, 'q\u0307\u0323')],
    ['leaves out the acute', (text) => text.normalize('NFD').replaceAll('\u0301', '')],
    ['leaves out the háček', (text) => text.normalize('NFD').replaceAll('\u030c', '')],
    ['leaves out strokes', swap('ø', 'o')],
    ['collates ä as ae', swap('ä', 'ae')],
    ['collates å as aa', swap('å', 'aa')],
    ['takes Cyrillic о for o', swap('о', 'o')],
    ['leaves out zero width joiners', swap('\u200d', '')],
    ['leaves out soft hyphens', swap('\u00ad', '')],
    ['leaves out direction marks', swap('\u200f', '')],
    ['trims the end', (text) => text.replace(/ $/, '')],
    ['trims the beginning', (text) => text.replace(/^ /, '')],
    ['trims tabs', (text) => text.replace(/\t$/, '')],
    ['trims line ends', (text) => text.replace(/\n$/, '')],
    ['trims non-breaking spaces', (text) => text.replace(/\u00a0$/, '')],
    ['squeezes spaces', (text) => text.replace(/ {2,}/g, ' ')],
    ['squeezes slashes', (text) => text.replace(/\/{2,}/g, '/')],
    ['drops the last slash', (text) => text.replace(/\/$/, '')],
    ['drops the first slash', (text) => text.replace(/^\//, '')],
    ['resolves ..', (text) => text.replace(/\/[^/]+\/\.\.\//g, '/')],
    ['resolves .', swap('/./', '/')],
    ['decodes %20', swap('%20', ' ')],
    ['decodes %2F', swap('%2F', '/')],
    ['decodes letters', swap('%61', 'a')],
    ['decodes UTF-8', swap('%C3%A9', 'é')],
    ['decodes +', swap('+', ' ')],
    ['decodes &amp;', swap('&amp;', '&')],
    ['decodes &lt;', swap('&lt;', '<')],
    ['decodes &quot;', swap('&quot;', '"')],
    ['decodes &#39;', swap('&#39;', "'")],
    ['decodes &#65;', swap('&#65;', 'A')],
    ['decodes &#x42;', swap('&#x42;', 'B')],
    ['drops backslashes', swap('\\', '')],
    ['undoubles backslashes', swap('\\\\', '\\')],
    ['undoubles apostrophes', swap("''", "'")],
    ['undoubles quotation marks', swap('""', '"')],
    ['drops quotation marks', swap('"', '')],
    ['drops apostrophes', swap("'", '')],
    ...['1e3', '01', '0x10', '2.0', '+3', '.5'].map(
      (number) =>
        [`reads the number ${number}`, (text: string) => (text === number ? `${Number(text)}` : text)] as const,
    ),
    ['writes ? beyond ASCII', (text) => text.replace(/[^\0-\x7f]/g, '?')],
    ['writes ? beyond Latin-1', (text) => text.replace(/[^\0-\xff]/g, '?')],
    ['drops what lies beyond Latin-1', (text) => text.replace(/[^\0-\xff]/g, '')],
    ['reads bytes as Latin-1', (text) => Buffer.from(text, 'latin1').toString('latin1')],
    ['writes U+FFFD for surrogates', (text) => text.replace(/[\ud800-\udfff]/g, '\ufffd')],
    ['drops what has four bytes', (text) => text.replace(/[\u{10000}-\u{10ffff}]/gu, '')],
    ['reads JSON', (text) => (/^[{["]/.test(text) ? JSON.stringify(JSON.parse(`[${text}]`)) : text)],
    ['keeps objects’ own names', (text) => (text in {} ? 'inherited' : text)],
    ['takes undefined and null for nobody', (text) => (/^(undefined|null)$/.test(text) ? '' : text)],
    ['takes 0 and false for nobody', (text) => (/^(0|false)$/.test(text) ? '' : text)],
    ['takes defaults for the same', (text) => (/^(default|anonymous|unknown)$/.test(text) ? '' : text)],
  ];
  const safely = (map: (text: string) => string) => (text: string) => {
    try {
      return map(text);
    } catch {
      return text;
    }
  };
  const drawn = confusions.map(({ pair }) => pair('u'));
  test.each(narrow)('%s', (_, map) => {
    expect(drawn.some(([one, other]) => safely(map)(one) === safely(map)(other))).toBe(true);
  });

  const asked: readonly (readonly [string, (asked: string, stored: string) => boolean])[] = [
    ['asks by LIKE, %', (one, other) => one.endsWith('%') && other.startsWith(one.slice(0, -1))],
    ['asks by LIKE, _', (one, other) => one.endsWith('_') && one.slice(0, -1) === other.slice(0, -1)],
    ['asks by a glob, *', (one, other) => one.endsWith('*') && other.startsWith(one.slice(0, -1))],
    ['asks by a glob, ?', (one, other) => one.endsWith('?') && one.slice(0, -1) === other.slice(0, -1)],
    ['asks by a regular expression, .', (one, other) => one.endsWith('.') && one.slice(0, -1) === other.slice(0, -1)],
    ['asks by a regular expression, |', (one, other) => one.split('|').includes(other)],
    ['asks by a beginning', (one, other) => other.startsWith(one)],
    ['asks by an end', (one, other) => other.endsWith(one)],
    ['asks by a part', (one, other) => other.slice(1, -1) === one],
  ];
  test.each(asked)('%s', (_, takes) => {
    expect(drawn.some(([stored, other]) => other !== stored && takes(other, stored))).toBe(true);
  });
});
