import { isRefusal, neverArrived } from './failures.ts';

/** What is known of the attempts of one request, the SDK's own repetitions included. */
export interface Attempts {
  /**
   * Whether an attempt that failed may have been carried out, or may still be: it was sent, and neither was refused nor
   * found its condition false.
   */
  mayHaveWritten: boolean;
}

type Middleware = <Args, Output>(next: (args: Args) => Promise<Output>) => (args: Args) => Promise<Output>;

/** A command of the SDK's, as far as it is watched here. */
interface Watchable {
  readonly middlewareStack: {
    add(middleware: Middleware, options: { readonly step: 'finalizeRequest'; readonly priority: 'low' }): void;
  };
}

/**
 * The command, with a watch on its attempts. `$metadata.attempts` counts them, but a throttled attempt did nothing and a
 * lost one may have written. At the end of the step `finalizeRequest` a middleware is inside the SDK's retry, one call an
 * attempt, and outside of what reads the answer [AWS SDK for JavaScript v3, "Middleware stack"].
 */
export const watched = <C extends Watchable>(command: C, attempts: Attempts, signal: AbortSignal | undefined): C => {
  const watch: Middleware = (next) => async (args) => {
    // Once the time is over, an attempt ends before anything is sent.
    const sent = signal?.aborted !== true;
    try {
      return await next(args);
    } catch (error) {
      if (sent && !isAnswer(error) && !isRefusal(error) && !neverArrived(error)) attempts.mayHaveWritten = true;
      throw error;
    }
  };
  command.middlewareStack.add(watch, { step: 'finalizeRequest', priority: 'low' });
  return command;
};

/** DynamoDB's word that it looked at the request and did nothing. */
const isAnswer = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ConditionalCheckFailedException';
