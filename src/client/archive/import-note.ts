import { err, ok, type Result } from 'neverthrow';
import { mapFields, sameTexts } from '../../domain/note-fields.ts';
import type { CallOptions, NotesClient } from '../notes.ts';
import type { CallFailure } from '../retry.ts';
import type { NotThere } from './import-all.ts';
import { deriveLaterId } from './later-id.ts';
import type { ArchivedNote } from './read-archive.ts';

export interface NoteImport extends CallOptions {
  readonly notes: Pick<NotesClient, 'create' | 'get'>;
  /** Whether a deleted note comes back, under another id. */
  readonly revive: boolean;
}

/** The outcome for a note: the id at which it is there, or why it is not. */
export type NoteImported = { readonly noteId: string } | NotThere;

/** How often a note can have been imported and deleted again. */
const mostLives = 16;

/**
 * Creates a note at its id, unless it is already there. Safe to repeat after any failure: the id of a note that comes
 * back is derived from the one before, so no second note is created.
 */
export const importNote = async (
  archived: ArchivedNote,
  { notes, revive, ...calls }: NoteImport,
): Promise<Result<NoteImported, CallFailure>> => {
  const { noteId } = archived;
  const draft = { ...mapFields((name) => archived[name]), content: archived.content };
  // A chosen id becomes lower case: a note of an older table with upper case in its id would be created again.
  if (noteId !== noteId.toLowerCase()) {
    const found = await notes.get(noteId, calls);
    if (found.isOk())
      return ok(sameTexts(found.value, draft) ? { noteId } : { kind: 'note', noteId, because: 'changed' });
    if (!isProblem(found.error, 404)) return err(found.error);
  }
  let id = noteId.toLowerCase();
  for (let life = 1; ; life++) {
    const made = await notes.create(draft, { ...calls, idempotencyKey: id });
    if (made.isOk())
      return ok(sameTexts(made.value, draft) ? { noteId: id } : { kind: 'note', noteId, because: 'changed' });
    if (isProblem(made.error, 410)) {
      if (!revive || life === mostLives) return ok({ kind: 'note', noteId, because: 'deleted' });
      id = await deriveLaterId(id);
      continue;
    }
    if (made.error.kind !== 'ApiProblem') return err(made.error);
    if (made.error.type.endsWith(':note-id-taken')) {
      const found = await notes.get(id, calls);
      if (found.isErr()) return err(found.error);
      return ok(sameTexts(found.value, draft) ? { noteId: id } : { kind: 'note', noteId, because: 'changed' });
    }
    // This API need not accept what an older system wrote.
    if ([413, 422].includes(made.error.status)) return ok({ kind: 'note', noteId, because: 'refused' });
    return err(made.error);
  }
};

const isProblem = (failure: CallFailure, status: number): boolean =>
  failure.kind === 'ApiProblem' && failure.status === status && failure.type !== 'about:blank';
