import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkPassword } from '../../../infra/local/cognito/password-policy.ts';
import { userPoolSettings } from '../../../infra/user-pool-settings.ts';
import { isEmail, isGoodPassword, parseCode } from './rules.ts';

const poolTakes = (password: string): boolean => {
  try {
    checkPassword(userPoolSettings.password, password);
    return true;
  } catch {
    return false;
  }
};

/** Passwords near the rules' limits: a few kinds of characters, and about the minimum or maximum length. */
const passwords = fc.oneof(
  fc.array(fc.constantFrom('a', 'Z', '7', '!', ' ', 'ß', '€', '~', '-'), { minLength: 5, maxLength: 12 }),
  fc.array(fc.constantFrom('aB3!', 'x'), { minLength: 60, maxLength: 260 }),
);

test('the page accepts a password if and only if the pool does and it has no space at either end', () => {
  fc.assert(
    fc.property(passwords, (parts) => {
      const password = parts.join('');
      expect(isGoodPassword(password)).toBe(poolTakes(password) && password === password.trim());
    }),
    { numRuns: 2000 },
  );
});

test.each(['Passw0rd!', 'aB3-5678', `aB3!${'x'.repeat(252)}`])('%s is accepted', (password) => {
  expect(isGoodPassword(password)).toBe(true);
});

test('a code is six digits, with or without spaces', () => {
  expect(['123456', ' 123 456\n', '12345', '1234567', '12345a', ''].map(parseCode)).toEqual([
    ...['123456', '123456'],
    ...[undefined, undefined, undefined, undefined],
  ]);
});

test('an address has a name and a domain', () => {
  expect(['a@b', 'a.b+c@example.com'].every(isEmail)).toBe(true);
  expect(['', 'a', '@b', 'a@', 'a b@c', 'a@b@c'].some(isEmail)).toBe(false);
});
