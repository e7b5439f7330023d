import { err, errAsync, ok, okAsync, type Result, ResultAsync } from 'neverthrow';
import { createClock } from './clock.ts';
import { type CognitoFailure, readExceptionType } from './cognito.ts';
import type { NotesConfig } from './config.ts';
import { type Credentials, fetchCredentials, type Identity } from './credentials.ts';
import { withEnding } from './ending.ts';
import type { Fetch } from './exchange.ts';
import { brokenOff, type CognitoRefused } from './failures.ts';
import { createUserPool, type UserPoolCallOptions } from './user-pool.ts';
import type { Tokens } from './user-pool-answers.ts';

/**
 * The session of a signed-in user.
 *
 * @example
 * const owner = await session.credentials().map(({ identityId }) => identityId);
 */
export interface Session {
  /**
   * Returns credentials that are valid for at least five more minutes. Concurrent calls share one request; a call's
   * signal ends only that call's wait. After any failure, the next call tries again.
   */
  credentials(options?: UserPoolCallOptions): ResultAsync<Credentials, CognitoFailure>;
  /** Forgets credentials that were refused, so that the next call gets new ones. */
  forget(): void;
  /** Returns the current tokens, after any refresh. */
  tokens(): Tokens;
  /**
   * Ends the sign-in at the pool, with all its tokens, including those of a refresh under way. From this call on,
   * `credentials` fails with `SignedOut`, even if the pool could not be reached; `signOut` can then be called again.
   */
  signOut(options?: UserPoolCallOptions): ResultAsync<void, CognitoFailure>;
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
   * Called with refreshed tokens, so that the caller can keep them; the session waits for it. If it fails, the name of
   * its error is written to the console, and the session goes on with the tokens.
   */
  readonly onTokens?: (tokens: Tokens) => unknown;
}

/** How long before they expire tokens and credentials count as expired, in milliseconds. */
const margin = 5 * 60 * 1000;

/**
 * Creates a session for the tokens of a sign-in, new or kept from before. Makes no request until one of its methods is
 * called.
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
  // A user's identity never changes, unless it is deleted. Asked for once, as GetId has the smallest quota of all
  // calls.
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
    // The new tokens are no longer wanted. With rotation they include a refresh token that the sign-out does not know.
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
    // The ID token was refused before it expired: the clock was wrong when it was issued, or the user signed out
    // everywhere.
    if (isGood && asked.isErr() && readExceptionType(asked.error) === 'NotAuthorizedException') {
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
        // A refresh under way revokes its own tokens; the sign-out is not done until then.
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
