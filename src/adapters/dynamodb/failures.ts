import type { OutcomeUnknown, StoreUnavailable } from '../../ports/note-store.ts';
import type { Attempts } from './attempts.ts';

/**
 * There are no credentials to reach the table with, so nothing was sent to it. The cause, from whoever gives them out, is
 * read like a failure of DynamoDB's own.
 */
export class CredentialsUnavailable extends Error {
  constructor(cause: unknown) {
    super('There are no credentials for the table.', { cause });
    this.name = 'CredentialsUnavailable';
  }
}

/** Failures by which DynamoDB says that it did not do what it was asked [API reference, "Error handling"]. */
const refusals = new Set([
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'Throttling',
  'ThrottlingException',
  'ReplicatedWriteConflictException',
]);

/** Failures that say nothing of whether the request was carried out. */
const ambiguous = new Set(['InternalServerError', 'ServiceUnavailable', 'TimeoutError', 'AbortError', 'SyntaxError']);

/**
 * What a read's failure means. What is neither a refusal nor a lost reply is a bug or a wrong set-up (a validation
 * error, missing permission, missing table): that is thrown on, for the outermost handler to be loud about.
 */
export const readFailure = (error: unknown): StoreUnavailable => {
  if (error instanceof CredentialsUnavailable) return readFailure(error.cause);
  if (isRefusal(error) || isLostReply(error)) return { kind: 'StoreUnavailable' };
  throw error;
};

/**
 * What a write's failure means: unavailable if no attempt can have been carried out, otherwise nobody knows. The last
 * attempt's failure alone does not tell: before a refusal, an earlier attempt may have been applied and its reply lost.
 */
export const writeFailure = (error: unknown, { mayHaveWritten }: Attempts): StoreUnavailable | OutcomeUnknown => {
  const failure = readFailure(error);
  return mayHaveWritten ? { kind: 'OutcomeUnknown' } : failure;
};

/** DynamoDB's word that it did not do what it was asked, for want of capacity. */
export const isRefusal = (error: unknown): boolean => error instanceof Error && refusals.has(error.name);

/** There was no connection to send the request by. */
export const neverArrived = (error: unknown): boolean => {
  const call = property(error, 'syscall');
  return call === 'connect' || call === 'getaddrinfo';
};

const isLostReply = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  if (ambiguous.has(error.name)) return true;
  // A socket's own error (ECONNRESET, EPIPE, ECONNREFUSED, ENOTFOUND …) has a system call; an SDK's error has none.
  if (property(error, 'syscall') !== undefined || property(error, 'code') === 'ECONNRESET') return true;
  const status = property(property(error, '$metadata'), 'httpStatusCode');
  return typeof status === 'number' && status >= 500;
};

const property = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
