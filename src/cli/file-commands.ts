import type { Command } from 'commander';
import { allFiles, type Download, filesClient, notesClient, type StoredFile } from '../client/client.ts';
import { exitCodes } from './exit-codes.ts';
import { expectOk } from './expect-ok.ts';
import { Failure, usage } from './failure.ts';
import type { AddCommands, GlobalOptions, Here } from './here.ts';
import { sizeInUnits } from './in-units.ts';
import { keptSession } from './kept-session.ts';
import { timeInWords } from './note-in-words.ts';
import { readConfig } from './outputs.ts';
import { progressBar } from './progress-bar.ts';
import { placeToSave, saveFile } from './save-file.ts';
import { lines, type Words, words } from './terminal.ts';

interface DownloadOptions extends GlobalOptions {
  readonly output?: string;
  readonly force?: boolean;
}

/** Files of who is signed in. */
export const addFileCommands: AddCommands = (program, here) => {
  const { world, terminal, client } = here;
  const { signal } = world;

  const clientsOf = async (options: GlobalOptions) => {
    const config = readConfig(here, options);
    const session = await keptSession(here, config);
    return { notes: notesClient(config, session, client), files: filesClient(config, session, client) };
  };

  program
    .command('files')
    .description('list your files: when, how large, and the key that a note’s attachment says')
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const { files } = await clientsOf(options);
      const all: StoredFile[] = [];
      for await (const file of allFiles(files, { signal })) all.push(await expectOk(file));
      terminal.result(options.json, all, lines(all.map(fileInALine)));
    });

  program
    .command('download')
    .argument('<note-or-key>', 'the id of the note whose attachment it is, or the key of a file')
    .description('fetch a file')
    .option('--output <file>', 'where to; - is standard output (default: what the file is called, in this folder)')
    .option('--force', 'replace a file that is there')
    .action(async (given: string, _: unknown, command: Command) => {
      const { output, force = false, json } = command.optsWithGlobals<DownloadOptions>();
      if (output === '-') expectPipe(here, json);
      const { notes, files } = await clientsOf(command.optsWithGlobals<GlobalOptions>());
      const key = isNoteId(given) ? attachmentOf(await expectOk(notes.get(given, { signal }))) : given;
      const onProgress = progressBar(here, key, json);
      const download = await expectOk(files.download(key, { signal, onProgress }));
      const { size, type } = download;
      if (output === '-') return print(here, download);
      const file = placeToSave(download, { output, force, cwd: world.cwd });
      await saveFile(download, file, force);
      terminal.result(json, { key, file, size, type }, words`Saved as ${file} (${sizeInUnits(size)}).`);
    });

  program
    .command('detach')
    .argument('<key>', 'of the file')
    .description('delete a file, for good; a note that names it stays')
    .action(async (key: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      await expectOk((await clientsOf(options)).files.detach(key, { signal }));
      terminal.result(options.json, { key, deleted: true }, words`Deleted.`);
    });
};

/** Keys begin with a time; one that has the form of a note's id is not told from it. */
const isNoteId = (given: string): boolean => /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(given);

const attachmentOf = ({ attachment }: { readonly attachment?: string }): string => {
  if (attachment === undefined) throw new Failure(exitCodes.notFound, 'This note has no attachment.');
  return attachment;
};

/** A file's bytes are for another program: a terminal would do what they say. Throws `Failure`. */
export const expectPipe = ({ world }: Here, json: boolean | undefined): void => {
  if (json) throw usage('--json and - are both for standard output: give one of them.');
  if (world.stdoutIsTTY || world.stdoutBytes === undefined)
    throw usage('- is for a pipe or a file: what is in it could steer this terminal.');
};

/** Until nobody reads on. */
const print = async ({ world }: Here, download: Download): Promise<void> => {
  for await (const part of download.parts()) if (!(await world.stdoutBytes?.(await expectOk(part)))) return;
};

const fileInALine = ({ key, size, time }: StoredFile): Words =>
  words`${timeInWords(time)}  ${sizeInUnits(size).padStart(8)}  ${key}`;
