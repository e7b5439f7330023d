import { expect, test } from 'vitest';
import { describeFailure, failureTexts } from './failure-texts.ts';

const refused = (type: string) =>
  ({ kind: 'CognitoRefused', type, message: 'An account with the given email exists.' }) as const;
const texts = failureTexts.en;

test('an unknown user gets the same text as a wrong password', () => {
  expect(describeFailure(refused('UserNotFoundException'), texts)).toBe(
    describeFailure(refused('NotAuthorizedException'), texts),
  );
});

test('no text quotes what the server wrote', () => {
  const types = ['CodeMismatchException', 'UsernameExistsException', 'constructor', '__proto__', 'Anything'];
  for (const type of types) expect(describeFailure(refused(type), texts)).not.toContain('account');
  expect(describeFailure(refused('constructor'), texts)).toBe(texts.other('constructor'));
});

test('if nobody answered, the text says that the input is still there', () => {
  const where = { url: 'https://cognito.example.com', reason: 'fetch failed' };
  for (const failure of [
    { kind: 'Unreachable', ...where },
    { kind: 'UnexpectedAnswer', status: 200, ...where },
    { kind: 'Aborted', reason: 'timeout' },
  ] as const)
    expect(describeFailure(failure, texts)).toContain('what you typed is still here');
});

test('an expired code and a wrong code get different texts', () => {
  expect(describeFailure(refused('ExpiredCodeException'), texts)).toBe(texts.expiredCode);
  expect(describeFailure(refused('CodeMismatchException'), texts)).toBe(texts.wrongCode);
});
