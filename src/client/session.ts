import { err, errAsync, ok, okAsync, type Result, ResultAsync } from 'neverthrow';
import { createClock } from './clock.ts';
import { type CognitoFailure, exceptionOf } from './cognito.ts';
import type { NotesConfig } from './config.ts';
import { type Credentials, fetchCredentials, type Identity } from './credentials.ts';
import { withEnding } from './ending.ts';
import type { Fetch } from './exchange.ts';
import { brokenOff, type CognitoRefused } from './failures.ts';
import { type CallOptions, createUserPool } from './user-pool.ts';
import type { Tokens } from './user-pool-answers.ts';

/**
 * Somebody who is signed in.
 *
 * @example
 * const owner = await session.credentials().map(({ identityId }) => identityId);
 */
export interface Session {
  /**
   * Credentials good for five more minutes at least; concurrent calls share one request, and the signal of one ends that one's
   * wait only. After any failure the next call tries anew.
   */
  credentials(options?: CallOptions): ResultAsync<Credentials, CognitoFailure>;
  /** Forgets credentials that were refused, so that the next call gets new ones. */
  forget(): void;
  /** The current tokens, after any refresh. */
  tokens(): Tokens;
  /**
   * Ends the sign-in at the pool, with all its tokens, those of a refresh under way included. From the call on, `credentials` fails
   * with `SignedOut`, also if the pool could not be told: `signOut` can be called again then.
   */
  signOut(options?: CallOptions): ResultAsync<void, CognitoFailure>;
}

/**
 * What a session takes from its platform, and a callback for refreshed tokens.
 *
 * @example
 * const options: SessionOptions = { onTokens: (tokens) => sessionStorage.setItem('tokens', JSON.stringify(tokens)) };
 */
export interface SessionOptions {
  readonly fetch?: Fetch;
  /** Epoch milliseconds. */
  readonly now?: () => number;
  /**
   * Told of tokens that were refreshed, to keep them; waited for. A failure of it is written to the console by its name, and the
   * session goes on with the tokens.
   */
  readonly onTokens?: (tokens: Tokens) => unknown;
}

/** How long before their end tokens and credentials count as ended, in milliseconds. */
const margin = 5 * 60 * 1000;

/**
 * A session for the tokens of a sign-in, new or kept from before. Makes no request until one of its methods is called.
 *
 * @example
 * const session = await pool.signIn('ann@example.com', password).map((tokens) => createSession(config, tokens));
 */
export const createSession = (config: NotesConfig, initial: Tokens, options: SessionOptions = {}): Session => {
  const { fetch, now = () => Date.now(), onTokens } = options;
  const pool = createUserPool(config, { ...(fetch && { fetch }), now });
  const clock = createClock(now);
  let tokens = initial;
  let known: Credentials | undefined;
  // Never another for the same user, unless it is deleted: asked for once, as GetId is the call with the smallest quota of all.
  let identity: Identity | undefined;
  let pending: Promise<Result<Credentials, CognitoFailure>> | undefined;
  let forgotten = 0;
  let isSignedOut = false;

  const keep = async (refreshed: Tokens): Promise<void> => {
    tokens = refreshed;
    try {
      await onTokens?.(refreshed);
    } catch (error) {
      const name = error instanceof Error ? error.name : typeof error;
      console.error(`owned-notes: onTokens failed with ${name}; the refreshed tokens may not have been kept.`);
    }
  };

  const refreshed = async (): Promise<Result<Tokens, CognitoFailure>> => {
    const result = await pool.refresh(tokens);
    if (result.isErr()) return err(result.error);
    // Nobody wants them any more. With rotation they have a refresh token of their own, which the sign-out does not know.
    if (isSignedOut) {
      await pool.signOut(result.value);
      return err(signedOut);
    }
    await keep(result.value);
    return isSignedOut ? err(signedOut) : result;
  };

  const fresh = async (): Promise<Result<Credentials, CognitoFailure>> => {
    const begun = forgotten;
    const isGood = tokens.expires - margin > now();
    const first = isGood ? ok(tokens) : await refreshed();
    if (first.isErr()) return err(first.error);
    const ask = (of: Tokens) =>
      withEnding(undefined, (ending) =>
        fetchCredentials(config, of, identity, { ending, fetch, onAnswer: clock.correctBy, clock }),
      );
    let asked = await ask(first.value);
    // The ID token ended before its time: the clock was wrong when it came, or it was signed out everywhere.
    if (isGood && asked.isErr() && exceptionOf(asked.error) === 'NotAuthorizedException') {
      const again = await refreshed();
      if (again.isErr()) return err(again.error);
      asked = await ask(again.value);
    }
    if (isSignedOut) return err(signedOut);
    if (asked.isErr()) return err(asked.error);
    if (begun === forgotten) {
      known = asked.value.credentials;
      identity = asked.value.identity;
    }
    return ok(asked.value.credentials);
  };

  const shared = (): Promise<Result<Credentials, CognitoFailure>> => {
    if (pending !== undefined) return pending;
    pending = fresh()
      .catch((cause): Result<Credentials, CognitoFailure> => err(brokenOff(cause)))
      .finally(() => {
        pending = undefined;
      });
    return pending;
  };

  return {
    tokens: () => tokens,
    forget: () => {
      forgotten++;
      known = undefined;
      identity = undefined;
    },
    credentials: ({ signal } = {}) => {
      if (isSignedOut) return errAsync(signedOut);
      if (known !== undefined && known.expires - margin > clock.now()) return okAsync(known);
      return new ResultAsync(withEnding(signal, shared));
    },
    signOut: (options) => {
      isSignedOut = true;
      known = undefined;
      const underWay = pending;
      const end = async (): Promise<Result<void, CognitoFailure>> => {
        const told = await pool.signOut(tokens, options);
        // A refresh under way takes its tokens back itself; until then the sign-out is not done.
        await underWay;
        return told;
      };
      return new ResultAsync(withEnding(options?.signal, end));
    },
  };
};

const signedOut: CognitoRefused = {
  kind: 'CognitoRefused',
  type: 'SignedOut',
  message: 'This session was signed out. Sign in again.',
};
