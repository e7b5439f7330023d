import { err, ok, type Result } from 'neverthrow';
import { mapFields, sameTexts } from '../../domain/note-fields.ts';
import type { CallOptions, NotesClient } from '../notes.ts';
import type { CallFailure } from '../retry.ts';
import type { NotThere } from './import-all.ts';
import { deriveLaterId } from './later-id.ts';
import type { ArchivedNote } from './read-archive.ts';

export interface NoteImport extends CallOptions {
  readonly notes: Pick<NotesClient, 'create' | 'get'>;
  /** Whether a note that was deleted comes back, under another id. */
  readonly revive: boolean;
}

/** What became of a note: the id that it is there by, or why it is not. */
export type NoteImported = { readonly noteId: string } | NotThere;

/** How often a note may have been imported and deleted again. */
const mostLives = 16;

/**
 * Makes a note at its id, unless it is there. Asked again after whatever fault, it makes no second one: a note that comes back has an id that follows
 * from the one before.
 */
export const importNote = async (
  archived: ArchivedNote,
  { notes, revive, ...calls }: NoteImport,
): Promise<Result<NoteImported, CallFailure>> => {
  const { noteId } = archived;
  const draft = { ...mapFields((name) => archived[name]), content: archived.content };
  // An id that is chosen becomes one in lower case: a note of an older table would be made again beside itself.
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
    // What an older system wrote need not be what this API takes.
    if ([413, 422].includes(made.error.status)) return ok({ kind: 'note', noteId, because: 'refused' });
    return err(made.error);
  }
};

const isProblem = (failure: CallFailure, status: number): boolean =>
  failure.kind === 'ApiProblem' && failure.status === status && failure.type !== 'about:blank';
