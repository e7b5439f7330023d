import { err, ok, type Result } from 'neverthrow';
import type { Note, NoteDraft, Revision } from '../../domain/note.ts';
import type { OwnerId } from '../../domain/owner.ts';
import type {
  Expected,
  NoteDeleted,
  NoteIdTaken,
  NoteNotFound,
  OutcomeUnknown,
  RevisionConflict,
} from '../../ports/note-store.ts';
import { fingerprint, type Item, isTombstone, noteOfItem } from './note-item.ts';

/**
 * A condition that DynamoDB found false. That alone does not make a conflict: when the first attempt was applied and
 * its reply lost, the SDK's next attempt fails on the item that the first one wrote.
 */
export interface FailedCondition {
  /** The item as the condition saw it. */
  readonly item: Item | undefined;
  /** How often the request was sent. */
  readonly attempts: number;
  /** The revision that this write carried. */
  readonly revision: Revision;
}

export const afterFailedCreate = (
  owner: OwnerId,
  draft: NoteDraft,
  { item, revision }: FailedCondition,
): Result<Note, NoteIdTaken | NoteDeleted | OutcomeUnknown> => {
  // A create fails on an item only. Without it nothing can be said of what was there.
  if (item === undefined) return err({ kind: 'OutcomeUnknown' });
  if (isTombstone(item)) return err({ kind: 'NoteDeleted' });
  // An update keeps `createdAs`, so however often the request was sent, it tells who created the note.
  const mine = item.revision === revision || item.createdAs === fingerprint(draft);
  const note = mine ? noteOfItem(owner, item) : undefined;
  return note === undefined ? err({ kind: 'NoteIdTaken' }) : ok(note);
};

export const afterFailedUpdate = (
  owner: OwnerId,
  expected: Expected,
  failed: FailedCondition,
): Result<Note, NoteNotFound | RevisionConflict | OutcomeUnknown> => {
  const { item, revision } = failed;
  const note = item?.revision === revision && !isTombstone(item) ? noteOfItem(owner, item) : undefined;
  return note === undefined ? err(whyNot(expected, failed)) : ok(note);
};

export const afterFailedDelete = (
  expected: Expected,
  failed: FailedCondition,
): Result<void, NoteNotFound | RevisionConflict | OutcomeUnknown> =>
  failed.item?.revision === failed.revision ? ok() : err(whyNot(expected, failed));

const whyNot = (
  expected: Expected,
  { item, attempts }: FailedCondition,
): NoteNotFound | RevisionConflict | OutcomeUnknown => {
  // An earlier attempt would have left the note, or a tombstone for a day.
  if (item === undefined) return { kind: 'NoteNotFound' };
  // Somebody wrote after an attempt of ours that may have been applied.
  if (attempts > 1) return { kind: 'OutcomeUnknown' };
  if (isTombstone(item) || expected === 'any') return { kind: 'NoteNotFound' };
  return { kind: 'RevisionConflict' };
};
