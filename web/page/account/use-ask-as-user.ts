import { errAsync, type ResultAsync } from 'neverthrow';
import type { CognitoFailure, Tokens, UserPool } from 'owned-notes/client';
import { useAccount } from '../session/account.ts';
import { readTokenTimes } from '../session/token-times.ts';
import { isRefusal } from './use-refused.ts';

/** Sends a request to the pool as the signed-in user. */
export type AskAsUser = <T>(
  ask: (pool: UserPool, tokens: Tokens) => ResultAsync<T, CognitoFailure>,
) => ResultAsync<T, CognitoFailure>;

/**
 * If the pool refuses the user, asks it whether the sign-in is still valid. If it is not, the page signs the user out.
 * If the token had only expired, which a device with a wrong clock cannot tell, sends the request again. Otherwise the
 * refusal is about the request, such as a wrong password.
 */
export const useAskAsUser = (): AskAsUser => {
  const { pool, freshTokens, check } = useAccount();
  return (ask) =>
    freshTokens().andThen((tokens) =>
      ask(pool, tokens).orElse((failure) => {
        if (!isRefusal(failure, 'NotAuthorizedException')) return errAsync(failure);
        return check().andThen((renewed) => (hadRunOut(tokens, renewed) ? ask(pool, renewed) : errAsync(failure)));
      }),
    );
};

/** Tells by the pool's own clock whether the token had expired. */
const hadRunOut = (tokens: Tokens, renewed: Tokens): boolean =>
  readTokenTimes(tokens.accessToken).ends <= readTokenTimes(renewed.accessToken).given;
