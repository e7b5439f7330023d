import type { Command } from 'commander';
import { createUserPool } from '../client/user-pool.ts';
import type { Tokens } from '../client/user-pool-answers.ts';
import { askAsUser } from './ask-as-user.ts';
import { deleteAccount } from './delete-account.ts';
import { expectOk } from './expect-ok.ts';
import { formatCommand } from './format-command.ts';
import type { AddCommands, GlobalOptions } from './here.ts';
import { expectConfirmed, readMailedCode, readNewPassword, readPassword } from './input.ts';
import { dropTokens, readFreshTokens } from './kept-session.ts';
import { readConfig, readConfigToSignIn } from './outputs.ts';
import { words } from './terminal.ts';

interface PasswordOptions extends GlobalOptions {
  readonly password?: string;
  readonly newPassword?: string;
}

export const passwordHelp = 'password; others can see it on the command line: use the prompt or NOTES_PASSWORD';

/** Adds the commands that create, recover and delete an account. */
export const addAccountCommands: AddCommands = (program, here) => {
  const { world, terminal, client } = here;
  const { signal } = world;

  program
    .command('sign-up <email>')
    .description('create an account; a code is sent by mail')
    .option('--password <password>', passwordHelp)
    .action(async (email: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<PasswordOptions>();
      const config = readConfigToSignIn(here, options);
      const password = await readPassword(world, options.password);
      const sent = await expectOk(createUserPool(config, client).signUp(email, password, { signal }));
      terminal.result(
        options.json,
        { email, ...sent },
        words`A code was mailed to ${sent.deliveredTo}. Next: ${formatCommand('confirm', [email, 'CODE'], options)}`,
      );
    });

  program
    .command('confirm <email> [code]')
    .description('confirm an account with the code from the mail')
    .action(async (email: string, code: string | undefined, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const config = readConfig(here, options);
      await expectOk(
        createUserPool(config, client).confirmSignUp(email, await readMailedCode(world, code), { signal }),
      );
      terminal.result(
        options.json,
        { email, confirmed: true },
        words`Confirmed. Next: ${formatCommand('sign-in', [email], options)}`,
      );
    });

  program
    .command('resend <email>')
    .description('have the code mailed again')
    .action(async (email: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const sent = await expectOk(createUserPool(readConfig(here, options), client).resendCode(email, { signal }));
      terminal.result(options.json, { email, ...sent }, words`A code was mailed to ${sent.deliveredTo}.`);
    });

  program
    .command('forgot-password <email>')
    .description('have a code mailed that lets you set a new password')
    .action(async (email: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const sent = await expectOk(createUserPool(readConfig(here, options), client).forgotPassword(email, { signal }));
      terminal.result(
        options.json,
        { email, ...sent },
        words`A code was mailed to ${sent.deliveredTo}, if there is such an account.`,
      );
    });

  program
    .command('reset-password <email> [code]')
    .description('set a new password with the code from the mail; ends every sign-in')
    .option('--new-password <password>', 'new password; others can see it on the command line')
    .action(async (email: string, code: string | undefined, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<PasswordOptions>();
      const config = readConfigToSignIn(here, options);
      const given = await readMailedCode(world, code);
      const password = await readNewPassword(world, options.newPassword);
      const { othersSignedOut } = await expectOk(
        createUserPool(config, client).resetPassword(email, given, password, { signal }),
      );
      const others = othersSignedOut
        ? words``
        : words` Earlier sign-ins could not be ended: sign in, and use \`notes sign-out --everywhere\`.`;
      terminal.result(
        options.json,
        { email, reset: true, othersSignedOut },
        words`The password is set.${others} Next: ${formatCommand('sign-in', [email], options)}`,
      );
    });

  program
    .command('change-password')
    .description('set another password for the signed-in user')
    .option('--password <password>', `current ${passwordHelp}`)
    .option('--new-password <password>', 'new password; others can see it on the command line')
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<PasswordOptions>();
      const config = readConfigToSignIn(here, options);
      // Before it asks for passwords.
      await readFreshTokens(here, config);
      const previous = await readPassword(world, options.password, 'Current password');
      const proposed = await readNewPassword(world, options.newPassword);
      const pool = createUserPool(config, client);
      const change = (tokens: Tokens) => pool.changePassword(tokens, previous, proposed, { signal });
      await expectOk(await askAsUser(here, config, change));
      terminal.result(options.json, { changed: true }, words`The password is changed. Existing sign-ins stay valid.`);
    });

  program
    .command('delete-account')
    .description('permanently delete the account that is signed in; its notes are out of reach from then on')
    .option('--yes', 'do not ask')
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { readonly yes?: boolean }>();
      const config = readConfig(here, options);
      await readFreshTokens(here, config);
      await expectConfirmed(world, options.yes, 'Delete this account permanently? Its notes will be out of reach.');
      await expectOk(await deleteAccount(here, config));
      await dropTokens(here, config);
      terminal.result(options.json, { deleted: true }, words`The account is deleted.`);
    });
};
