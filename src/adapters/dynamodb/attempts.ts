import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { isRefusal, neverArrived } from './failures.ts';

/** What is known of the attempts of one request, the SDK's own repetitions included. */
export interface Attempts {
  /**
   * Whether an attempt that failed may have been carried out, or may still be: it was sent, and neither was refused nor
   * found its condition false.
   */
  mayHaveWritten: boolean;
}

/** A command of the SDK's: what it asks is told by its input, which is the same object in each attempt. */
interface Command {
  readonly input: object;
}

interface Watch {
  readonly attempts: Attempts;
  readonly signal: AbortSignal | undefined;
}

const watches = new WeakMap<object, Watch>();
const clients = new WeakSet<DynamoDBClient>();

/**
 * The command, with a watch on its attempts. `$metadata.attempts` counts them, but a throttled attempt did nothing and a
 * lost one may have written. The client gets one middleware for it, once: at the end of the step `finalizeRequest` it is
 * inside the SDK's retry, one call an attempt, and outside of what reads the answer [AWS SDK for JavaScript v3,
 * "Middleware stack"]. One for each command would have the SDK sort its middlewares at each request.
 */
export const watched = <C extends Command>(
  client: DynamoDBClient,
  command: C,
  attempts: Attempts,
  signal: AbortSignal | undefined,
): C => {
  if (!clients.has(client)) {
    clients.add(client);
    client.middlewareStack.add(
      (next) => async (args) => {
        const watch = watches.get(args.input);
        // Once the time is over, an attempt ends before anything is sent.
        const sent = watch?.signal?.aborted !== true;
        try {
          return await next(args);
        } catch (error) {
          if (watch && sent && !isAnswer(error) && !isRefusal(error) && !neverArrived(error))
            watch.attempts.mayHaveWritten = true;
          throw error;
        }
      },
      { step: 'finalizeRequest', priority: 'low', name: 'ownedNotesAttempts', override: true },
    );
  }
  watches.set(command.input, { attempts, signal });
  return command;
};

/** DynamoDB's word that it looked at the request and did nothing. */
const isAnswer = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ConditionalCheckFailedException';
