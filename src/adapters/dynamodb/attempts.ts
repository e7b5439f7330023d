import type { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { isRefusal, neverArrived } from './failures.ts';

/** What is known of the attempts of one request, the SDK's own repetitions included. */
export interface Attempts {
  /**
   * Whether an attempt may have been carried out, or may still be: it was sent, and neither was refused nor found its
   * condition false.
   */
  mayHaveWritten: boolean;
}

/** What a command is watched for. */
export interface Watch {
  readonly attempts: Attempts;
  /** Ends the attempt that is under way, and lets no other begin. */
  readonly signal: AbortSignal | undefined;
}

/** A command of the SDK's: what it asks is told by its input, which is the same object in each attempt. */
interface Command {
  readonly input: object;
}

type RequestHandler = DynamoDBClient['config']['requestHandler'];

const watches = new WeakMap<object, Watch>();
const clients = new WeakSet<DynamoDBClient>();

/** The command, to be sent by a client that `watchCommandsOf` has seen. */
export const watched = <C extends Command>(command: C, watch: Watch): C => {
  watches.set(command.input, watch);
  return command;
};

/**
 * Has a client watch the attempts of commands that are `watched`. `$metadata.attempts` counts them, but a throttled attempt
 * did nothing and a lost one may have written.
 *
 * It takes two middlewares, added once, that know a command by its input. With middlewares or options of its own, the SDK
 * would make its chain anew for each command, and could not keep it, as it does with `cacheMiddleware`: some 7 % of
 * a request's processor time. Throws for a client that keeps a chain already, which would go past them.
 */
export const watchCommandsOf = (client: DynamoDBClient): void => {
  if (clients.has(client)) return;
  if (Reflect.get(client, 'handlers') !== undefined)
    throw new Error('A client with cacheMiddleware must be given to dynamoNoteStore before its first request.');
  clients.add(client);
  const { config, middlewareStack } = client;

  // The end of the step `finalizeRequest` is inside the SDK's retry, one call an attempt, and outside of what reads the
  // answer [AWS SDK for JavaScript v3, "Middleware stack"].
  middlewareStack.add(
    (next) => async (args) => {
      const watch = watches.get(args.input);
      if (watch === undefined) return next(args);
      const { attempts, signal } = watch;
      if (signal?.aborted) throw timeIsOver();
      const before = attempts.mayHaveWritten;
      // From now on, and until it is known that it did not: `until` may ask at any moment.
      attempts.mayHaveWritten = true;
      try {
        return await next(args);
      } catch (error) {
        if (isFailedCondition(error) || isRefusal(error) || neverArrived(error)) attempts.mayHaveWritten = before;
        throw error;
      }
    },
    { step: 'finalizeRequest', priority: 'low', name: 'ownedNotesAttempts', override: true },
  );

  // In place of the SDK's own call of the request handler, which comes after the end of the step `deserialize`: it gives
  // all requests of a chain that is kept the signal of the first.
  middlewareStack.add(
    (next) => (args) => {
      const signal = watches.get(args.input)?.signal;
      if (signal === undefined) return next(args);
      return config.requestHandler.handle(args.request as Parameters<RequestHandler['handle']>[0], {
        abortSignal: signal,
      });
    },
    { step: 'deserialize', priority: 'low', name: 'ownedNotesSignal', override: true },
  );
};

/** What some work comes to, or an `AbortError` once the time for it is over, also in the SDK's back-off. */
export const until = <T>(signal: AbortSignal | undefined, work: Promise<T>): Promise<T> => {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const end = () => reject(timeIsOver());
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', end));
  });
};

const timeIsOver = (): Error => Object.assign(new Error('The time for this request is over.'), { name: 'AbortError' });

/** DynamoDB's word that it looked at the request and did nothing; by its name, since an application may have two SDKs. */
export const isFailedCondition = (error: unknown): error is Error & Pick<ConditionalCheckFailedException, 'Item'> =>
  error instanceof Error && error.name === 'ConditionalCheckFailedException';
