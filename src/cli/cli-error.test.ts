import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CliError, type ClientFailure, toCliError } from './cli-error.ts';
import { exitCodeOfException, exitCodeOfStatus, exitCodes, exitStatusHelp } from './exit-codes.ts';

test('every status of an answer maps to an exit status', () => {
  const said = new Map([
    [401, 3],
    [403, 6],
    [404, 4],
    [409, 5],
    [410, 5],
    [412, 5],
    [408, 7],
    [425, 7],
    [429, 7],
  ]);
  for (let status = 100; status < 700; status++) {
    const expected = status < 400 ? 0 : status >= 500 ? 7 : (said.get(status) ?? 2);
    expect([status, exitCodeOfStatus(status)]).toEqual([status, expected]);
  }
});

test.each([
  [2, 'InvalidParameterException InvalidPasswordException PasswordHistoryPolicyViolationException'],
  [2, 'ResourceNotFoundException SerializationException'],
  [3, 'NotAuthorizedException UserNotConfirmedException UserNotFoundException PasswordResetRequiredException'],
  [3, 'CodeMismatchException ExpiredCodeException SignedOut UnsupportedChallenge IllegalChallenge Whatever'],
  [5, 'UsernameExistsException AliasExistsException'],
  [6, 'ForbiddenException'],
  [7, 'TooManyRequestsException TooManyFailedAttemptsException LimitExceededException ThrottlingException'],
  [7, 'InternalErrorException InternalFailure InternalServerError ServiceUnavailable ServiceUnavailableException'],
  [7, 'CodeDeliveryFailureException'],
])('exit status %i for %s', (exitCode, types) => {
  for (const type of types.split(' ')) {
    expect(exitCodeOfException(type)).toBe(exitCode);
    const failure = toCliError({ kind: 'CognitoRefused', type, message: 'No.' });
    expect(failure).toMatchObject({ exitCode, message: 'No.', more: { type } });
  }
});

const problem = { kind: 'ApiProblem', type: 'about:blank', title: 'No' } as const;

test.each<[ClientFailure, number, string, object]>([
  [{ ...problem, status: 404 }, 4, 'No (404)', { status: 404, type: 'about:blank' }],
  [{ ...problem, status: 400, detail: 'Because.' }, 2, 'No (400). Because.', { status: 400 }],
  [{ ...problem, status: 429, requestId: 'r' }, 7, 'No (429)', { requestId: 'r' }],
  [{ ...problem, status: 422, type: 'urn:x:note-id-taken' }, 5, 'No (422)', { type: 'urn:x:note-id-taken' }],
  [{ kind: 'NewPasswordRequired', username: 'u', session: 's' }, 3, '--new-password', {}],
  [{ kind: 'SecondFactorRequired', username: 'u', session: 's' }, 3, '--code', {}],
  [
    { kind: 'S3Refused', status: 403, code: 'AccessDenied', message: 'No' },
    6,
    'No (AccessDenied, 403)',
    { status: 403 },
  ],
  [{ kind: 'S3Refused', status: 503, code: '503', message: 'HTTP 503' }, 7, 'HTTP 503 (503)', { code: '503' }],
  [{ kind: 'S3Refused', status: 400, code: 'ExpiredToken', message: 'No' }, 3, 'No', {}],
  [
    { kind: 'S3Refused', status: 400, code: 'RequestTimeout', message: 'No', requestId: 'r' },
    7,
    'No',
    { requestId: 'r' },
  ],
  [{ kind: 'FileUnreadable', reason: 'Why.' }, 2, 'Why.', {}],
  [{ kind: 'InvalidOutputs', reason: 'Why.' }, 2, 'Why.', {}],
  [{ kind: 'NotSent', reason: 'Why.' }, 2, 'Why.', {}],
  [{ kind: 'UnexpectedAnswer', url: 'https://a/', status: 200, reason: 'Why.' }, 7, 'https://a/', { status: 200 }],
  [{ kind: 'Aborted', reason: 'Why.' }, 7, 'Why.', {}],
  [{ kind: 'Unreachable', url: 'https://a/', reason: 'why' }, 7, 'Nobody answers at https://a/ (why).', {}],
])('%j', (failure, exitCode, message, more) => {
  const end = toCliError(failure);
  expect(end).toBeInstanceOf(CliError);
  expect(end.name).toBe('CliError');
  expect(end.message).toContain(message);
  expect(end).toMatchObject({ exitCode, more });
  expect(JSON.stringify(end.more)).not.toContain('"s"');
});

test('a problem is classified by its status alone, whatever its title', () => {
  fc.assert(
    fc.property(fc.integer({ min: 400, max: 599 }), fc.string(), (status, title) => {
      const end = toCliError({ ...problem, status, title });
      expect(end).toMatchObject({ exitCode: exitCodeOfStatus(status), message: `${title} (${status})` });
      expect(end.more).not.toHaveProperty('requestId');
    }),
  );
});

test('the help lists every exit status', () => {
  for (const code of Object.values(exitCodes))
    expect(exitStatusHelp).toMatch(new RegExp(`(?:^|  )  ?${code}  \\w`, 'm'));
  expect(exitCodes).toEqual({
    ...{ done: 0, unexpected: 1, usage: 2, signIn: 3, notFound: 4, conflict: 5, refused: 6, unavailable: 7 },
    interrupted: 130,
  });
});
