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
 * Calls DynamoDB through the user's own client, a `DynamoDBClient` or a `DynamoDBDocumentClient`, which determines
 * where the table is, which credentials to use, and how often and how long to try. Uses only what the SDK documents.
 */
export const createSdkDynamoDB =
  (client: DynamoDBClient): DynamoDB =>
  async <O extends keyof Operations>(operation: O, input: Operations[O]['input'], signal?: AbortSignal) => {
    let mayHaveWritten = false;
    const command = commands[operation](input as never) as GetItemCommand;
    // The end of the step `finalizeRequest` is inside the SDK's retry and runs once per attempt [AWS SDK for JavaScript
    // v3, "Middleware stack"]. `$metadata.attempts` counts attempts, but a throttled one did nothing, and a lost one
    // may have written.
    command.middlewareStack.add(
      (next) => async (args) => {
        if (signal?.aborted) throw new TimeIsOver();
        const before = mayHaveWritten;
        // True from now on, until it is known that it did not write: the signal may abort at any moment.
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
      // With options, a client with `cacheMiddleware` builds this command's chain anew.
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
    super('This request has timed out.');
    this.name = 'AbortError';
  }
}

/** Returns the result of `work`, or rejects with an `AbortError` when `signal` aborts, even while the SDK waits. */
const abortable = <T>(signal: AbortSignal | undefined, work: Promise<T>): Promise<T> => {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const end = () => reject(new TimeIsOver());
    if (signal.aborted) end();
    else signal.addEventListener('abort', end);
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', end));
  });
};

// An application may have two SDKs, so errors are recognised by name.

const isFailedCondition = (error: unknown): error is Error & { readonly Item?: Attributes } =>
  error instanceof Error && error.name === 'ConditionalCheckFailedException';

const wasRefused = (error: unknown): boolean => error instanceof Error && isRefusal(error.name);
