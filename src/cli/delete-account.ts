import { ok, type Result } from 'neverthrow';
import type { NotesConfig } from '../client/config.ts';
import { createUserPool, type UserPoolFailure } from '../client/user-pool.ts';
import { askAsUser } from './ask-as-user.ts';
import type { Here } from './here.ts';
import { readFreshTokens, renewTokens } from './kept-session.ts';

const attempts = 3;

/**
 * Deletes the signed-in user's account. A lost answer leaves it open whether there still is one; after that, it is gone
 * if the pool knows no such user, or refuses to refresh the sign-in too. Throws `CliError` if nobody is signed in.
 */
export const deleteAccount = async (here: Here, at: NotesConfig): Promise<Result<void, UserPoolFailure>> => {
  const pool = createUserPool(at, here.client);
  let isInDoubt = false;
  for (let attempt = 1; ; attempt++) {
    const deleted = await askAsUser(here, at, (tokens) => pool.deleteAccount(tokens, { signal: here.world.signal }));
    if (deleted.isOk()) return deleted;
    const { error } = deleted;
    if (isInDoubt && (await isOfNobody(here, at, error))) return ok();
    isInDoubt ||= ['Unreachable', 'UnexpectedAnswer'].includes(error.kind);
    if (attempt === attempts || !['Unreachable', 'UnexpectedAnswer'].includes(error.kind)) return deleted;
  }
};

const isOfNobody = async (here: Here, at: NotesConfig, failure: UserPoolFailure): Promise<boolean> => {
  if (failure.kind !== 'CognitoRefused') return false;
  if (failure.type === 'UserNotFoundException') return true;
  if (failure.type !== 'NotAuthorizedException') return false;
  const renewed = await renewTokens(here, at, await readFreshTokens(here, at));
  return renewed.isErr() && renewed.error.kind === 'CognitoRefused';
};
