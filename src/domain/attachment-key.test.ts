import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyCharacter } from '../laws/any-character.ts';
import { attachmentName, createAttachmentKey, parseAttachmentKey } from './attachment-key.ts';

const anyName = fc.oneof(
  fc.string({ unit: anyCharacter, maxLength: 400 }),
  fc.string({ unit: 'grapheme', maxLength: 400 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 300 }).map((units) => String.fromCharCode(...units)),
  fc.constantFrom(
    '',
    '.',
    '..',
    '../../etc/passwd',
    'C:\\a.txt',
    'a/b',
    '\0',
    'e\u0301.png',
    '☕'.repeat(200),
    '%2e%2e',
    '+ +',
  ),
);
const time = fc.integer({ min: 0, max: 8.64e15 });

describe('parseAttachmentKey', () => {
  test.each(['a', 'a/b', '1700000000000-é ☕+%2F.png', '...', '.a', ' ', 'a'.repeat(960), 'é'.repeat(480)])(
    'keeps %j exactly as it is',
    (raw) => {
      expect(parseAttachmentKey(raw)._unsafeUnwrap()).toBe(raw);
    },
  );

  test.each([
    ['nothing', '', 'is empty'],
    ['961 bytes', 'a'.repeat(961), 'is longer than 960 bytes'],
    ['961 bytes in fewer characters', `${'é'.repeat(480)}a`, 'is longer than 960 bytes'],
    ['a lone surrogate', 'a\ud800', 'is not well-formed Unicode'],
    ['NUL', 'a\0', 'has a control character'],
    ['a line feed', 'a\nb', 'has a control character'],
    ['a control character of Latin-1', 'a\u0085', 'has a control character'],
  ])('refuses %s, and says why', (_, raw, reason) => {
    expect(parseAttachmentKey(raw)._unsafeUnwrapErr()).toEqual({ kind: 'InvalidAttachmentKey', reason });
  });

  test.each(['.', '..', '/a', 'a/', 'a//b', 'a/./b', 'a/../b'])('refuses %s, which could name another path', (raw) => {
    const reason = 'has a segment that is empty, "." or ".."';
    expect(parseAttachmentKey(raw)._unsafeUnwrapErr()).toEqual({ kind: 'InvalidAttachmentKey', reason });
  });

  test('accepts only what a URL carries unchanged', () => {
    fc.assert(
      fc.property(anyName, (raw) => {
        fc.pre(parseAttachmentKey(raw).isOk());
        const path = raw.split('/').map(encodeURIComponent).join('/');
        expect(new URL(`https://example.com/${path}`).pathname).toBe(`/${path}`);
      }),
    );
  });
});

describe('createAttachmentKey', () => {
  test('makes a key of one segment from any name', () => {
    fc.assert(
      fc.property(anyName, time, (name, time) => {
        const key = createAttachmentKey(name, time);
        expect(parseAttachmentKey(key)._unsafeUnwrap()).toBe(key);
        expect(key).not.toContain('/');
        expect(Buffer.byteLength(attachmentName(key))).toBeLessThanOrEqual(240);
      }),
    );
  });

  test('keeps a name that every system accepts', () => {
    expect(createAttachmentKey('Übung (1) ☕+&.png', 1700000000000)).toBe('1700000000000-Übung (1) ☕+&.png');
  });

  test('gives the same key to the composed and the decomposed spelling of a name', () => {
    expect(createAttachmentKey('e\u0301.png', 1)).toBe(createAttachmentKey('é.png', 1));
  });

  test('keeps the extension of a long name', () => {
    const key = createAttachmentKey(`${'☕'.repeat(200)}.png`, 1);
    expect(key).toMatch(/^1-☕+\.png$/u);
    expect(Buffer.byteLength(attachmentName(key))).toBeGreaterThan(230);
  });
});

describe('attachmentName', () => {
  test('gives back the name of a key', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[^\p{Cc}/\\]{1,40}$/u), time, (name, time) => {
        expect(attachmentName(createAttachmentKey(name, time))).toBe(name.normalize('NFC'));
      }),
    );
  });

  test.each([
    ['holiday.png', 'holiday.png'],
    ['a/b/17-c.png', 'c.png'],
    ['2024-', '2024-'],
  ])('gives for %s the name %s', (key, name) => {
    expect(attachmentName(key)).toBe(name);
  });
});
