import type { Command } from 'commander';
import type { NotesConfig } from '../client/config.ts';
import type { Session } from '../client/credentials-session.ts';
import { type ErasedAll, eraseAll } from '../client/erase-all.ts';
import { createFilesClient } from '../client/files.ts';
import { createNotesClient } from '../client/notes.ts';
import { readClaims } from '../client/user-pool-answers.ts';
import { CliError, toCliError, usage } from './cli-error.ts';
import { createCountedProgress, describeCounts } from './counted-progress.ts';
import { deleteAccount } from './delete-account.ts';
import { eraseAsOperator } from './erase-owner.ts';
import { expectOk } from './expect-ok.ts';
import { formatCommand } from './format-command.ts';
import type { AddCommands, GlobalOptions, Here } from './here.ts';
import { expectTyped } from './input.ts';
import { dropTokens, openKeptSession } from './kept-session.ts';
import { createOwnerName, keepUpload, listUploads } from './kept-uploads.ts';
import { readConfig } from './outputs.ts';
import { words } from './terminal.ts';

interface EraseCommandOptions extends GlobalOptions {
  readonly yes?: boolean;
  readonly owner?: string;
  readonly email?: string;
}

const help = `
Deletes notes and files first, then the account; after a failure, repeat the command to do the
rest. To keep them, export them first.

--owner is for the operator of the deployment. It deletes everything of one user: notes and what
deleted notes leave behind, files and their former versions, unfinished uploads and the identity;
with --email also the account. It uses AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and
AWS_SESSION_TOKEN; a stack on this machine has credentials of its own in operator.json beside its
outputs.
`;

export const addEraseCommand: AddCommands = (program, here) => {
  const { world, terminal } = here;
  program
    .command('erase')
    .description('permanently delete all notes and files of the signed-in user, and the account')
    .option('--owner <identity-id>', 'erase everything of this identity instead, as the operator of the deployment')
    .option('--email <email>', 'with --owner: also the account, if it still exists')
    .option('--yes', 'do not ask')
    .addHelpText('after', help)
    .action(async (_: unknown, command: Command) => {
      const given = command.optsWithGlobals<EraseCommandOptions>();
      const { yes = false, json, owner, email: ofAccount, ...options } = given;
      if (owner !== undefined) return eraseAsOperator(here, { ...given, owner });
      if (ofAccount !== undefined)
        throw usage('--email goes with --owner: your own account is the one that is signed in.');
      const config = readConfig(here, options);
      const session = await openKeptSession(here, config);
      const { email } = readClaims(session.tokens());
      await expectTyped(
        world,
        yes,
        `To delete all notes and files of ${email}, and the account, type the address`,
        email,
      );
      const { identityId } = await expectOk(session.credentials({ signal: world.signal }));
      const { notes, files, uploads, left } = await eraseWithProgress(here, config, session, { identityId, json });
      const deleted = await deleteAccount(here, config);
      if (deleted.isErr()) throw toGoOn(toCliError(deleted.error));
      await dropTokens(here, config);
      const counts = words`Erased ${describeCounts({ notes, files })}, and the account ${email}.`;
      terminal.result(json, { email, identityId, notes, files, uploads, left, account: true }, counts);
      for (const key of left)
        terminal.aside(words`Out of reach of this command, left to the operator of the deployment: ${key}`);
      const rest = formatCommand('erase', [], { ...options, flags: ['--owner', identityId] });
      terminal.aside(words`The operator of the deployment can delete what is left of it: ${rest}`);
    });
};

interface Erasing {
  readonly identityId: string;
  readonly json: boolean | undefined;
}

/** Erases notes, files, and uploads that this machine has begun. */
const eraseWithProgress = async (
  here: Here,
  config: NotesConfig,
  session: Session,
  { identityId, json }: Erasing,
): Promise<ErasedAll & { readonly uploads: number }> => {
  const { world, client } = here;
  const { signal } = world;
  const files = config.bucketName === undefined ? undefined : createFilesClient(config, session, client);
  const begun = files === undefined ? [] : listUploads(world, createOwnerName(config, identityId));
  for (const [name, { upload }] of begun) {
    if (files !== undefined) await expectOk(files.abandon(upload, { signal }));
    await keepUpload(world, name, undefined);
  }
  const onProgress = createCountedProgress(here, 'Erasing', json);
  const done = await expectOk(eraseAll(createNotesClient(config, session, client), files, { signal, onProgress }));
  return { ...done, uploads: begun.length };
};

const toGoOn = ({ exitCode, message, more }: CliError): CliError =>
  new CliError(
    exitCode,
    `${message.replace(/(?<![.!?])$/, '.')} Notes and files are erased, but the account may still exist: ` +
      'run this again.',
    more,
  );
