import { describe, expect, test } from 'vitest';
import { CredentialsUnavailable, readFailure, writeFailure } from './failures.ts';

const failure = (name: string, more: object = {}) => Object.assign(new Error('not for anybody'), { name, ...more });

describe('a failure of the driver', () => {
  test.each([
    ['throttled', failure('ThrottlingException')],
    ['throughput exceeded', failure('ProvisionedThroughputExceededException')],
    ['an internal error of DynamoDB', failure('InternalServerError')],
    ['an answer of 500 with any name', failure('Whatever', { $metadata: { httpStatusCode: 500 } })],
    ['a time-out', failure('TimeoutError')],
    ['the end of the time there is', failure('AbortError')],
    ['a reset connection', failure('Error', { code: 'ECONNRESET' })],
    ['a refused connection', failure('Error', { code: 'ECONNREFUSED', syscall: 'connect' })],
    ['an answer that is not JSON', new SyntaxError('Unexpected token')],
    ['no credentials, for a while', new CredentialsUnavailable(failure('TimeoutError'))],
  ])('%s', (_, error) => {
    expect(writeFailure(error, { mayHaveWritten: false })).toEqual({ kind: 'StoreUnavailable' });
    expect(writeFailure(error, { mayHaveWritten: true })).toEqual({ kind: 'OutcomeUnknown' });
    expect(readFailure(error)).toEqual({ kind: 'StoreUnavailable' });
  });

  test.each([
    failure('ValidationException', { $metadata: { httpStatusCode: 400 } }),
    failure('AccessDeniedException', { $metadata: { httpStatusCode: 400 } }),
    failure('ResourceNotFoundException', { $metadata: { httpStatusCode: 400 } }),
    new TypeError('a bug'),
    new CredentialsUnavailable(failure('AccessDenied')),
    'not even an error',
  ])('that is a bug or a wrong set-up is thrown on', (error) => {
    expect(() => readFailure(error)).toThrow();
    expect(() => writeFailure(error, { mayHaveWritten: false })).toThrow();
  });
});
