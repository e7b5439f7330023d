import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyCharacter } from '../laws/any-character.ts';
import { parseNoteDraft, parseNoteId, parseRevision } from './note.ts';

describe('parseNoteId', () => {
  test('accepts every UUID of RFC 9562, in either case, and keeps it as it is', () => {
    fc.assert(
      fc.property(fc.uuid({ version: [1, 2, 3, 4, 5, 6, 7, 8] }), fc.boolean(), (id, upper) => {
        const given = upper ? id.toUpperCase() : id;
        expect(parseNoteId(given)._unsafeUnwrap()).toBe(given);
      }),
    );
  });

  test.each(['00000000-0000-0000-0000-000000000000', 'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF'])('accepts %s', (id) => {
    expect(parseNoteId(id)._unsafeUnwrap()).toBe(id);
  });

  test.each([
    '',
    '..',
    '%2F',
    '__proto__',
    '0192d3c4-0000-9000-8000-000000000000',
    '0192d3c4-0000-7000-c000-000000000000',
    '0192d3c4-0000-7000-8000-00000000000',
    ' 0192d3c4-0000-7000-8000-000000000000',
    '0192d3c4-0000-7000-8000-000000000000\n',
    '0192d3c400007000800000000000000000',
    '{0192d3c4-0000-7000-8000-000000000000}',
    '０192d3c4-0000-7000-8000-000000000000',
    'ffffffff-ffff-ffff-ffff-ffffffffffffffff',
  ])('refuses %j', (raw) => {
    expect(parseNoteId(raw)._unsafeUnwrapErr()).toEqual({ kind: 'InvalidNoteId' });
  });

  test('refuses ten kilobytes', () => {
    expect(parseNoteId('a'.repeat(10_240)).isErr()).toBe(true);
  });

  test('refuses everything that does not look like a UUID', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), (raw) => {
        expect(parseNoteId(raw).isErr()).toBe(true);
      }),
    );
  });
});

describe('parseRevision', () => {
  test('accepts what an ETag may hold, and nothing that would end it', () => {
    expect(parseRevision('aZ09-_').isOk()).toBe(true);
    for (const raw of ['', 'a"b', 'a\\b', 'a b', 'é', 'a'.repeat(65), 'a\n'])
      expect(parseRevision(raw)._unsafeUnwrapErr()).toEqual({ kind: 'InvalidRevision' });
  });
});

describe('parseNoteDraft', () => {
  test('keeps well-formed text exactly as it is: NUL, emoji, direction marks, NFC and NFD', () => {
    const text = fc.string({ unit: anyCharacter, minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(text, fc.option(text, { nil: undefined }), (content, attachment) => {
        const draft = { content, ...(attachment !== undefined && { attachment }) };
        expect(parseNoteDraft(draft)._unsafeUnwrap()).toEqual(draft);
      }),
      {
        examples: [
          ['\0', 'é'],
          ['\u202eabc', '\0'],
          ['👩‍👩‍👧', 'e\u0301'],
          ['é', undefined],
          ['e\u0301', undefined],
        ],
      },
    );
  });

  test('takes a null attachment for none, because the tutorial’s front end sends it', () => {
    expect(parseNoteDraft({ content: 'a', attachment: null })._unsafeUnwrap()).toEqual({ content: 'a' });
  });

  test('ignores members that a client may not set', () => {
    const raw = { content: 'a', userId: 'us-east-1:somebody', noteId: 'x', createdAt: 0, revision: 'r' };
    expect(parseNoteDraft(raw)._unsafeUnwrap()).toEqual({ content: 'a' });
  });

  test.each<[string, unknown, string]>([
    ['a missing content', {}, '"content" is missing.'],
    ['an inherited content', Object.create({ content: 'a' }), '"content" is missing.'],
    ['a content under __proto__', JSON.parse('{"__proto__": {"content": "a"}}'), '"content" is missing.'],
    ['a null content', { content: null }, '"content" must be a string.'],
    ['a number', { content: 1 }, '"content" must be a string.'],
    ['an empty content', { content: '' }, '"content" is empty.'],
    ['a lone surrogate', { content: 'a\ud800' }, '"content" is not well-formed Unicode: it has a lone surrogate.'],
    ['262,145 bytes', { content: 'a'.repeat(262_145) }, '"content" is longer than 262,144 bytes of UTF-8.'],
    [
      '262,146 bytes in 131,073 units',
      { content: 'é'.repeat(131_073) },
      '"content" is longer than 262,144 bytes of UTF-8.',
    ],
    ['an empty attachment', { content: 'a', attachment: '' }, '"attachment" is empty.'],
    ['an attachment that is an object', { content: 'a', attachment: {} }, '"attachment" must be a string.'],
    [
      'an attachment of 1,025 bytes',
      { content: 'a', attachment: 'a'.repeat(1025) },
      '"attachment" is longer than 1,024 bytes of UTF-8.',
    ],
    ['null', null, 'A note is a JSON object.'],
    ['an array', [{ content: 'a' }], 'A note is a JSON object.'],
    ['a string', 'a', 'A note is a JSON object.'],
  ])('refuses %s', (_, raw, reason) => {
    expect(parseNoteDraft(raw)._unsafeUnwrapErr()).toEqual({ kind: 'InvalidNote', reason });
  });

  test('accepts contents and attachments of exactly the greatest length', () => {
    expect(parseNoteDraft({ content: 'é'.repeat(131_072), attachment: 'a'.repeat(1024) }).isOk()).toBe(true);
  });
});
