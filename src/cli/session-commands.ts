import type { Command } from 'commander';
import type { NotesConfig } from '../client/config.ts';
import { createSession } from '../client/credentials-session.ts';
import { createUserPool, type UserPoolFailure } from '../client/user-pool.ts';
import { readClaims } from '../client/user-pool-answers.ts';
import { passwordHelp } from './account-commands.ts';
import { askAsUser, isNotAuthorized } from './ask-as-user.ts';
import { CliError, toCliError } from './cli-error.ts';
import { exitCodes } from './exit-codes.ts';
import { expectOk } from './expect-ok.ts';
import type { AddCommands, GlobalOptions, Here } from './here.ts';
import { readPassword } from './input.ts';
import { dropTokens, expectRoom, keepTokens, openKeptSession, readFreshTokens, renewTokens } from './kept-session.ts';
import { readConfig, readConfigToSignIn } from './outputs.ts';
import { signIn } from './sign-in.ts';
import { lines, words } from './terminal.ts';

interface SignInOptions extends GlobalOptions {
  readonly password?: string;
  readonly newPassword?: string;
  readonly code?: string;
}

/** Adds the commands that sign in, sign out and show the signed-in user. */
export const addSessionCommands: AddCommands = (program, here) => {
  const { world, terminal, client } = here;
  const { signal } = world;

  program
    .command('sign-in <email>')
    .description('sign in, and stay signed in for 30 days')
    .option('--password <password>', passwordHelp)
    .option('--new-password <password>', 'password to set if the given one is temporary')
    .option('--code <code>', 'code from the authenticator app, if there is one')
    .action(async (email: string, _: unknown, command: Command) => {
      const { password, newPassword, code, ...options } = command.optsWithGlobals<SignInOptions>();
      const config = readConfigToSignIn(here, options);
      await expectRoom(here);
      const given = { password: await readPassword(world, password), newPassword, code };
      const tokens = await signIn(here, config, email, given);
      const session = createSession(config, tokens, client);
      const credentials = await session.credentials({ signal });
      // The sign-in is useless, and nobody else would end it.
      if (credentials.isErr()) await session.signOut();
      const { identityId } = await expectOk(credentials);
      await keepTokens(here, config, session.tokens());
      const signedIn = readClaims(tokens).email;
      terminal.result(options.json, { email: signedIn, identityId }, words`Signed in as ${signedIn}.`);
    });

  program
    .command('sign-out')
    .description('end the sign-in, with all its tokens')
    .option('--everywhere', 'end every sign-in of the user, on other machines too')
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { readonly everywhere?: boolean }>();
      const config = readConfig(here, options);
      if (options.everywhere) await signOutEverywhere(here, config);
      else await signOut(here, config);
      terminal.result(
        options.json,
        { signedOut: true, ...(options.everywhere && { everywhere: true }) },
        options.everywhere ? words`Signed out everywhere.` : words`Signed out.`,
      );
    });

  program
    .command('whoami')
    .description('show who is signed in: identity id and user pool id')
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const session = await openKeptSession(here, readConfig(here, options));
      const { identityId } = await expectOk(session.credentials({ signal }));
      const { sub, email } = readClaims(session.tokens());
      terminal.result(
        options.json,
        { email, identityId, userPoolUserId: sub },
        lines([words`email         ${email}`, words`identity id   ${identityId}`, words`user pool id  ${sub}`]),
      );
    });
};

/**
 * Signs out locally first, so that nobody is signed in whatever the pool answers; then at the pool, so that no copy of
 * the tokens stays valid.
 */
const signOut = async (here: Here, config: NotesConfig): Promise<void> => {
  const tokens = await dropTokens(here, config);
  const told = await createUserPool(config, here.client).signOut(tokens, { signal: here.world.signal });
  if (told.isErr() && !isNotAuthorized(told.error)) throw untold(told.error);
};

/** Signs out at the pool first: without local tokens it could not be retried. */
const signOutEverywhere = async (here: Here, config: NotesConfig): Promise<void> => {
  const pool = createUserPool(config, here.client);
  const told = await askAsUser(here, config, (tokens) => pool.signOutEverywhere(tokens, { signal: here.world.signal }));
  if (told.isOk()) return void (await dropTokens(here, config));
  const renewed = isNotAuthorized(told.error)
    ? await renewTokens(here, config, await readFreshTokens(here, config))
    : undefined;
  if (!renewed?.isErr() || !isNotAuthorized(renewed.error)) throw toCliError(told.error);
  await dropTokens(here, config);
  throw new CliError(
    exitCodes.signIn,
    'This sign-in had been ended already, and is gone here, too. To end the others, sign in and run this again.',
  );
};

const untold = (failure: UserPoolFailure): CliError => {
  const { exitCode, message, more } = toCliError(failure);
  return new CliError(
    exitCode,
    'Signed out on this machine, but the user pool was not told, so a copy of the tokens would still be ' +
      `valid: ${message}`,
    { ...more, signedOut: true },
  );
};
