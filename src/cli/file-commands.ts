import type { Command } from 'commander';
import type { Download } from '../client/download.ts';
import type { StoredFile } from '../client/file-list.ts';
import { createFilesClient, listAllFiles } from '../client/files.ts';
import { createNotesClient } from '../client/notes.ts';
import { CliError, usage } from './cli-error.ts';
import { formatTime } from './describe-note.ts';
import { exitCodes } from './exit-codes.ts';
import { expectOk } from './expect-ok.ts';
import { formatSize } from './format-size.ts';
import type { AddCommands, GlobalOptions, Here } from './here.ts';
import { openKeptSession } from './kept-session.ts';
import { readConfig } from './outputs.ts';
import { createProgressBar } from './progress-bar.ts';
import { choosePlace, saveFile } from './save-file.ts';
import { lines, type Words, words } from './terminal.ts';

interface DownloadOptions extends GlobalOptions {
  readonly output?: string;
  readonly force?: boolean;
}

/** Adds the commands for the signed-in user's files. */
export const addFileCommands: AddCommands = (program, here) => {
  const { world, terminal, client } = here;
  const { signal } = world;

  const createClients = async (options: GlobalOptions) => {
    const config = readConfig(here, options);
    const session = await openKeptSession(here, config);
    return { notes: createNotesClient(config, session, client), files: createFilesClient(config, session, client) };
  };

  program
    .command('files')
    .description('list your files: time, size, and the key that a note has as its attachment')
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const { files } = await createClients(options);
      const all: StoredFile[] = [];
      for await (const file of listAllFiles(files, { signal })) all.push(await expectOk(file));
      terminal.result(options.json, all, lines(all.map(describeFile)));
    });

  program
    .command('download')
    .argument('<note-or-key>', 'the id of a note with an attachment, or the key of a file')
    .description('download a file')
    .option('--output <file>', 'where to save it; - is standard output (default: under its own name, in this folder)')
    .option('--force', 'replace an existing file')
    .action(async (given: string, _: unknown, command: Command) => {
      const { output, force = false, json } = command.optsWithGlobals<DownloadOptions>();
      if (output === '-') expectPipe(here, json);
      const { notes, files } = await createClients(command.optsWithGlobals<GlobalOptions>());
      const key = isNoteId(given) ? requireAttachment(await expectOk(notes.get(given, { signal }))) : given;
      const onProgress = createProgressBar(here, key, json);
      const download = await expectOk(files.download(key, { signal, onProgress }));
      const { size, type } = download;
      if (output === '-') return print(here, download);
      const file = choosePlace(download, { output, force, cwd: world.cwd });
      await saveFile(download, file, force);
      terminal.result(json, { key, file, size, type }, words`Saved as ${file} (${formatSize(size)}).`);
    });

  program
    .command('detach')
    .argument('<key>', 'key of the file')
    .description('permanently delete a file; a note that names it stays')
    .action(async (key: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      await expectOk((await createClients(options)).files.detach(key, { signal }));
      terminal.result(options.json, { key, deleted: true }, words`Deleted.`);
    });
};

/**
 * Returns whether the argument looks like a note's id. Keys begin with a time; one that looks like a note's id is taken
 * for one.
 */
const isNoteId = (given: string): boolean => /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(given);

const requireAttachment = ({ attachment }: { readonly attachment?: string }): string => {
  if (attachment === undefined) throw new CliError(exitCodes.notFound, 'This note has no attachment.');
  return attachment;
};

/** Throws `CliError` unless standard output is a pipe or a file: a terminal would obey control characters in a file. */
export const expectPipe = ({ world }: Here, json: boolean | undefined): void => {
  if (json) throw usage('--json and - both write to standard output: give only one.');
  if (world.stdoutIsTTY || world.stdoutBytes === undefined)
    throw usage('- needs a pipe or a file: the content could control this terminal.');
};

/** Writes the file to standard output until its end, or until the reader stops. */
const print = async ({ world }: Here, download: Download): Promise<void> => {
  for await (const part of download.parts()) if (!(await world.stdoutBytes?.(await expectOk(part)))) return;
};

const describeFile = ({ key, size, time }: StoredFile): Words =>
  words`${formatTime(time)}  ${formatSize(size).padStart(8)}  ${key}`;
