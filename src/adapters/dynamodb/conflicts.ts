import { err, ok, type Result } from 'neverthrow';
import type { EpochMillis, Note, NoteDraft, Revision } from '../../domain/note.ts';
import type { OwnerId } from '../../domain/owner.ts';
import { isExpected } from '../../ports/expected.ts';
import type {
  Expected,
  NoteDeleted,
  NoteIdTaken,
  NoteNotFound,
  OutcomeUnknown,
  RevisionConflict,
} from '../../ports/note-store.ts';
import { createFingerprint, type Item, readNote, readRevision } from './note-item.ts';
import { isTombstone } from './tombstone.ts';

/**
 * A condition that DynamoDB found false. That alone is not a conflict: if the first attempt was applied and its reply
 * lost, the next attempt fails on the item that the first one wrote.
 */
export interface FailedCondition {
  /** The item as the condition saw it. */
  readonly item: Item | undefined;
  /** Whether an earlier attempt of this write may have been applied, or may still be. */
  readonly mayHaveWritten: boolean;
  /** The revision that this write carried. */
  readonly revision: Revision;
}

export const settleFailedCreate = (
  owner: OwnerId,
  draft: NoteDraft,
  { item, revision }: FailedCondition,
): Result<Note, NoteIdTaken | NoteDeleted | OutcomeUnknown> => {
  // A create fails only on an item. Without it, nothing is known of what was there.
  if (item === undefined) return err({ kind: 'OutcomeUnknown' });
  if (isTombstone(item)) return err({ kind: 'NoteDeleted' });
  // An update keeps `createdAs`, so it tells which draft created the note, however often the request was sent.
  const mine = item.revision === revision || item.createdAs === createFingerprint(draft);
  const note = mine ? readNote(owner, item) : undefined;
  return note === undefined ? err({ kind: 'NoteIdTaken' }) : ok(note);
};

export const settleFailedUpdate = (
  owner: OwnerId,
  failed: FailedCondition,
): Result<Note, NoteNotFound | RevisionConflict | OutcomeUnknown> => {
  const { item, revision } = failed;
  const note = item?.revision === revision && !isTombstone(item) ? readNote(owner, item) : undefined;
  return note === undefined ? err(explainFailure(failed)) : ok(note);
};

export const settleFailedDelete = (
  failed: FailedCondition,
): Result<void, NoteNotFound | RevisionConflict | OutcomeUnknown> =>
  failed.item?.revision === failed.revision ? ok() : err(explainFailure(failed));

/**
 * Returns the revision and the time of a note that is as expected but was updated at or after the time of this update:
 * two updates in one millisecond, or clocks that differ. The update must be sent again with a later time.
 */
export const findLaterUpdate = (
  expected: Expected,
  { item, mayHaveWritten }: FailedCondition,
): { readonly revision: Revision; readonly updatedAt: EpochMillis } | undefined => {
  if (item === undefined || isTombstone(item) || mayHaveWritten) return undefined;
  const revision = readRevision(item);
  if (!isExpected(expected, revision)) return undefined;
  return { revision, updatedAt: typeof item.updatedAt === 'number' ? item.updatedAt : 0 };
};

const explainFailure = ({
  item,
  mayHaveWritten,
}: FailedCondition): NoteNotFound | RevisionConflict | OutcomeUnknown => {
  // Somebody wrote after an attempt of ours that may have been applied, or that attempt may still arrive at a note that
  // has been created by then.
  if (mayHaveWritten) return { kind: 'OutcomeUnknown' };
  return { kind: item === undefined || isTombstone(item) ? 'NoteNotFound' : 'RevisionConflict' };
};
