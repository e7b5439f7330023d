import type { authenticate } from '../../../../infra/local/s3/authenticate.ts';
import type { BucketRequest } from '../../../../infra/local/s3/bucket-requests.ts';
import type { Operation } from '../../../../infra/local/s3/operation.ts';
import type { Operate } from '../../../../infra/local/s3/operations.ts';

export type Authenticate = typeof authenticate<string>;
export type Denial = (identityId: string, requests: readonly BucketRequest[]) => string | undefined;

/** A fault of the S3 server, which wraps one of its three decisions: who calls, what they may do, and what is done. */
export interface S3Fault {
  readonly authenticate?: (sound: Authenticate) => Authenticate;
  readonly denial?: (sound: Denial) => Denial;
  readonly operate?: (sound: Operate, operation: Operation) => Operate;
}

/** The fault in force; whoever runs the server wraps its modules. */
let planted: S3Fault = {};

export const plantFault = (fault: S3Fault): void => {
  planted = fault;
};

// This module imports nothing of the server, whose modules wait for it.

export const withPlantedDenial =
  (sound: Denial): Denial =>
  (...asked) =>
    (planted.denial?.(sound) ?? sound)(...asked);

export const withPlantedAuthentication =
  (sound: Authenticate): Authenticate =>
  (...asked) =>
    (planted.authenticate?.(sound) ?? sound)(...asked);

export const withPlantedOperations = (
  handlers: Readonly<Record<Operation, Operate>>,
): Readonly<Record<Operation, Operate>> =>
  Object.fromEntries(
    (Object.entries(handlers) as [Operation, Operate][]).map(([operation, sound]): [Operation, Operate] => [
      operation,
      (asked) => (planted.operate?.(sound, operation) ?? sound)(asked),
    ]),
  ) as Record<Operation, Operate>;
