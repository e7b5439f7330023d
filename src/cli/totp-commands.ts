import type { Command } from 'commander';
import { createTotpUri, createUserPool } from '../client/user-pool.ts';
import { readClaims } from '../client/user-pool-answers.ts';
import { askAsUser } from './ask-as-user.ts';
import { expectOk } from './expect-ok.ts';
import { formatCommand } from './format-command.ts';
import type { AddCommands, GlobalOptions } from './here.ts';
import { readAppCode, withoutSpaces } from './input.ts';
import { readFreshTokens } from './kept-session.ts';
import { readConfig } from './outputs.ts';
import { lines, words } from './terminal.ts';

/** Adds the commands for the second factor: a code of an authenticator app (RFC 6238). */
export const addTotpCommands: AddCommands = (program, here) => {
  const { world, terminal, client } = here;
  const { signal } = world;
  const totp = program.command('totp').description('codes of an authenticator app, required at each sign-in');

  totp
    .command('on')
    .description('show the secret for the app, then confirm with a code from the app')
    .option('--code <code>', 'confirm with this code, for the secret shown before')
    .action(async (_: unknown, command: Command) => {
      const { code, ...options } = command.optsWithGlobals<GlobalOptions & { readonly code?: string }>();
      const config = readConfig(here, options);
      const pool = createUserPool(config, client);
      const confirm = async (given: string) => {
        await expectOk(await askAsUser(here, config, (tokens) => pool.confirmTotp(tokens, given, { signal })));
        terminal.result(options.json, { totp: 'on' }, words`On: each sign-in now asks for a code from the app.`);
      };
      if (code !== undefined) return confirm(withoutSpaces(code));

      const started = await askAsUser(here, config, (tokens) => pool.startTotp(tokens, { signal }));
      const { secret } = await expectOk(started);
      const uri = createTotpUri({ secret, email: readClaims(await readFreshTokens(here, config)).email });
      const told = lines([
        words`Give your authenticator app this secret, or the link as a QR code:`,
        words``,
        words`  ${secret}`,
        words`  ${uri}`,
        words``,
      ]);
      if (!world.isTTY) {
        const next = words`Then run: ${formatCommand('totp on', [], { ...options, flags: ['--code', 'CODE'] })}`;
        return terminal.result(options.json, { secret, uri, totp: 'to be confirmed' }, lines([told, next]));
      }
      terminal.aside(told);
      await confirm(await readAppCode(world));
    });

  totp
    .command('off')
    .description('stop asking for codes')
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const config = readConfig(here, options);
      const pool = createUserPool(config, client);
      await expectOk(await askAsUser(here, config, (tokens) => pool.turnOffTotp(tokens, { signal })));
      terminal.result(options.json, { totp: 'off' }, words`Off: a sign-in asks for the password only.`);
    });
};
