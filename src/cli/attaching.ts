import { v7 } from 'uuid';
import type { Upload } from '../client/attach.ts';
import type { NotesConfig } from '../client/config.ts';
import type { Session } from '../client/credentials-session.ts';
import { createFilesClient } from '../client/files.ts';
import { CliError } from './cli-error.ts';
import { exitCodes } from './exit-codes.ts';
import { expectOk } from './expect-ok.ts';
import { openFileToSend } from './file-to-send.ts';
import type { GlobalOptions, Here } from './here.ts';
import {
  createOwnerName,
  createUploadName,
  findKeptUpload,
  hashValue,
  type KeptUpload,
  keepUpload,
} from './kept-uploads.ts';
import { createProgressBar } from './progress-bar.ts';
import { words } from './terminal.ts';

/** The file to attach, its owner and its destination. */
export interface Attaching {
  readonly config: NotesConfig;
  readonly session: Session;
  /** The path as given on the command line. */
  readonly file: string;
  readonly options: GlobalOptions;
}

/**
 * Sends a file and writes a note that names it. Until the note is written, the upload and the note's id are kept:
 * running the same command again resumes where this one ended, and makes one note. Throws `CliError`.
 */
export const attachFile = async <T>(
  here: Here,
  { config, session, file, options }: Attaching,
  /** What the note says besides the file; it tells one note from another when the command resumes. */
  note: unknown,
  writeNote: (attachment: string, id: string) => Promise<T>,
): Promise<T> => {
  const { world, client } = here;
  const { signal } = world;
  await using open = await openFileToSend(world.cwd, file);
  const { size, changed } = open;
  const { identityId } = await expectOk(session.credentials({ signal }));
  const files = createFilesClient(config, session, client);
  const name = createUploadName(config, identityId, open.path);
  const found = findKeptUpload(world, name);
  const known = found?.size === size && found.changed === changed ? found : undefined;
  // The file has changed since, so nobody will resume this upload.
  if (found !== undefined && known === undefined) await files.abandon(found.upload, { signal });

  const of = hashValue(note);
  let upload = known?.upload;
  let sent = known?.sent;
  let made: KeptUpload['note'] = known?.note?.of === of ? known.note : { of, id: v7({ msecs: world.now() }) };
  const keep = async (): Promise<void> => {
    const more = { ...(sent !== undefined && { sent }), ...(made && { note: made }) };
    const owner = createOwnerName(config, identityId);
    await keepOrSay(here, name, upload && { size, changed, kept: world.now(), upload, owner, ...more });
  };

  const onUpload = (begun: Upload) => {
    [upload, sent] = [begun, undefined];
    return keep();
  };
  const onProgress = createProgressBar(here, String(open.file.name), options.json);
  const key = await addHint(
    expectOk(files.attach(open.file, { signal, resume: known?.upload, onUpload, onProgress })),
    () => (upload === undefined ? '' : 'Repeat the command to resume where it stopped.'),
  );
  sent ??= world.now();
  await keep();
  const written = await addHint(
    writeNote(key, made.id).catch(async (error: unknown) => {
      // The id is taken by a note that was made and has been deleted since. The next attempt uses another.
      if (error instanceof CliError && error.exitCode === exitCodes.conflict) made = undefined;
      await keep();
      throw error;
    }),
    () =>
      `The file is stored as ${key}: repeat the command within twelve hours to write the note once, ` +
      'without sending the file again.',
  );
  await keepOrSay(here, name, undefined);
  return written;
};

/** If the upload cannot be kept, the command says so and continues. */
const keepOrSay = async ({ world, terminal }: Here, name: string, kept: KeptUpload | undefined): Promise<void> => {
  try {
    await keepUpload(world, name, kept);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    terminal.aside(words`The upload of the file will not be resumable: ${error.message}`);
  }
};

/** Appends a hint on what to do next if the work fails. */
const addHint = async <T>(work: Promise<T>, hint: () => string): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    throw new CliError(
      error.exitCode,
      [error.message.replace(/(?<![.!?])$/, '.'), hint()].join(' ').trim(),
      error.more,
    );
  }
};
