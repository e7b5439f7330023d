import type { Command } from 'commander';
import { claimsOf, type NotesConfig, sessionOf, type Tokens, userPool } from '../client/client.ts';
import { expectOk } from './expect-ok.ts';
import { exitCodes, Failure } from './failure.ts';
import { codeOf, newPasswordOf, passwordOf } from './input.ts';
import { readConfig } from './outputs.ts';
import { print } from './print.ts';
import { dropTokens, keepTokens, keptSession } from './session-file.ts';

export interface GlobalOptions {
  readonly outputs?: string;
  readonly json?: boolean;
}

interface PasswordOptions extends GlobalOptions {
  readonly password?: string;
  readonly newPassword?: string;
}

const passwordHelp = 'the password; others can see it there, so rather be asked, or set NOTES_PASSWORD';

export const addAccountCommands = (program: Command): void => {
  program
    .command('sign-up <email>')
    .description('make an account; a code comes by mail')
    .option('--password <password>', passwordHelp)
    .action(async (email: string, _: unknown, command: Command) => {
      const { outputs, json, password } = command.optsWithGlobals<PasswordOptions>();
      const config = readConfig(outputs);
      const sent = await expectOk(userPool(config).signUp(email, await passwordOf(password)));
      print(
        json,
        { email, ...sent },
        `A code was mailed to ${sent.deliveredTo}. Go on with: notes confirm ${email} CODE`,
      );
    });

  program
    .command('confirm <email> [code]')
    .description('confirm an account with the code from the mail')
    .action(async (email: string, code: string | undefined, _: unknown, command: Command) => {
      const { outputs, json } = command.optsWithGlobals<GlobalOptions>();
      const config = readConfig(outputs);
      await expectOk(userPool(config).confirmSignUp(email, await codeOf(code)));
      print(json, { email, confirmed: true }, `Confirmed. Go on with: notes sign-in ${email}`);
    });

  program
    .command('resend <email>')
    .description('have the code mailed again')
    .action(async (email: string, _: unknown, command: Command) => {
      const { outputs, json } = command.optsWithGlobals<GlobalOptions>();
      const sent = await expectOk(userPool(readConfig(outputs)).resendCode(email));
      print(json, { email, ...sent }, `A code was mailed to ${sent.deliveredTo}.`);
    });

  program
    .command('sign-in <email>')
    .description('sign in, and stay signed in for 30 days')
    .option('--password <password>', passwordHelp)
    .option('--new-password <password>', 'what to set where the password is a temporary one')
    .action(async (email: string, _: unknown, command: Command) => {
      const { outputs, json, password, newPassword } = command.optsWithGlobals<PasswordOptions>();
      const config = readConfig(outputs);
      const tokens = await signIn(config, email, await passwordOf(password), newPassword);
      const { identityId } = await expectOk(sessionOf(config, tokens).credentials());
      keepTokens(config, tokens);
      print(json, { email: claimsOf(tokens).email, identityId }, `Signed in as ${claimsOf(tokens).email}.`);
    });

  program
    .command('sign-out')
    .description('end the sign-in, with all its tokens')
    .action(async (_: unknown, command: Command) => {
      const { outputs, json } = command.optsWithGlobals<GlobalOptions>();
      const config = readConfig(outputs);
      const tokens = keptSession(config).tokens();
      dropTokens(config);
      await expectOk(userPool(config).signOut(tokens));
      print(json, { signedOut: true }, 'Signed out.');
    });

  program
    .command('forgot-password <email>')
    .description('have a code mailed with which to set a new password')
    .action(async (email: string, _: unknown, command: Command) => {
      const { outputs, json } = command.optsWithGlobals<GlobalOptions>();
      const sent = await expectOk(userPool(readConfig(outputs)).forgotPassword(email));
      print(json, { email, ...sent }, `A code was mailed to ${sent.deliveredTo}, if there is such an account.`);
    });

  program
    .command('reset-password <email> [code]')
    .description('set a new password with the code from the mail')
    .option('--new-password <password>', 'the new password; others can see it there')
    .action(async (email: string, code: string | undefined, _: unknown, command: Command) => {
      const { outputs, json, newPassword } = command.optsWithGlobals<PasswordOptions>();
      const config = readConfig(outputs);
      const given = await codeOf(code);
      await expectOk(userPool(config).resetPassword(email, given, await newPasswordOf(newPassword)));
      print(json, { email, reset: true }, `The password is set. Go on with: notes sign-in ${email}`);
    });

  program
    .command('whoami')
    .description('show who is signed in: identity id and user pool id')
    .action(async (_: unknown, command: Command) => {
      const { outputs, json } = command.optsWithGlobals<GlobalOptions>();
      const session = keptSession(readConfig(outputs));
      const { identityId } = await expectOk(session.credentials());
      const { sub, email } = claimsOf(session.tokens());
      const words = [`email         ${email}`, `identity id   ${identityId}`, `user pool id  ${sub}`].join('\n');
      print(json, { email, identityId, userPoolUserId: sub }, words);
    });
};

/** Signs in, and sets a new password on the way where that is asked for. */
export const signIn = async (
  config: NotesConfig,
  email: string,
  password: string,
  newPassword?: string,
): Promise<Tokens> => {
  const pool = userPool(config);
  const result = await pool.signIn(email, password);
  if (result.isErr() && result.error.kind === 'NewPasswordRequired') {
    if (newPassword === undefined && !process.stdin.isTTY)
      throw new Failure(exitCodes.signIn, 'The password is a temporary one: give the one to set with --new-password.');
    return expectOk(pool.setNewPassword(result.error, await newPasswordOf(newPassword)));
  }
  return expectOk(result);
};
