import { err, type Result, type ResultAsync } from 'neverthrow';
import type { NotesConfig } from '../client/config.ts';
import type { UserPoolFailure } from '../client/user-pool.ts';
import { decodePayload, type Tokens } from '../client/user-pool-answers.ts';
import type { Here } from './here.ts';
import { readFreshTokens, renewTokens } from './kept-session.ts';

/**
 * Asks the user pool as the signed-in user. If the pool refuses an access token that looks valid here, as one of the
 * clocks was off, refreshes it and asks once more. Any other refusal is about the request, such as a wrong password. If
 * the refresh is refused, that is the failure: the sign-in is over. Throws `CliError` if nobody is signed in.
 */
export const askAsUser = async <T>(
  here: Here,
  at: NotesConfig,
  ask: (tokens: Tokens) => ResultAsync<T, UserPoolFailure>,
): Promise<Result<T, UserPoolFailure>> => {
  const tokens = await readFreshTokens(here, at);
  const asked = await ask(tokens);
  if (asked.isOk() || !isNotAuthorized(asked.error)) return asked;
  const renewed = await renewTokens(here, at, tokens);
  if (renewed.isErr()) return err(renewed.error);
  return hadRunOut(tokens, renewed.value) ? ask(renewed.value) : asked;
};

/** Tells whether the pool refuses the tokens. */
export const isNotAuthorized = (failure: UserPoolFailure): boolean =>
  failure.kind === 'CognitoRefused' && failure.type === 'NotAuthorizedException';

/** Tells by the pool's own clock whether the access token had expired when it was replaced. */
const hadRunOut = (tokens: Tokens, renewed: Tokens): boolean =>
  Number(decodePayload(tokens.accessToken).exp) <= Number(decodePayload(renewed.accessToken).iat);
