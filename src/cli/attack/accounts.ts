import { randomBytes } from 'node:crypto';
import type { NotesConfig } from '../../client/config.ts';
import { createSession, type Session } from '../../client/credentials-session.ts';
import { createUserPool } from '../../client/user-pool.ts';
import { readClaims, type Tokens } from '../../client/user-pool-answers.ts';
import { toCliError, usage } from '../cli-error.ts';
import { expectOk } from '../expect-ok.ts';
import type { Here } from '../here.ts';
import { readPassword } from '../input.ts';
import type { OutputsFile } from '../outputs.ts';
import { signIn } from '../sign-in.ts';
import { words } from '../terminal.ts';
import type { Principal } from './chain.ts';
import { findMailedCode } from './mail.ts';

/** A user who is signed in for the attack only. */
export interface Attacker extends Principal {
  readonly userPoolUserId: string;
  readonly session: Session;
  /** Ends the sign-in; also deletes an account that was made for the attack. */
  readonly leave: () => Promise<void>;
}

export interface Credentials {
  readonly email: string;
  readonly password: string | undefined;
}

/** Signs in a user who has an account. Throws `CliError`. */
export const signInAttacker = async (
  here: Here,
  config: NotesConfig,
  { email, password }: Credentials,
): Promise<Attacker> => {
  const given = await readPassword(here.world, password, `Password of ${email}`);
  const tokens = await signIn(here, config, email, { password: given });
  return createAttacker(here, config, email, tokens, async () => {
    await createUserPool(config, here.client).signOut(tokens);
  });
};

/** Makes an account on a local stack, where the code that it would mail can be read. Throws `CliError`. */
export const signUpAttacker = async (here: Here, config: NotesConfig, outputs: OutputsFile): Promise<Attacker> => {
  const pool = createUserPool(config, here.client);
  const { signal, uid } = here.world;
  const email = `attack-${randomBytes(6).toString('hex')}@example.com`;
  const password = `Aa1!${randomBytes(18).toString('base64url')}`;
  await expectOk(pool.signUp(email, password, { signal }));
  const code = findMailedCode(outputs, uid, email);
  if (code === undefined)
    throw usage(`There is no code for ${email} beside ${outputs.path}. Give two users: notes attack EMAIL EMAIL`);
  await expectOk(pool.confirmSignUp(email, code, { signal }));
  const tokens = await signIn(here, config, email, { password });
  return createAttacker(here, config, email, tokens, async () => {
    const deleted = await pool.deleteAccount(tokens);
    if (deleted.isErr())
      here.terminal.aside(words`The account ${email} could not be deleted: ${toCliError(deleted.error).message}`);
  });
};

const createAttacker = async (
  { client, world }: Here,
  config: NotesConfig,
  name: string,
  tokens: Tokens,
  leave: () => Promise<void>,
): Promise<Attacker> => {
  const session = createSession(config, tokens, client);
  const credentials = await session.credentials({ signal: world.signal });
  if (credentials.isErr()) await leave();
  const { identityId, ...keys } = await expectOk(credentials);
  const { idToken, accessToken } = tokens;
  return {
    ...{ name, identityId, keys, idToken, accessToken, session, leave },
    userPoolUserId: readClaims(tokens).sub,
  };
};
