import { err, ok, okAsync, type Result, ResultAsync } from 'neverthrow';
import { type EpochMillis, type Note, type NoteId, parseNoteId, type Revision } from '../../domain/note.ts';
import type { OwnerId } from '../../domain/owner.ts';
import type {
  NoteNotFound,
  NotePage,
  NoteStore,
  OutcomeUnknown,
  RevisionConflict,
  StoreUnavailable,
} from '../../ports/note-store.ts';
import { decodeAttributes } from './attributes.ts';
import { getNote, putNewItem, queryNotes, updateIf } from './commands.ts';
import {
  type FailedCondition,
  findLaterUpdate,
  settleFailedCreate,
  settleFailedDelete,
  settleFailedUpdate,
} from './conflicts.ts';
import type { ConditionFailed, DynamoDB, Operations, Unavailable } from './dynamodb.ts';
import { createItem, readNote } from './note-item.ts';
import { isTombstone, putTombstone } from './tombstone.ts';
import { type Condition, createLiveCondition, createUpdateCondition } from './write-conditions.ts';

/**
 * How the store reads, and what aborts its calls.
 *
 * @example
 * const options: DynamoNoteStoreOptions = { consistentRead: true, signal: AbortSignal.timeout(5_000) };
 */
export interface DynamoNoteStoreOptions {
  /**
   * Aborts calls under way, retries included. Reads then fail with `StoreUnavailable`, and so do writes that cannot
   * have happened; other writes fail with `OutcomeUnknown`.
   */
  readonly signal?: AbortSignal;
  /**
   * Whether a read sees every write that was acknowledged before it, at twice the read capacity; otherwise it may miss
   * one.
   */
  readonly consistentRead?: boolean;
}

/**
 * Creates a store of notes in a DynamoDB table with the partition key `userId` and the sort key `noteId`, both strings,
 * and a TTL on `expiresAt`. Each method makes one call. An update makes another when it finds the note updated at its
 * own time or later, and a list when a page has only items whose sort keys are not note ids. Reads are eventually
 * consistent by default.
 */
export const createDynamoNoteStore = (
  dynamoDB: DynamoDB,
  tableName: string,
  { signal, consistentRead: consistent = false }: DynamoNoteStoreOptions = {},
): NoteStore => {
  /** Sends a conditional write; passes a failed condition to `afterFailure`. */
  const write = <O, T, E>(
    revision: Revision,
    sent: Promise<Result<O, Unavailable | ConditionFailed>>,
    noteOf: (output: O) => T,
    afterFailure: (failed: FailedCondition) => Result<T, E> | ResultAsync<T, E>,
  ): ResultAsync<T, E | StoreUnavailable | OutcomeUnknown> => {
    const outcome = async (): Promise<Result<T, E | StoreUnavailable | OutcomeUnknown>> => {
      const answer = await sent;
      if (answer.isOk()) return ok(noteOf(answer.value));
      const { error: failure } = answer;
      if (failure.kind === 'Unavailable')
        return err({ kind: failure.mayHaveWritten ? 'OutcomeUnknown' : 'StoreUnavailable' });
      const { item: attributes, mayHaveWritten } = failure;
      return afterFailure({ item: attributes && decodeAttributes(attributes), revision, mayHaveWritten });
    };
    return new ResultAsync(outcome());
  };

  return {
    create: (owner, creation) => {
      const item = createItem(owner, creation);
      return write(
        creation.revision,
        dynamoDB('PutItem', putNewItem(tableName, item), signal),
        () => readWrittenNote(owner, item),
        (failed) => settleFailedCreate(owner, creation.draft, failed),
      );
    },

    find: (owner, id) =>
      new ResultAsync(dynamoDB('GetItem', getNote(tableName, owner, id, { consistent }), signal))
        .mapErr(storeUnavailable)
        .andThen(({ Item: attributes }) => {
          const item = attributes && decodeAttributes(attributes);
          const note = item === undefined || isTombstone(item) ? undefined : readNote(owner, item);
          return note === undefined ? err({ kind: 'NoteNotFound' } as const) : ok(note);
        }),

    list: (owner, { limit, after }) => {
      const pageBelow = (key: string | undefined): ResultAsync<NotePage, StoreUnavailable> => {
        const query = queryNotes(tableName, owner, { limit, after: key }, { consistent });
        return new ResultAsync(dynamoDB('Query', query, signal))
          .mapErr(storeUnavailable)
          .andThen(({ Items: items = [], LastEvaluatedKey: lastKey }) => {
            const shown = items.slice(0, limit).map(decodeAttributes);
            const end = items.length > limit ? shown.at(-1)?.noteId : lastKey?.noteId?.S;
            const notes = shown
              .filter((item) => !isTombstone(item))
              .map((item) => readNote(owner, item))
              .filter((note) => note !== undefined);
            if (typeof end !== 'string') return okAsync({ notes });
            const next = findLastNoteId([...shown.map(({ noteId }) => noteId), end]);
            // Only items of others, whose sort keys are not note ids: there is no cursor to return, so read on.
            return next === undefined ? pageBelow(end) : okAsync({ notes, next });
          });
      };
      return pageBelow(after);
    },

    update: (owner, id, change, expected) => {
      type WriteFailure = NoteNotFound | RevisionConflict | StoreUnavailable | OutcomeUnknown;
      const updateAt = (updatedAt: EpochMillis, condition: Condition): ResultAsync<Note, WriteFailure> =>
        write<Operations['UpdateItem']['output'], Note, WriteFailure>(
          change.revision,
          dynamoDB('UpdateItem', updateIf(tableName, condition, owner, id, { ...change, updatedAt }), signal),
          ({ Attributes: item = {} }) => readWrittenNote(owner, decodeAttributes(item)),
          (failed) => {
            const since = findLaterUpdate(expected, failed);
            if (since === undefined) return settleFailedUpdate(owner, failed);
            // Conditional on exactly this revision, so that this attempt, too, can be applied only once. It fails only
            // if another wrote.
            return updateAt(since.updatedAt + 1, createLiveCondition([since.revision]));
          },
        );
      return updateAt(change.updatedAt, createUpdateCondition(expected));
    },

    delete: (owner, id, deletion, expected) =>
      write(
        deletion.revision,
        dynamoDB('UpdateItem', putTombstone(tableName, owner, id, deletion, expected), signal),
        () => undefined,
        settleFailedDelete,
      ),
  };
};

const storeUnavailable = (): StoreUnavailable => ({ kind: 'StoreUnavailable' });

const readWrittenNote = (owner: OwnerId, item: Readonly<Record<string, unknown>>): Note => {
  const note = readNote(owner, item);
  if (note === undefined) throw new Error('DynamoDB answered a write without the written item.');
  return note;
};

/**
 * Returns the lowest note id among sort keys in list order. If the keys below it are not note ids, the next page skips
 * them.
 */
const findLastNoteId = (keys: readonly unknown[]): NoteId | undefined =>
  keys.map((key) => parseNoteId(String(key)).unwrapOr(undefined)).findLast((id) => id !== undefined);
