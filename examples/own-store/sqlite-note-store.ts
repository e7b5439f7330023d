import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { err, ok, type Result, ResultAsync } from 'neverthrow';
import {
  type Expected,
  isExpected,
  type Note,
  type NoteDraft,
  type NoteId,
  type NoteNotFound,
  type NoteStore,
  type OwnerId,
  type Revision,
  type RevisionConflict,
  type StoreUnavailable,
} from 'owned-notes';

interface Row {
  readonly noteId: string;
  readonly content: string;
  readonly attachment: string | null;
  readonly createdAt: number;
  readonly updatedAt: number | null;
  readonly revision: string;
  /** A hash of the draft that the note was created with: it recognises a repeated create without keeping the text. */
  readonly createdAs: string;
  /** 1 for a tombstone, which is what remains of a deleted note. */
  readonly deleted: number;
}

const table = `
  CREATE TABLE IF NOT EXISTS notes (
    owner TEXT NOT NULL COLLATE BINARY,
    noteId TEXT NOT NULL COLLATE BINARY,
    content TEXT NOT NULL, attachment TEXT, createdAt INTEGER NOT NULL, updatedAt INTEGER,
    revision TEXT NOT NULL, createdAs TEXT NOT NULL, deleted INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (owner, noteId)
  ) WITHOUT ROWID`;

/** Notes in an SQLite database. Creates the table if there is none. */
export const sqliteNoteStore = (database: DatabaseSync): NoteStore => {
  database.exec(table);
  const select = database.prepare('SELECT * FROM notes WHERE owner = ? AND noteId = ?');
  const insert = database.prepare(
    'INSERT INTO notes (owner, noteId, content, attachment, createdAt, revision, createdAs) ' +
      'VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const change = database.prepare(
    'UPDATE notes SET content = ?, attachment = ?, updatedAt = ?, revision = ? WHERE owner = ? AND noteId = ?',
  );
  const bury = database.prepare(
    `UPDATE notes SET content = '', attachment = NULL, createdAs = '', deleted = 1, revision = ?
     WHERE owner = ? AND noteId = ?`,
  );
  const page = database.prepare('SELECT * FROM notes WHERE owner = ? AND noteId < ? ORDER BY noteId DESC LIMIT ?');

  const find = (owner: OwnerId, id: NoteId) => select.get(owner, id) as unknown as Row | undefined;

  /** The row of a live note whose revision is an expected one. */
  const findExpected = (
    owner: OwnerId,
    id: NoteId,
    expected: Expected,
  ): Result<Row, NoteNotFound | RevisionConflict> => {
    const row = find(owner, id);
    if (row === undefined || row.deleted === 1) return err({ kind: 'NoteNotFound' });
    return isExpected(expected, row.revision as Revision) ? ok(row) : err({ kind: 'RevisionConflict' });
  };

  /** All or nothing: if SQLite fails, as on a full disk or a lock that is held for too long, nothing is written. */
  const transaction = <T, E>(run: () => Result<T, E>): ResultAsync<T, E | StoreUnavailable> => {
    const outcome = async (): Promise<Result<T, E | StoreUnavailable>> => {
      try {
        database.exec('BEGIN IMMEDIATE');
        const result = run();
        database.exec('COMMIT');
        return result;
      } catch {
        if (database.isTransaction) database.exec('ROLLBACK');
        return err({ kind: 'StoreUnavailable' });
      }
    };
    return new ResultAsync(outcome());
  };

  return {
    create: (owner, { noteId, draft, createdAt, revision }) =>
      transaction(() => {
        const createdAs = hashOf(draft);
        const row = find(owner, noteId);
        if (row?.deleted === 1) return err({ kind: 'NoteDeleted' });
        if (row !== undefined)
          return row.createdAs === createdAs ? ok(noteOf(owner, row)) : err({ kind: 'NoteIdTaken' });
        insert.run(owner, noteId, draft.content, draft.attachment ?? null, createdAt, revision, createdAs);
        return ok({ userId: owner, noteId, ...draft, createdAt, revision });
      }),

    find: (owner, id) =>
      transaction(() => {
        const row = find(owner, id);
        return row === undefined || row.deleted === 1 ? err({ kind: 'NoteNotFound' }) : ok(noteOf(owner, row));
      }),

    list: (owner, { limit, after }) =>
      transaction(() => {
        // Every id sorts before '~'. One extra row tells whether another page follows.
        const rows = page.all(owner, after ?? '~', limit + 1) as unknown as readonly Row[];
        const shown = rows.slice(0, limit);
        const next = rows.length > limit ? shown.at(-1)?.noteId : undefined;
        const notes = shown.filter(({ deleted }) => deleted === 0).map((row) => noteOf(owner, row));
        return ok({ notes, ...(next !== undefined && { next: next as NoteId }) });
      }),

    update: (owner, id, { draft, updatedAt, revision }, expected) =>
      transaction(() =>
        findExpected(owner, id, expected).map((row) => {
          const later = row.updatedAt === null ? updatedAt : Math.max(updatedAt, row.updatedAt + 1);
          change.run(draft.content, draft.attachment ?? null, later, revision, owner, id);
          return { userId: owner, noteId: id, ...draft, createdAt: row.createdAt, updatedAt: later, revision };
        }),
      ),

    delete: (owner, id, { revision }, expected) =>
      transaction(() =>
        findExpected(owner, id, expected)
          .andTee(() => bury.run(revision, owner, id))
          .map(() => undefined),
      ),
  };
};

const noteOf = (owner: OwnerId, row: Row): Note => ({
  userId: owner,
  noteId: row.noteId as NoteId,
  content: row.content,
  ...(row.attachment !== null && { attachment: row.attachment }),
  createdAt: row.createdAt,
  ...(row.updatedAt !== null && { updatedAt: row.updatedAt }),
  revision: row.revision as Revision,
});

const hashOf = ({ content, attachment }: NoteDraft): string =>
  createHash('sha256')
    .update(JSON.stringify([content, attachment ?? null]))
    .digest('hex');
