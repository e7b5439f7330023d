import { describe, expect, test } from 'vitest';
import { CredentialsUnavailable, isRefusal, neverArrived, readFailure, writeFailure } from './failures.ts';

const failure = (name: string, more: object = {}) => Object.assign(new Error('not for anybody'), { name, ...more });

const refusals = [
  ['throttled', failure('ThrottlingException')],
  ['throttled, by its older name', failure('Throttling')],
  ['throughput exceeded', failure('ProvisionedThroughputExceededException')],
  ['too many requests of the account', failure('RequestLimitExceeded')],
  ['a write that another Region’s got in the way of', failure('ReplicatedWriteConflictException')],
] as const;

const lostReplies = [
  ['an internal error of DynamoDB', failure('InternalServerError')],
  ['a service that is not there', failure('ServiceUnavailable')],
  ['an answer of 500 with any name', failure('Whatever', { $metadata: { httpStatusCode: 500 } })],
  ['a time-out', failure('TimeoutError')],
  ['the end of the time there is', failure('AbortError')],
  ['a reset connection', failure('Error', { code: 'ECONNRESET', syscall: 'read' })],
  ['a connection that hung up, of which Node names no system call', failure('Error', { code: 'ECONNRESET' })],
  ['a broken pipe', failure('Error', { code: 'EPIPE', syscall: 'write' })],
  ['a refused connection', failure('Error', { code: 'ECONNREFUSED', syscall: 'connect' })],
  ['an unknown host', failure('Error', { code: 'ENOTFOUND', syscall: 'getaddrinfo' })],
  ['an answer that is not JSON', new SyntaxError('Unexpected token')],
] as const;

describe('a failure of the driver', () => {
  test.each([
    ...refusals,
    ...lostReplies,
    ['no credentials, for a while', new CredentialsUnavailable(failure('TimeoutError'))] as const,
  ])('%s', (_, error) => {
    expect(writeFailure(error, { mayHaveWritten: false })).toEqual({ kind: 'StoreUnavailable' });
    expect(writeFailure(error, { mayHaveWritten: true })).toEqual({ kind: 'OutcomeUnknown' });
    expect(readFailure(error)).toEqual({ kind: 'StoreUnavailable' });
  });

  test.each([
    failure('ValidationException', { $metadata: { httpStatusCode: 400 } }),
    failure('AccessDeniedException', { $metadata: { httpStatusCode: 400 } }),
    failure('ResourceNotFoundException', { $metadata: { httpStatusCode: 400 } }),
    failure('AccessDeniedException', { $metadata: { httpStatusCode: 499 } }),
    failure('Whatever', { $metadata: { httpStatusCode: '503' } }),
    failure('Whatever', { $metadata: null }),
    failure('Whatever', { $metadata: '503' }),
    failure('Whatever', { code: 'ERR_INVALID_ARG_TYPE' }),
    new TypeError('a bug'),
    { name: 'ThrottlingException' },
    { name: 'TimeoutError' },
    { code: 'ECONNRESET', syscall: 'read' },
    'not even an error',
    null,
    undefined,
  ])('that is a bug or a wrong set-up is thrown on as it is: %o', (error) => {
    for (const read of [() => readFailure(error), () => writeFailure(error, { mayHaveWritten: true })])
      expect(thrownBy(read)).toEqual({ thrown: error });
  });

  test('to get credentials is read as its cause, and says what there is not', () => {
    const cause = failure('AccessDenied');
    const error = new CredentialsUnavailable(cause);
    expect(error).toMatchObject({ name: 'CredentialsUnavailable', message: expect.stringContaining('no credentials') });
    expect(thrownBy(() => readFailure(error))).toEqual({ thrown: cause });
  });
});

describe('a request that was not carried out', () => {
  test.each(refusals)('for it was refused: %s', (_, error) => {
    expect(isRefusal(error)).toBe(true);
  });

  test.each(['connect', 'getaddrinfo'])('for it never arrived: the system call %s failed', (syscall) => {
    expect(neverArrived(failure('Error', { code: 'ETIMEDOUT', syscall }))).toBe(true);
  });

  test.each([
    ...lostReplies.filter(([, error]) => !['connect', 'getaddrinfo'].includes(String(Reflect.get(error, 'syscall')))),
    ['a false condition', failure('ConditionalCheckFailedException')] as const,
    ['no error at all', undefined] as const,
    ['null', null] as const,
    ['a text', 'connect'] as const,
  ])('cannot be told from %s', (_, error) => {
    expect(isRefusal(error)).toBe(false);
    expect(neverArrived(error)).toBe(false);
  });
});

const thrownBy = (work: () => unknown): unknown => {
  try {
    return { returned: work() };
  } catch (thrown) {
    return { thrown };
  }
};
