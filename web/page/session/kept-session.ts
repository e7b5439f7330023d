import { okAsync, type ResultAsync } from 'neverthrow';
import {
  type CognitoFailure,
  createSession,
  createUserPool,
  type NotesConfig,
  type Session,
  type SessionOptions,
  type Tokens,
} from 'owned-notes/client';
import type { SignInStore } from './sign-in-store.ts';

/** A session whose tokens are stored, and which notices when it was ended elsewhere. */
export interface KeptSession {
  /** The same session for as long as the user is signed in, whatever its tokens. */
  readonly session: Session;
  /** Takes over the tokens that another tab stored. */
  adopt(tokens: Tokens): void;
  /** Resolves to tokens whose access token is valid for at least another minute. */
  freshTokens(): ResultAsync<Tokens, CognitoFailure>;
  /** Asks the pool whether the sign-in is still valid. */
  check(): ResultAsync<Tokens, CognitoFailure>;
}

export interface KeptSessionOptions extends Pick<SessionOptions, 'fetch'> {
  /** Called when the pool says that the sign-in has ended. */
  readonly onEnded: () => void;
}

/** Milliseconds. */
const minute = 60_000;

export const createKeptSession = (
  config: NotesConfig,
  store: Pick<SignInStore, 'change'>,
  initial: Tokens,
  { fetch, onEnded }: KeptSessionOptions,
): KeptSession => {
  const asking = fetch === undefined ? {} : { fetch };
  const pool = createUserPool(config, asking);
  const keep = (tokens: Tokens) => store.change({ tokens });
  const over = (tokens: Tokens) => createSession(config, tokens, { ...asking, onTokens: keep });
  let current = over(initial);

  const noticing = <T>(result: ResultAsync<T, CognitoFailure>): ResultAsync<T, CognitoFailure> =>
    result.mapErr((failure) => {
      if (hasEnded(failure)) onEnded();
      return failure;
    });
  const check = () =>
    noticing(pool.refresh(current.tokens())).map((tokens) => {
      keep(tokens);
      current = over(tokens);
      return tokens;
    });

  return {
    session: {
      credentials: (options) => noticing(current.credentials(options)),
      forget: () => current.forget(),
      tokens: () => current.tokens(),
      signOut: (options) => current.signOut(options),
    },
    adopt: (tokens) => {
      if (tokens.accessToken !== current.tokens().accessToken) current = over(tokens);
    },
    freshTokens: () => {
      const tokens = current.tokens();
      return tokens.expires - minute > Date.now() ? okAsync(tokens) : check();
    },
    check,
  };
};

/** Tells whether the pool refused because the sign-in no longer exists: signed out everywhere, expired, or deleted. */
export const hasEnded = (failure: CognitoFailure): boolean =>
  failure.kind === 'CognitoRefused' &&
  ['NotAuthorizedException', 'RefreshTokenReuseException', 'UserNotFoundException'].includes(failure.type);
