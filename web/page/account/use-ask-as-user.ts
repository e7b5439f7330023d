import { errAsync, type ResultAsync } from 'neverthrow';
import type { CognitoFailure, Tokens, UserPool } from 'owned-notes/client';
import { useAccount } from '../session/account.ts';
import { timesOf } from '../session/token-times.ts';
import { isRefusal } from './use-refused.ts';

/** Asks the pool something as the user who is signed in. */
export type AskAsUser = <T>(
  ask: (pool: UserPool, tokens: Tokens) => ResultAsync<T, CognitoFailure>,
) => ResultAsync<T, CognitoFailure>;

/**
 * Where the pool refuses the user, it is asked whether the sign-in still counts: if it does not, the page signs the user
 * out. If the token had only run out, which a device whose clock is wrong does not know, the pool is asked again;
 * otherwise the refusal is about what was asked, such as a wrong password.
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

/** By the pool's own clock. */
const hadRunOut = (tokens: Tokens, renewed: Tokens): boolean =>
  timesOf(tokens.accessToken).ends <= timesOf(renewed.accessToken).given;
