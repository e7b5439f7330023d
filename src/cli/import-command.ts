import { resolve } from 'node:path';
import type { Command } from 'commander';
import { readArchiveContents } from '../client/archive/archive-contents.ts';
import type { ByteSource } from '../client/archive/byte-reader.ts';
import { type Imported, importAll, type NotThere } from '../client/archive/import-all.ts';
import { createFilesClient } from '../client/files.ts';
import { createNotesClient } from '../client/notes.ts';
import { openArchive } from './archive-file.ts';
import { usage } from './cli-error.ts';
import { createCountedProgress, describeCounts } from './counted-progress.ts';
import { exitCodes } from './exit-codes.ts';
import { expectOk } from './expect-ok.ts';
import type { GlobalOptions, Here } from './here.ts';
import { createKeptImports } from './kept-imports.ts';
import { openKeptSession } from './kept-session.ts';
import { readConfig } from './outputs.ts';
import { lines, type Words, words } from './terminal.ts';

interface ImportCommandOptions extends GlobalOptions {
  readonly revive?: boolean;
}

const help = `
Notes and files keep their ids and keys, so repeating the command creates nothing twice, and resumes
where an earlier one stopped. What is already there is never changed: if it differs, the command
says so and exits with status 5. An archive in a file is imported only if it is complete.
`;

/** Adds `import`. `onStatus` receives the exit status. */
export const addImportCommand = (program: Command, here: Here, onStatus: (exitCode: number) => void): void => {
  const { world, terminal, client } = here;
  const { signal } = world;

  program
    .command('import')
    .argument('<file>', 'an archive made by `notes export`; - is standard input')
    .description('import the notes and files of an archive')
    .option('--revive', 'create deleted notes again, under other ids')
    .addHelpText('after', help)
    .action(async (given: string, _: unknown, command: Command) => {
      const { revive = false, json, ...options } = command.optsWithGlobals<ImportCommandOptions>();
      const config = readConfig(here, options);
      const session = await openKeptSession(here, config);
      const notes = createNotesClient(config, session, client);
      const files = createFilesClient(config, session, client);
      const onProgress = createCountedProgress(here, 'Importing', json);
      const imported = async (archive: ByteSource): Promise<Imported> => {
        const { identityId } = await expectOk(session.credentials({ signal }));
        const uploads = createKeptImports(here, config, identityId);
        return expectOk(importAll(archive, notes, files, { signal, revive, onProgress, uploads }));
      };
      let done: Imported;
      if (given === '-') done = await imported(world.stdin());
      else {
        await using archive = await openArchive(resolve(world.cwd, given));
        const { isWhole } = await expectOk(readArchiveContents(archive.pieces(), { signal }));
        if (!isWhole) throw usage(`${given} is incomplete, so nothing is imported from it. Finish its export first.`);
        done = await imported(archive.pieces());
      }
      const revived = Object.fromEntries(done.revived);
      terminal.result(json, { ...done, revived }, describeImported(done));
      if (done.notThere.length > 0) onStatus(exitCodes.conflict);
    });
};

const describeImported = ({ notThere, revived, ...done }: Imported): Words =>
  lines([
    words`Imported, or already there: ${describeCounts(done)}`,
    ...[...revived].map(([from, to]) => words`Created again: ${from}, as ${to}`),
    ...notThere.map(
      (each) => words`${reasons[each.because](each.kind)}: ${each.kind === 'note' ? each.noteId : each.key}`,
    ),
  ]);

const reasons: Readonly<Record<NotThere['because'], (kind: NotThere['kind']) => string>> = {
  changed: (kind) => `Left as it is, because a different ${kind} is there`,
  deleted: () => 'Deleted since, and not created again without --revive',
  refused: () => 'Not accepted by the API, because it is empty or too long',
};
