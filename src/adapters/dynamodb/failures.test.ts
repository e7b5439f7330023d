import { describe, expect, test } from 'vitest';
import { readFailure, writeFailure } from './failures.ts';

const failure = (name: string, more: object = {}) => Object.assign(new Error('not for anybody'), { name, ...more });
const sent = (attempts: number, more: object = {}) => ({ $metadata: { attempts, ...more } });

describe('a failure of the driver', () => {
  test.each([
    ['throttled at once', failure('ThrottlingException', sent(1)), 'StoreUnavailable'],
    [
      'throttled on a later attempt: an earlier one may have been applied',
      failure('ThrottlingException', sent(2)),
      'OutcomeUnknown',
    ],
    ['throttled after nobody knows how many attempts', failure('ThrottlingException'), 'OutcomeUnknown'],
    ['throughput exceeded', failure('ProvisionedThroughputExceededException', sent(1)), 'StoreUnavailable'],
    ['an internal error of DynamoDB', failure('InternalServerError', sent(1)), 'OutcomeUnknown'],
    ['an answer of 500 with any name', failure('Whatever', sent(1, { httpStatusCode: 500 })), 'OutcomeUnknown'],
    ['a time-out', failure('TimeoutError', sent(3)), 'OutcomeUnknown'],
    ['the end of the time there is', failure('AbortError'), 'OutcomeUnknown'],
    ['a reset connection', failure('Error', { code: 'ECONNRESET' }), 'OutcomeUnknown'],
    ['a refused connection', failure('Error', { code: 'ECONNREFUSED', syscall: 'connect' }), 'OutcomeUnknown'],
    ['an answer that is not JSON', new SyntaxError('Unexpected token'), 'OutcomeUnknown'],
  ])('%s', (_, error, ofWrite) => {
    expect(writeFailure(error)).toEqual({ kind: ofWrite });
    expect(readFailure(error)).toEqual({ kind: 'StoreUnavailable' });
  });

  test.each([
    failure('ValidationException', sent(1, { httpStatusCode: 400 })),
    failure('AccessDeniedException', sent(1, { httpStatusCode: 400 })),
    failure('ResourceNotFoundException', sent(1, { httpStatusCode: 400 })),
    new TypeError('a bug'),
    'not even an error',
  ])('that is a bug or a wrong set-up is thrown on', (error) => {
    expect(() => readFailure(error)).toThrow();
    expect(() => writeFailure(error)).toThrow();
  });
});
