import { randomUUID } from 'node:crypto';
import { filesClient, type NotesConfig, type Session } from '../client/client.ts';
import { expectOk } from './expect-ok.ts';
import { Failure } from './failure.ts';
import { fileToSend } from './file-to-send.ts';
import type { GlobalOptions, Here } from './here.ts';
import { hashOf, type KeptUpload, keepUpload, keptUpload, uploadName } from './kept-uploads.ts';
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
  write: (attachment: string, id: string) => Promise<T>,
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
  let kept: Partial<KeptUpload> = { ...known, note: known?.note?.of === of ? known.note : { of, id: randomUUID() } };
  const keep = async (more: Pick<KeptUpload, 'upload'> | undefined): Promise<void> => {
    kept = { ...kept, ...more, size, changed, kept: world.now() };
    try {
      await keepUpload(world, name, more && (kept as KeptUpload));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      here.terminal.aside(words`What was sent of the file cannot be gone on with: ${error.message}`);
    }
  };
  const sending = files.attach(open.file, {
    ...{ signal, resume: known?.upload, onUpload: (upload) => keep({ upload }) },
    onProgress: progressBar(here, String(open.file.name), options.json),
  });
  const key = await orHint(expectOk(sending), () =>
    kept.upload === undefined ? '' : ' The same command again goes on where this one ended.',
  );
  const { upload = { key, size } } = kept;
  await keep({ upload });
  const written = await orHint(
    write(key, String(kept.note?.id)),
    () => ` The file is there, as ${key}: the same command again does not send it again, and writes one note.`,
  );
  await keep(undefined);
  return written;
};

/** What there is to do where it fails. */
const orHint = async <T>(work: Promise<T>, hint: () => string): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure(error.exitCode, `${error.message.replace(/(?<![.!?])$/, '.')}${hint()}`, error.more);
  }
};
