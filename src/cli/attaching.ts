import { randomUUID } from 'node:crypto';
import { filesClient, type NotesConfig, type Session, type Upload } from '../client/client.ts';
import { exitCodes } from './exit-codes.ts';
import { expectOk } from './expect-ok.ts';
import { Failure } from './failure.ts';
import { fileToSend } from './file-to-send.ts';
import type { GlobalOptions, Here } from './here.ts';
import { hashOf, type KeptUpload, keepUpload, keptUpload, ownerName, uploadName } from './kept-uploads.ts';
import { progressBar } from './progress-bar.ts';
import { words } from './terminal.ts';

/** Whose file it is, and where it goes. */
export interface Attaching {
  readonly config: NotesConfig;
  readonly session: Session;
  /** As it was named. */
  readonly file: string;
  readonly options: GlobalOptions;
}

/**
 * Sends a file and writes a note that names it. Until the note is written, the upload and the note's id are kept: the same command
 * again goes on where this one ended, and makes one note. Throws `Failure`.
 */
export const attaching = async <T>(
  here: Here,
  { config, session, file, options }: Attaching,
  /** What the note says beside the file. */
  note: unknown,
  writeNote: (attachment: string, id: string) => Promise<T>,
): Promise<T> => {
  const { world, client } = here;
  const { signal } = world;
  await using open = await fileToSend(world.cwd, file);
  const { size, changed } = open;
  const { identityId } = await expectOk(session.credentials({ signal }));
  const files = filesClient(config, session, client);
  const name = uploadName(config, identityId, open.path);
  const found = keptUpload(world, name);
  const known = found?.size === size && found.changed === changed ? found : undefined;
  // Of a file that is another by now: nobody will go on with it.
  if (found !== undefined && known === undefined) await files.abandon(found.upload, { signal });

  const of = hashOf(note);
  let upload = known?.upload;
  let sent = known?.sent;
  let made: KeptUpload['note'] = known?.note?.of === of ? known.note : { of, id: randomUUID() };
  const keep = async (): Promise<void> => {
    const more = { ...(sent !== undefined && { sent }), ...(made && { note: made }) };
    const owner = ownerName(config, identityId);
    await keepOrSay(here, name, upload && { size, changed, kept: world.now(), upload, owner, ...more });
  };

  const onUpload = (begun: Upload) => {
    [upload, sent] = [begun, undefined];
    return keep();
  };
  const onProgress = progressBar(here, String(open.file.name), options.json);
  const key = await orHint(
    expectOk(files.attach(open.file, { signal, resume: known?.upload, onUpload, onProgress })),
    () => (upload === undefined ? '' : 'The same command again goes on where this one ended.'),
  );
  sent ??= world.now();
  await keep();
  const written = await orHint(
    writeNote(key, made.id).catch(async (error: unknown) => {
      // An id that is taken: of a note that was made, and deleted since. The next has another.
      if (error instanceof Failure && error.exitCode === exitCodes.conflict) made = undefined;
      await keep();
      throw error;
    }),
    () => `The file is there, as ${key}: the same command within twelve hours sends no file, and writes the note once.`,
  );
  await keepOrSay(here, name, undefined);
  return written;
};

/** The command goes on with what cannot be kept. */
const keepOrSay = async ({ world, terminal }: Here, name: string, kept: KeptUpload | undefined): Promise<void> => {
  try {
    await keepUpload(world, name, kept);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    terminal.aside(words`What was sent of the file cannot be gone on with: ${error.message}`);
  }
};

/** What there is to do where it fails. */
const orHint = async <T>(work: Promise<T>, hint: () => string): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure(error.exitCode, [error.message.replace(/(?<![.!?])$/, '.'), hint()].join(' ').trim(), error.more);
  }
};
