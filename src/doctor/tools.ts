import type { Result } from 'neverthrow';
import type { NotesConfig } from '../client/config.ts';
import { withEnding } from '../client/ending.ts';
import type { Fetch } from '../client/exchange.ts';
import { type Answer, sendRequest, type ToSend } from '../client/exchange.ts';
import type { ExchangeFailure } from '../client/failures.ts';
import type { UserPoolFailure } from '../client/user-pool.ts';
import type { Tokens } from '../client/user-pool-answers.ts';
import type { OutputsNotFound, OutputsUnreadable } from './outputs.ts';
import type { SignInsUnreadable } from './sign-in.ts';
import { createWatch, type Watch } from './watch.ts';

/** The ways to sign in. */
export interface SignInMeans {
  /** Returns the tokens of a kept sign-in, refreshed if necessary; `undefined` if nobody is signed in. */
  readonly kept: (
    at: NotesConfig,
    fetch: Fetch,
  ) => Promise<Result<Tokens, UserPoolFailure | SignInsUnreadable> | undefined>;
  /** Returns the user's email address and password; `undefined` if there is nobody to prompt. */
  readonly person: (at: NotesConfig) => Promise<{ readonly email: string; readonly password: string } | undefined>;
  /** Returns the code of the authenticator app; `undefined` if there is nobody to prompt. */
  readonly code: () => Promise<string | undefined>;
}

/** What to examine, and from where. */
export interface Examination {
  readonly machine: {
    /** Such as `24.21.0`. */
    readonly node: string;
    readonly platform: string;
    /** Names of the variables that set a proxy; never their values, which may contain a password. */
    readonly proxies: readonly string[];
    /** Whether Node's `fetch` uses these proxies. */
    readonly usesProxies: boolean;
    /** Whether certificates are verified. */
    readonly verifiesTls: boolean;
  };
  readonly outputs: () => Result<
    { readonly path: string; readonly content: unknown },
    OutputsNotFound | OutputsUnreadable
  >;
  readonly signIn: SignInMeans;
  /** Returns a local stack's reason for refusing a request, once it is recorded; the same that `notes why` shows. */
  readonly explained?: ((requestId: string) => string | undefined) | undefined;
  /** The origin of the page whose requests are tried. */
  readonly origin?: string | undefined;
  /** Skips every check that writes. */
  readonly readOnly: boolean;
  readonly fetch?: Fetch | undefined;
  /** Returns epoch milliseconds. */
  readonly now: () => number;
  readonly sleep?: ((milliseconds: number) => Promise<void>) | undefined;
  readonly signal: AbortSignal;
  /** The time-out of one call, in milliseconds. */
  readonly patience?: number | undefined;
}

/** In milliseconds: exceeds a function's time-out of 10 s, so that the function's own time-out is recognized. */
export const longestCall = 15_000;

/** What the checks work with. */
export interface Tools {
  readonly asked: Examination;
  readonly watch: Watch;
  /** Options for everything of the client's that a check creates. */
  readonly client: { readonly fetch: Fetch; readonly now: () => number };
  /** The time-out of a call, in milliseconds. */
  readonly patience: number;
  /** Creates a signal that ends a call of the client with the examination, or after `patience`. */
  readonly signal: () => AbortSignal;
  /** Sends one request as it is, unsigned. */
  readonly send: (request: ToSend) => Promise<Result<Answer, ExchangeFailure>>;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** What to undo at the end, latest first. Each resolves to what it failed to undo, or to `undefined`. */
  readonly undo: (() => Promise<string | undefined>)[];
}

export const createTools = (asked: Examination): Tools => {
  const { now, patience = longestCall } = asked;
  const watch = createWatch(asked.fetch ?? ((url, init) => globalThis.fetch(url, init)), now);
  return {
    ...{ asked, watch, patience, undo: [] },
    client: { fetch: watch.fetch, now },
    signal: () => AbortSignal.any([asked.signal, AbortSignal.timeout(patience)]),
    send: (request) => withEnding(asked.signal, (ending) => sendRequest(request, ending, watch.fetch), patience),
    sleep: asked.sleep ?? ((milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))),
  };
};
