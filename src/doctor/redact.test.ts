import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clip, redact } from './redact.ts';

test('removes every known secret from every text, however deep', () => {
  const secret = fc.stringMatching(/^[\w+/=]{6,40}$/);
  fc.assert(
    fc.property(
      fc.array(secret, { minLength: 1, maxLength: 4 }),
      fc.string(),
      fc.string(),
      (secrets, before, after) => {
        const texts = secrets.map((each) => `${before}${each}${after}`);
        const shown = JSON.stringify(redact({ a: texts, b: { c: texts.join('') } }, secrets));
        // The replacement is not a secret, although a secret may be part of it.
        for (const each of secrets) expect(shown.replaceAll('[secret]', '')).not.toContain(each);
      },
    ),
  );
});

test('removes every token, known or not', () => {
  const token = `${Buffer.from('{"alg":"RS256"}').toString('base64url')}.${Buffer.from('{"sub":"x"}').toString('base64url')}.c2ln`;
  expect(redact(`of ${token}, it says`, [])).toBe('of [secret], it says');
});

test('keeps what is shorter than any secret, and everything that is not text', () => {
  expect(redact({ a: 'Forbidden', b: 7, c: [true, null] }, ['For', 'bid'])).toEqual({
    a: 'Forbidden',
    b: 7,
    c: [true, null],
  });
});

test('clips long evidence', () => {
  expect(clip({ a: 'x'.repeat(301), b: 'x'.repeat(300) })).toEqual({ a: `${'x'.repeat(300)}…`, b: 'x'.repeat(300) });
});
