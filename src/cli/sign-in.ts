import type { NotesConfig } from '../client/config.ts';
import type { NewPasswordRequired, SecondFactorRequired } from '../client/sign-in.ts';
import { createUserPool } from '../client/user-pool.ts';
import type { Tokens } from '../client/user-pool-answers.ts';
import { toCliError } from './cli-error.ts';
import { expectOk } from './expect-ok.ts';
import type { Here } from './here.ts';
import { readAppCode, readNewPassword, withoutSpaces } from './input.ts';
import { words } from './terminal.ts';

export interface SignInAnswers {
  readonly password: string;
  /** The password that replaces a temporary one. */
  readonly newPassword?: string | undefined;
  /** The code of the authenticator app. */
  readonly code?: string | undefined;
}

/** How many codes a user may enter. */
const tries = 3;

/** Signs in, with as many steps as the pool requires. Throws `CliError`. */
export const signIn = async (
  { world, terminal, client }: Here,
  config: NotesConfig,
  email: string,
  { password, newPassword, code }: SignInAnswers,
): Promise<Tokens> => {
  const pool = createUserPool(config, client);
  const options = { signal: world.signal };

  const withNewPassword = async (challenge: NewPasswordRequired): Promise<Tokens> => {
    if (newPassword === undefined && !world.isTTY) throw toCliError(challenge);
    const set = await pool.setNewPassword(challenge, await readNewPassword(world, newPassword), options);
    return set.isErr() && set.error.kind === 'SecondFactorRequired' ? withCode(set.error) : expectOk(set);
  };

  const withCode = async (challenge: SecondFactorRequired): Promise<Tokens> => {
    if (code !== undefined) return expectOk(pool.answerSecondFactor(challenge, withoutSpaces(code), options));
    if (!world.isTTY) throw toCliError(challenge);
    for (let tried = 1; ; tried++) {
      const answer = await pool.answerSecondFactor(challenge, await readAppCode(world), options);
      const isWrong =
        answer.isErr() && answer.error.kind === 'CognitoRefused' && answer.error.type === 'CodeMismatchException';
      if (!isWrong || tried === tries) return expectOk(answer);
      terminal.aside(words`That is not the code.`);
    }
  };

  const result = await pool.signIn(email, password, options);
  if (result.isOk()) return result.value;
  if (result.error.kind === 'NewPasswordRequired') return withNewPassword(result.error);
  if (result.error.kind === 'SecondFactorRequired') return withCode(result.error);
  throw toCliError(result.error);
};
