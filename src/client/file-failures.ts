import type { CognitoFailure } from './cognito.ts';
import type { ExchangeFailure, FileUnreadable, S3Refused } from './failures.ts';
import { passing } from './retry.ts';

/**
 * Why a call of the files client failed.
 *
 * @example
 * const isMissing = (failure: FileFailure): boolean => failure.kind === 'S3Refused' && failure.status === 404;
 */
export type FileFailure = S3Refused | CognitoFailure | FileUnreadable | ExchangeFailure;

/**
 * The error codes for credentials that S3 no longer accepts [Amazon S3 API Reference, "Error responses", "List of error
 * codes"].
 */
export const staleKeys = [
  ...['ExpiredToken', 'InvalidToken', 'InvalidAccessKeyId', 'TokenRefreshRequired'],
  // All that the answer to a HEAD says about them.
  '400',
];
const passingCodes = ['SlowDown', 'InternalError', 'RequestTimeout', 'OperationAborted', 'ConditionalRequestConflict'];

/** Whether the failure is transient, so that a retry may succeed. */
export const isPassing = (failure: FileFailure): boolean => {
  switch (failure.kind) {
    case 'S3Refused':
      return [429, 500, 502, 503, 504].includes(failure.status) || passingCodes.includes(failure.code);
    case 'CognitoRefused':
      return passing.includes(failure.type);
    case 'Unreachable':
      return true;
    default:
      return false;
  }
};
