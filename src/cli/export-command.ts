import { relative, resolve } from 'node:path';
import type { Command } from 'commander';
import type { Result } from 'neverthrow';
import { readArchiveContents } from '../client/archive/archive-contents.ts';
import { type Exporting, type ExportOptions, exportAll, type LeftOut } from '../client/archive/export-all.ts';
import { createFilesClient } from '../client/files.ts';
import { createNotesClient } from '../client/notes.ts';
import { createArchive } from './archive-file.ts';
import { CliError, type ClientFailure, toCliError } from './cli-error.ts';
import { createCountedProgress, describeCounts } from './counted-progress.ts';
import { expectOk } from './expect-ok.ts';
import { expectPipe } from './file-commands.ts';
import { formatCommand } from './format-command.ts';
import type { AddCommands, GlobalOptions } from './here.ts';
import { openKeptSession } from './kept-session.ts';
import { readConfig } from './outputs.ts';
import { expectFree, renameWhole } from './save-file.ts';
import { words } from './terminal.ts';

interface ExportCommandOptions extends GlobalOptions {
  readonly force?: boolean;
}

const help = `
The archive is a tar file with a JSON file for each note, and each file as it is. Until it is complete
it is called FILE.part; repeating the command resumes it. \`notes import\` imports it into this
account or another.
`;

export const addExportCommand: AddCommands = (program, here) => {
  const { world, terminal, client } = here;
  const { signal } = world;

  program
    .command('export')
    .argument('[file]', 'where to write it; - is standard output (default: notes-DATE.tar in this folder)')
    .description('write all your notes and files to one archive')
    .option('--force', 'replace an existing file')
    .addHelpText('after', help)
    .action(async (given: string | undefined, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<ExportCommandOptions>();
      const { force = false, json } = options;
      const date = new Date(world.now()).toISOString().slice(0, 10);
      const file = resolve(world.cwd, given ?? `notes-${date}.tar`);
      if (given === '-') expectPipe(here, json);
      else expectFree(file, force);

      const config = readConfig(here, options);
      const session = await openKeptSession(here, config);
      const notes = createNotesClient(config, session, client);
      const files = config.bucketName === undefined ? undefined : createFilesClient(config, session, client);
      const draw = createCountedProgress(here, 'Exporting', json);
      const leftOut: LeftOut[] = [];
      let done: Exporting = { notes: 0, files: 0, bytes: 0 };
      /**
       * Returns whether the export was written to its end: `false` if the partial archive is outdated or the reader has
       * stopped. Throws `CliError`.
       */
      const isWritten = async (
        resume: ExportOptions['resume'],
        write: (bytes: Uint8Array) => Promise<boolean | undefined>,
      ): Promise<boolean> => {
        const onProgress = (progress: Exporting) => {
          done = progress;
          draw(progress);
        };
        leftOut.splice(0);
        const onLeftOut = (each: LeftOut) => leftOut.push(each);
        for await (const piece of exportAll(notes, files, { signal, resume, onProgress, onLeftOut })) {
          if (piece.isErr() && piece.error.kind === 'ArchiveOutdated') return false;
          if (!(await write(await expectOk(piece as Result<Uint8Array, ClientFailure>)))) return false;
        }
        return true;
      };

      if (given === '-') {
        await isWritten(undefined, async (bytes) => world.stdoutBytes?.(bytes));
        return sayLeftOut(leftOut);
      }
      const part = `${file}.part`;
      {
        await using archive = await createArchive(part);
        const there = await readArchiveContents(archive.pieces(), { signal });
        if (there.isErr()) {
          const failure = toCliError(there.error);
          throw there.error.kind === 'Aborted'
            ? toGoOn(failure, relative(world.cwd, file), options)
            : notOurs(part, failure);
        }
        const resume = there.value.end === 0 ? undefined : there.value;
        try {
          await archive.cutTo(there.value.end);
          if (!(await isWritten(resume, archive.write))) {
            terminal.aside(words`The contents of ${part} are out of date: starting again.`);
            await archive.cutTo(0);
            await isWritten(undefined, archive.write);
          }
        } catch (error) {
          throw error instanceof CliError ? toGoOn(error, relative(world.cwd, file), options) : error;
        }
        await archive.settle();
      }
      renameWhole(part, file, force);
      sayLeftOut(leftOut);
      const { notes: noteCount, files: fileCount, bytes } = done;
      terminal.result(
        json,
        { file, notes: noteCount, files: fileCount, bytes, leftOut },
        words`Exported ${describeCounts({ notes: noteCount, files: fileCount, bytes })} to ${file}`,
      );
    });

  const sayLeftOut = (leftOut: readonly LeftOut[]): void => {
    for (const { key, because } of leftOut)
      terminal.aside(
        because === 'gone'
          ? words`Left out, because it was deleted meanwhile: ${key}`
          : words`Left out, because this command cannot ask for its key: ${key}`,
      );
  };
};

const notOurs = (part: string, { exitCode, message }: CliError): CliError =>
  new CliError(exitCode, `${part} is in the way: ${message} Give another name, or move it.`);

const toGoOn = ({ exitCode, message, more }: CliError, file: string, options: ExportCommandOptions): CliError => {
  const flags = [...(options.force ? ['--force'] : []), ...(options.json ? ['--json'] : [])];
  const command = formatCommand('export', [file], { ...options, flags });
  return new CliError(
    exitCode,
    `${message.replace(/(?<![.!?])$/, '.')} To resume where this one stopped: ${command}`,
    more,
  );
};
