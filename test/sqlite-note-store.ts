import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { err, ok, type Result, ResultAsync } from 'neverthrow';
import {
  isExpected,
  type Note,
  type NoteDraft,
  type NoteId,
  type NoteNotFound,
  type NoteStore,
  type OwnerId,
  type Revision,
  type RevisionConflict,
} from '../src/exports/domain.ts';
import type { OpenedNoteStore } from '../src/exports/laws.ts';

// An adapter as an outsider would write it: by what the package's doors let out, over a store that the project does not use.

interface Row {
  readonly noteId: string;
  readonly content: string;
  readonly attachment: string | null;
  readonly createdAt: number;
  readonly updatedAt: number | null;
  readonly revision: string;
  readonly createdAs: string;
  readonly deleted: number;
}

export interface SqliteOptions {
  /** Of the owner's column; an outsider's mistake is made here. */
  readonly ownerCollation?: 'BINARY' | 'NOCASE' | 'RTRIM';
  readonly ownerType?: 'TEXT' | 'NUMERIC' | 'INTEGER';
  readonly ownerOperator?: '=' | 'LIKE' | 'GLOB';
  readonly idCollation?: 'BINARY' | 'NOCASE';
}

/** Notes in an SQLite database in memory. */
export const sqliteNoteStore = (options: SqliteOptions = {}): OpenedNoteStore => {
  const { ownerCollation = 'BINARY', ownerType = 'TEXT', ownerOperator = '=', idCollation = 'BINARY' } = options;
  const database = new DatabaseSync(':memory:');
  database.exec(`
    CREATE TABLE notes (
      owner ${ownerType} NOT NULL COLLATE ${ownerCollation},
      noteId TEXT NOT NULL COLLATE ${idCollation},
      content TEXT NOT NULL, attachment TEXT, createdAt INTEGER NOT NULL, updatedAt INTEGER,
      revision TEXT NOT NULL, createdAs TEXT NOT NULL, deleted INTEGER NOT NULL DEFAULT 0,
      PRIMARY KEY (owner, noteId)
    ) WITHOUT ROWID`);
  const mine = `owner ${ownerOperator} ?`;
  const select = database.prepare(`SELECT * FROM notes WHERE ${mine} AND noteId = ?`);
  const insert = database.prepare(
    'INSERT INTO notes (owner, noteId, content, attachment, createdAt, revision, createdAs) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const change = database.prepare(
    `UPDATE notes SET content = ?, attachment = ?, updatedAt = ?, revision = ? WHERE ${mine} AND noteId = ?`,
  );
  const bury = database.prepare(
    `UPDATE notes SET content = '', attachment = NULL, deleted = 1, createdAs = '', revision = ? WHERE ${mine} AND noteId = ?`,
  );
  const page = database.prepare(`SELECT * FROM notes WHERE ${mine} AND noteId < ? ORDER BY noteId DESC LIMIT ?`);

  const rowOf = (owner: OwnerId, id: NoteId) => select.get(owner, id) as unknown as Row | undefined;
  const noteOf = (owner: OwnerId, row: Row): Note => ({
    userId: owner,
    noteId: row.noteId as NoteId,
    content: row.content,
    ...(row.attachment !== null && { attachment: row.attachment }),
    createdAt: row.createdAt,
    ...(row.updatedAt !== null && { updatedAt: row.updatedAt }),
    revision: row.revision as Revision,
  });
  /** Tells a repeated create, also when the text has changed since; and is no text that would be kept. */
  const asMade = ({ content, attachment }: NoteDraft) =>
    createHash('sha256')
      .update(JSON.stringify([content, attachment ?? null]))
      .digest('hex');
  /** SQLite in this process answers at once: what is done between two awaits is done alone. */
  const at = <T, E>(run: () => Result<T, E>): ResultAsync<T, E> => new ResultAsync(Promise.resolve().then(run));
  const there = (
    owner: OwnerId,
    id: NoteId,
    expected: Parameters<NoteStore['delete']>[3],
  ): Result<Row, NoteNotFound | RevisionConflict> => {
    const row = rowOf(owner, id);
    if (row === undefined || row.deleted) return err({ kind: 'NoteNotFound' });
    return isExpected(expected, row.revision as Revision) ? ok(row) : err({ kind: 'RevisionConflict' });
  };

  return {
    create: (owner, { noteId, draft, createdAt, revision }) =>
      at(() => {
        const made = asMade(draft);
        insert.run(owner, noteId, draft.content, draft.attachment ?? null, createdAt, revision, made);
        const row = rowOf(owner, noteId);
        if (row === undefined || row.deleted) return err({ kind: 'NoteDeleted' });
        return row.createdAs === made ? ok(noteOf(owner, row)) : err({ kind: 'NoteIdTaken' });
      }),
    find: (owner, id) =>
      at(() => {
        const row = rowOf(owner, id);
        return row === undefined || row.deleted ? err({ kind: 'NoteNotFound' }) : ok(noteOf(owner, row));
      }),
    list: (owner, { limit, after }) =>
      at(() => {
        // Every id is below '~'.
        const rows = page.all(owner, after ?? '~', limit + 1) as unknown as readonly Row[];
        const shown = rows.slice(0, limit);
        const next = rows.length > limit ? shown.at(-1)?.noteId : undefined;
        const notes = shown.filter(({ deleted }) => !deleted).map((row) => noteOf(owner, row));
        return ok({ notes, ...(next !== undefined && { next: next as NoteId }) });
      }),
    update: (owner, id, { draft, updatedAt, revision }, expected) =>
      at(() =>
        there(owner, id, expected).map((row) => {
          const later = Math.max(updatedAt, (row.updatedAt ?? Number.NEGATIVE_INFINITY) + 1);
          change.run(draft.content, draft.attachment ?? null, later, revision, owner, id);
          return noteOf(owner, rowOf(owner, id) ?? row);
        }),
      ),
    delete: (owner, id, { revision }, expected) =>
      at(() =>
        there(owner, id, expected)
          .andTee(() => bury.run(revision, owner, id))
          .map(() => undefined),
      ),
    everything: async () => JSON.stringify(database.prepare('SELECT * FROM notes').all()),
    [Symbol.asyncDispose]: async () => database.close(),
  };
};
