import {
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { err, ok } from 'neverthrow';
import { isRefusal } from '../../aws/refusals.ts';
import { neverArrived, wasLost } from '../sdk-failures.ts';
import type { Attributes, DynamoDB, Operations } from './dynamodb.ts';

/**
 * DynamoDB by a client of the user's own, a `DynamoDBClient` or a `DynamoDBDocumentClient`: it says where the table is, with which
 * credentials, and how often and how long something is tried. Of the SDK, only what is documented is used.
 */
export const createSdkDynamoDB =
  (client: DynamoDBClient): DynamoDB =>
  async <O extends keyof Operations>(operation: O, input: Operations[O]['input'], signal?: AbortSignal) => {
    let mayHaveWritten = false;
    const command = commands[operation](input as never) as GetItemCommand;
    // The end of the step `finalizeRequest` is inside the SDK's retry, one call an attempt [AWS SDK for JavaScript v3,
    // "Middleware stack"]: `$metadata.attempts` counts them, but a throttled attempt did nothing, and a lost one may have written.
    command.middlewareStack.add(
      (next) => async (args) => {
        if (signal?.aborted) throw new TimeIsOver();
        const before = mayHaveWritten;
        // From now on, and until it is known that it did not: the signal may end at any moment.
        mayHaveWritten = true;
        try {
          return await next(args);
        } catch (error) {
          if (isFailedCondition(error) || wasRefused(error) || neverArrived(error)) mayHaveWritten = before;
          throw error;
        }
      },
      { step: 'finalizeRequest', priority: 'low' },
    );
    try {
      // With options, a client with `cacheMiddleware` makes the chain of this command anew.
      const sent = client.send(command, { ...(signal && { abortSignal: signal }) });
      return ok((await abortable(signal, sent)) as Operations[O]['output']);
    } catch (error) {
      if (isFailedCondition(error)) return err({ kind: 'ConditionFailed', item: error.Item, mayHaveWritten } as const);
      if (wasRefused(error) || wasLost(error)) return err({ kind: 'Unavailable', mayHaveWritten } as const);
      throw error;
    }
  };

type SdkCommands = { readonly [O in keyof Operations]: (input: Operations[O]['input']) => object };

const commands: SdkCommands = {
  GetItem: (input) => new GetItemCommand(input),
  Query: (input) => new QueryCommand(input),
  PutItem: (input) => new PutItemCommand(input),
  UpdateItem: (input) => new UpdateItemCommand(input),
};

class TimeIsOver extends Error {
  constructor() {
    super('The time for this request is over.');
    this.name = 'AbortError';
  }
}

/** What some work comes to, or an `AbortError` once the time for it is over, also where the SDK waits. */
const abortable = <T>(signal: AbortSignal | undefined, work: Promise<T>): Promise<T> => {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const end = () => reject(new TimeIsOver());
    if (signal.aborted) end();
    else signal.addEventListener('abort', end);
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', end));
  });
};

// An application may have two SDKs: errors are known by their names.

const isFailedCondition = (error: unknown): error is Error & { readonly Item?: Attributes } =>
  error instanceof Error && error.name === 'ConditionalCheckFailedException';

const wasRefused = (error: unknown): boolean => error instanceof Error && isRefusal(error.name);
