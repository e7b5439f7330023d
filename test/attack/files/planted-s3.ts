import type { authenticate } from '../../../infra/local/s3/authenticate.ts';
import type { BucketRequest } from '../../../infra/local/s3/bucket-requests.ts';
import type { Operation } from '../../../infra/local/s3/operation.ts';
import type { Operate } from '../../../infra/local/s3/operations.ts';

export type Authenticate = typeof authenticate<string>;
export type Denial = (identityId: string, requests: readonly BucketRequest[]) => string | undefined;

/** A fault of the S3 server, by wrapping one of the three that decide: who asks, whether they may, and what is done. */
export interface S3Fault {
  readonly authenticate?: (sound: Authenticate) => Authenticate;
  readonly denial?: (sound: Denial) => Denial;
  readonly operate?: (sound: Operate, operation: Operation) => Operate;
}

/** The fault that is in force; the modules of the server are wrapped by whoever runs it. */
let planted: S3Fault = {};

export const plantFault = (fault: S3Fault): void => {
  planted = fault;
};

// Nothing of the server is imported here: its modules wait for this one.

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
