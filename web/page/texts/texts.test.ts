import { describe, expect, test } from 'vitest';
import { createFormats } from './formats.ts';
import { findLanguage } from './texts.ts';

test.each([
  [['de-AT', 'en'], 'de'],
  [['fr', 'DE'], 'de'],
  [['en-US', 'de'], 'en'],
  [['den', 'fr'], 'en'],
  [[], 'en'],
] as const)('for %j the page speaks %s', (wanted, language) => {
  expect(findLanguage(wanted)).toBe(language);
});

describe('a locale writes', () => {
  const [english, german] = [createFormats('en-GB'), createFormats('de-DE')];

  test('sizes in powers of a thousand', () => {
    expect([0, 1, 999, 1000, 1_540_000, 5e9, 7e16].map(english.bytes)).toEqual([
      ...['0 bytes', '1 byte', '999 bytes'],
      ...['1 kB', '1.5 MB', '5 GB', '70,000 TB'],
    ]);
    expect(german.bytes(1_540_000)).toBe('1,5 MB');
  });

  test('the plural form for a count', () => {
    const forms = { one: 'note', other: 'notes' };
    expect([0, 1, 2].map((count) => english.plural(count, forms))).toEqual(['notes', 'note', 'notes']);
  });

  test('numbers and dates', () => {
    const time = Date.UTC(2026, 10, 28, 12);
    expect([english.number(1234.5), german.number(1234.5)]).toEqual(['1,234.5', '1.234,5']);
    expect([english.date(time), german.date(time)]).toEqual(['28 Nov 2026', '28.11.2026']);
    expect(english.dateAndTime(time)).toContain('28 Nov 2026');
  });
});
