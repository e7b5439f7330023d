import { err, ok, type Result } from 'neverthrow';
import type { NotesConfig } from '../../../src/client/config.ts';
import { createSession } from '../../../src/client/credentials-session.ts';
import { createFilesClient } from '../../../src/client/files.ts';
import { createNotesClient } from '../../../src/client/notes.ts';
import { createUserPool } from '../../../src/client/user-pool.ts';
import { createAttachmentKey } from '../../../src/domain/attachment-key.ts';
import type { DataFailure } from './data-failure.ts';
import type { Seeded } from './reports.ts';
import { type SeededNote, seededPassword, seededUsers } from './seed-data.ts';

export interface SeedOptions {
  readonly config: NotesConfig;
  /** Creates a confirmed user, unless the user exists. */
  readonly ensureUser: (email: string, password: string) => Promise<void>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Epoch milliseconds with which ids and keys begin: a seed's are the same for ever. */
const beginning = Date.UTC(2026, 2, 2, 8);
const minute = 60_000;

/**
 * Creates the seeded data through the chain, as its users would: it passes every check, and each request can be
 * watched. Only the users are created by an administrator's means. Ids and keys are fixed, so repeating it adds
 * nothing; what somebody changed stays changed, and a deleted note comes back once its tombstone is gone.
 */
export const seed = async (options: SeedOptions): Promise<Result<Seeded, DataFailure>> => {
  const { config, ensureUser, now } = options;
  const counts = { notes: 0, files: 0, deleted: 0 };
  const client = { now };

  const make = async (
    { content, file, isDeleted }: SeededNote,
    at: number,
    clients: {
      readonly notes: ReturnType<typeof createNotesClient>;
      readonly files: ReturnType<typeof createFilesClient>;
    },
  ): Promise<string | undefined> => {
    const time = beginning + at * minute;
    let attachment: string | undefined;
    if (file !== undefined && config.bucketName !== undefined) {
      const bytes = new File([file.text], file.name, { type: file.type });
      const key = createAttachmentKey(file.name, time);
      const sent = await clients.files.attach(bytes, { resume: { key, size: bytes.size } });
      if (sent.isErr()) return sent.error.kind;
      attachment = sent.value;
      counts.files++;
    }
    const noteId = createNoteId(time, at);
    const draft = { content, ...(attachment !== undefined && { attachment }) };
    const made = await clients.notes.create(draft, { idempotencyKey: noteId });
    if (made.isErr()) {
      // Somebody, or the seed itself, has deleted the note, and it may not come back yet.
      const isGone = made.error.kind === 'ApiProblem' && [409, 410].includes(made.error.status);
      if (isGone) counts.deleted++;
      return isGone ? undefined : made.error.kind;
    }
    if (!isDeleted) {
      counts.notes++;
      return undefined;
    }
    // `*` for a stack that requires conditional writes.
    const deleted = await clients.notes.delete(noteId, { ifMatch: '*' });
    counts.deleted++;
    return deleted.isErr() ? deleted.error.kind : undefined;
  };

  for (const { email, notes } of seededUsers) {
    await ensureUser(email, seededPassword);
    const tokens = await createUserPool(config, client).signIn(email, seededPassword);
    if (tokens.isErr())
      return err({
        kind: 'NoStep',
        reason:
          `${email} cannot sign in with the seed’s password (${tokens.error.kind}): it was changed. ` +
          'Reset the data, or restore a snapshot.',
      });
    const session = createSession(config, tokens.value, client);
    const clients = {
      notes: createNotesClient(config, session, client),
      files: createFilesClient(config, session, client),
    };
    for (const [at, note] of notes.entries()) {
      const failure = await make(note, at, clients);
      if (failure !== undefined)
        return err({ kind: 'NoStep', reason: `A note of ${email} was not created (${failure}). Seed again.` });
    }
    await session.signOut();
  }
  return ok({ password: seededPassword, users: seededUsers.map(({ email }) => email), ...counts });
};

/** Returns a UUIDv7 (RFC 9562, 5.7) with a number in place of the random bits. */
const createNoteId = (time: number, at: number): string => {
  const hex = time.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-${at.toString(16).padStart(12, '0')}`;
};
