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
import { createFingerprint, type Item, isTombstone, readNote, readRevision } from './note-item.ts';

/**
 * A condition that DynamoDB found false. That alone does not make a conflict: when the first attempt was applied and
 * its reply lost, the SDK's next attempt fails on the item that the first one wrote.
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
  // A create fails on an item only. Without it nothing can be said of what was there.
  if (item === undefined) return err({ kind: 'OutcomeUnknown' });
  if (isTombstone(item)) return err({ kind: 'NoteDeleted' });
  // An update keeps `createdAs`, so however often the request was sent, it tells who created the note.
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
 * The revision and the time that a note has which is as expected, but was updated at or after the time of this update:
 * two updates in one millisecond, or clocks that differ. The update has to be sent again, for later.
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
  // Somebody wrote after an attempt of ours that may have been applied, or it may yet meet a note that is made by then.
  if (mayHaveWritten) return { kind: 'OutcomeUnknown' };
  return { kind: item === undefined || isTombstone(item) ? 'NoteNotFound' : 'RevisionConflict' };
};
