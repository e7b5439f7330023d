import { expect, test } from 'vitest';
import { describeFailure, failureTexts } from './failure-texts.ts';

const refused = (type: string) =>
  ({ kind: 'CognitoRefused', type, message: 'An account with the given email exists.' }) as const;
const texts = failureTexts.en;

test('a user who is not there is told of as a wrong password is', () => {
  expect(describeFailure(refused('UserNotFoundException'), texts)).toBe(
    describeFailure(refused('NotAuthorizedException'), texts),
  );
});

test('no failure is told of by what the server wrote', () => {
  const types = ['CodeMismatchException', 'UsernameExistsException', 'constructor', '__proto__', 'Anything'];
  for (const type of types) expect(describeFailure(refused(type), texts)).not.toContain('account');
  expect(describeFailure(refused('constructor'), texts)).toBe(texts.other('constructor'));
});

test('where nobody answered, what was typed is said to be still there', () => {
  const where = { url: 'https://cognito.example.com', reason: 'fetch failed' };
  for (const failure of [
    { kind: 'Unreachable', ...where },
    { kind: 'UnexpectedAnswer', status: 200, ...where },
    { kind: 'Aborted', reason: 'timeout' },
  ] as const)
    expect(describeFailure(failure, texts)).toContain('what you typed is still here');
});

test('a code that is too old is told from one that is wrong', () => {
  expect(describeFailure(refused('ExpiredCodeException'), texts)).toBe(texts.expiredCode);
  expect(describeFailure(refused('CodeMismatchException'), texts)).toBe(texts.wrongCode);
});
