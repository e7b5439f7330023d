import { okAsync, type ResultAsync } from 'neverthrow';
import { callCognito, type Fetch } from './cognito.ts';
import type { NotesConfig } from './config.ts';
import type { CognitoRefused, Unreachable } from './failures.ts';
import { type Tokens, userPool } from './user-pool.ts';

/** Temporary credentials of the identity pool. */
export interface Credentials {
  /** The user's id in the identity pool: the owner of the notes. */
  readonly identityId: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** Epoch milliseconds. */
  readonly expires: number;
}

/** Somebody who is signed in. */
export interface Session {
  /** Credentials good for five more minutes at least; concurrent calls share one request. */
  credentials(): ResultAsync<Credentials, CognitoRefused | Unreachable>;
  /** Forgets credentials that were refused, so that the next call gets new ones. */
  forget(): void;
  tokens(): Tokens;
}

export interface SessionOptions {
  readonly fetch?: Fetch;
  /** Epoch milliseconds. */
  readonly now?: () => number;
  /** Told of tokens that were refreshed, to keep them. */
  readonly onTokens?: (tokens: Tokens) => void;
}

/** How long before their end tokens and credentials count as ended, in milliseconds. */
const margin = 5 * 60 * 1000;

export const sessionOf = (config: NotesConfig, initial: Tokens, options: SessionOptions = {}): Session => {
  const { fetch, now = Date.now, onTokens } = options;
  const pool = userPool(config, { ...(fetch && { fetch }), now });
  const isGood = ({ expires }: { readonly expires: number }) => expires - margin > now();
  let tokens = initial;
  let known: Credentials | undefined;
  // Never another for the same user: asked for once, as GetId is the call with the smallest quota of all.
  let identityId: string | undefined;
  let pending: ResultAsync<Credentials, CognitoRefused | Unreachable> | undefined;

  const freshTokens = (): ResultAsync<Tokens, CognitoRefused | Unreachable> =>
    isGood(tokens)
      ? okAsync(tokens)
      : pool.refresh(tokens).map((refreshed) => {
          tokens = refreshed;
          onTokens?.(refreshed);
          return refreshed;
        });

  return {
    tokens: () => tokens,
    forget: () => {
      known = undefined;
      identityId = undefined;
    },
    credentials: () => {
      if (known !== undefined && isGood(known)) return okAsync(known);
      pending ??= freshTokens()
        .andThen((fresh) => credentialsFor(config, fresh, identityId, fetch))
        .map((credentials) => {
          known = credentials;
          identityId = credentials.identityId;
          pending = undefined;
          return credentials;
        })
        .mapErr((failure) => {
          pending = undefined;
          return failure;
        });
      return pending;
    },
  };
};

const credentialsFor = (config: NotesConfig, { idToken }: Tokens, identityId?: string, fetch?: Fetch) => {
  const Logins = { [`cognito-idp.${config.region}.amazonaws.com/${config.userPoolId}`]: idToken };
  const call = (operation: string, parameters: object) =>
    callCognito(config, 'cognito-identity', operation, { ...parameters, Logins }, fetch);
  const identity: ResultAsync<string, CognitoRefused | Unreachable> =
    identityId !== undefined
      ? okAsync(identityId)
      : call('GetId', { IdentityPoolId: config.identityPoolId }).map(({ IdentityId }) => String(IdentityId));
  return identity
    .andThen((IdentityId) => call('GetCredentialsForIdentity', { IdentityId }))
    .map(
      ({ IdentityId, Credentials }): Credentials => ({
        identityId: IdentityId,
        accessKeyId: Credentials.AccessKeyId,
        secretAccessKey: Credentials.SecretKey,
        sessionToken: Credentials.SessionToken,
        expires: Credentials.Expiration * 1000,
      }),
    );
};
