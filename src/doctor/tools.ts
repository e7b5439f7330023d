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

/** What there is to sign in with. */
export interface SignInMeans {
  /** The tokens of who is signed in there already, refreshed if need be; `undefined` where nobody is. */
  readonly kept: (
    at: NotesConfig,
    fetch: Fetch,
  ) => Promise<Result<Tokens, UserPoolFailure | SignInsUnreadable> | undefined>;
  /** Who signs in otherwise; `undefined` where nobody is there to ask. */
  readonly person: (at: NotesConfig) => Promise<{ readonly email: string; readonly password: string } | undefined>;
  /** What the authenticator app shows. */
  readonly code: () => Promise<string | undefined>;
}

/** What is to be examined, and from where. */
export interface Examination {
  readonly machine: {
    /** Such as `24.21.0`. */
    readonly node: string;
    readonly platform: string;
    /** Names of the variables by which a proxy is set; never their values, which may have a password. */
    readonly proxies: readonly string[];
    /** Whether Node's `fetch` goes by them. */
    readonly usesProxies: boolean;
    /** Whether certificates are looked at. */
    readonly verifiesTls: boolean;
  };
  readonly outputs: () => Result<
    { readonly path: string; readonly content: unknown },
    OutputsNotFound | OutputsUnreadable
  >;
  readonly signIn: SignInMeans;
  /** Why a stack on this machine refused a request, once it has written that down: what `notes why` says. */
  readonly explained?: ((requestId: string) => string | undefined) | undefined;
  /** Of the page whose requests are tried. */
  readonly origin?: string | undefined;
  /** Leaves out whatever makes something. */
  readonly readOnly: boolean;
  readonly fetch?: Fetch | undefined;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly sleep?: ((milliseconds: number) => Promise<void>) | undefined;
  readonly signal: AbortSignal;
  /** Milliseconds that one call takes at most. */
  readonly patience?: number | undefined;
}

/** Milliseconds: longer than a function may take, which is 10 s, so that its own time-out is seen for what it is. */
export const longestCall = 15_000;

/** What checks ask with. */
export interface Tools {
  readonly asked: Examination;
  readonly watch: Watch;
  /** For whatever of the client's is made. */
  readonly client: { readonly fetch: Fetch; readonly now: () => number };
  /** Milliseconds that a call takes at most. */
  readonly patience: number;
  /** Ends a call of the client's with the examination, or after `patience`. */
  readonly signal: () => AbortSignal;
  /** One request as it is, unsigned. */
  readonly send: (request: ToSend) => Promise<Result<Answer, ExchangeFailure>>;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** What has to be undone at the end, the latest first. Each says what it could not do. */
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
