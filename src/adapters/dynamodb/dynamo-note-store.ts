import type {
  $Command,
  DynamoDBClient,
  DynamoDBClientResolvedConfig,
  ServiceInputTypes,
  ServiceOutputTypes,
} from '@aws-sdk/client-dynamodb';
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
import { type Attempts, isFailedCondition, until, watchCommandsOf, watched } from './attempts.ts';
import { valuesOf } from './attributes.ts';
import { getNote, putNewItem, putTombstone, queryNotes, updateIf } from './commands.ts';
import { beforeUpdate, type Condition, liveAndExpected } from './conditions.ts';
import {
  afterFailedCreate,
  afterFailedDelete,
  afterFailedUpdate,
  type FailedCondition,
  updatedSince,
} from './conflicts.ts';
import { readFailure, writeFailure } from './failures.ts';
import { isTombstone, newItem, noteOfItem } from './note-item.ts';

export interface DynamoNoteStoreOptions {
  /** Ends what is under way, retries included: reads then are `StoreUnavailable`, writes `OutcomeUnknown`. */
  readonly signal?: AbortSignal;
  /** Whether a read sees every write that was answered before it, at twice the read capacity; it may miss one otherwise. */
  readonly consistentRead?: boolean;
}

/**
 * Notes in a DynamoDB table with the partition key `userId` and the sort key `noteId`, both strings, and a TTL on
 * `expiresAt`. Each method is one call; an update that finds the note updated at its own time or later is one more.
 * `client` must not retry beyond the caller's patience: see its `maxAttempts` and `requestTimeout`. Reads are eventually
 * consistent unless it is said otherwise. Throws for a client with `cacheMiddleware` that has been in use before.
 */
export const dynamoNoteStore = (
  client: DynamoDBClient,
  tableName: string,
  { signal, consistentRead: consistent = false }: DynamoNoteStoreOptions = {},
): NoteStore => {
  watchCommandsOf(client);
  /** What a command comes to in the time there is. Of a read, nobody asks what is known of its attempts. */
  const answerOf = <I extends ServiceInputTypes, O extends ServiceOutputTypes>(
    command: $Command<I, O, DynamoDBClientResolvedConfig, ServiceInputTypes, ServiceOutputTypes>,
    attempts: Attempts = { mayHaveWritten: false },
  ): Promise<O> => until(signal, client.send(watched(command, { attempts, signal })));

  /** Runs a conditional write; a false condition is handed to `afterFailure`, any other failure is translated. */
  const write = <T, E>(
    revision: Revision,
    send: (attempts: Attempts) => Promise<T>,
    afterFailure: (failed: FailedCondition) => Result<T, E> | ResultAsync<T, E>,
  ): ResultAsync<T, E | StoreUnavailable | OutcomeUnknown> => {
    const attempt = async (): Promise<Result<T, E | StoreUnavailable | OutcomeUnknown>> => {
      const attempts: Attempts = { mayHaveWritten: false };
      try {
        return ok(await send(attempts));
      } catch (error) {
        if (!isFailedCondition(error)) return err(writeFailure(error, attempts));
        const item = error.Item === undefined ? undefined : valuesOf(error.Item);
        return afterFailure({ item, revision, ...attempts });
      }
    };
    return new ResultAsync(attempt());
  };

  return {
    create: (owner, creation) => {
      const item = newItem(owner, creation);
      const send = async (attempts: Attempts): Promise<Note> => {
        await answerOf(putNewItem(tableName, item), attempts);
        return writtenNote(owner, item);
      };
      return write(creation.revision, send, (failed) => afterFailedCreate(owner, creation.draft, failed));
    },

    find: (owner, id) =>
      ResultAsync.fromPromise(answerOf(getNote(tableName, owner, id, { consistent })), readFailure).andThen(
        ({ Item: attributes }) => {
          const item = attributes && valuesOf(attributes);
          const note = item === undefined || isTombstone(item) ? undefined : noteOfItem(owner, item);
          return note === undefined ? err({ kind: 'NoteNotFound' } as const) : ok(note);
        },
      ),

    list: (owner, { limit, after }) => {
      const pageBelow = (key: string | undefined): ResultAsync<NotePage, StoreUnavailable> => {
        const query = queryNotes(tableName, owner, { limit, after: key }, { consistent });
        return ResultAsync.fromPromise(answerOf(query), readFailure).andThen(
          ({ Items: items = [], LastEvaluatedKey: lastKey }) => {
            const shown = items.slice(0, limit).map(valuesOf);
            const end = items.length > limit ? shown.at(-1)?.noteId : lastKey?.noteId?.S;
            const notes = shown
              .filter((item) => !isTombstone(item))
              .map((item) => noteOfItem(owner, item))
              .filter((note) => note !== undefined);
            if (typeof end !== 'string') return okAsync({ notes });
            const next = lastNoteId([...shown.map(({ noteId }) => noteId), end]);
            // Nothing but items of others, whose sort keys are no note ids: a page that goes on there has no cursor.
            return next === undefined ? pageBelow(end) : okAsync({ notes, next });
          },
        );
      };
      return pageBelow(after);
    },

    update: (owner, id, change, expected) => {
      type Failure = NoteNotFound | RevisionConflict | StoreUnavailable | OutcomeUnknown;
      const updateAt = (updatedAt: EpochMillis, condition: Condition): ResultAsync<Note, Failure> => {
        const command = updateIf(tableName, condition, owner, id, { ...change, updatedAt });
        const send = async (attempts: Attempts): Promise<Note> => {
          const { Attributes: item = {} } = await answerOf(command, attempts);
          return writtenNote(owner, valuesOf(item));
        };
        return write<Note, Failure>(change.revision, send, (failed) => {
          const since = updatedSince(expected, failed);
          if (since === undefined) return afterFailedUpdate(owner, failed);
          // At exactly this revision, so that this one, too, can be applied only once. It fails only if another wrote.
          return updateAt(since.updatedAt + 1, liveAndExpected([since.revision]));
        });
      };
      return updateAt(change.updatedAt, beforeUpdate(expected));
    },

    delete: (owner, id, deletion, expected) => {
      const command = putTombstone(tableName, owner, id, deletion, expected);
      const send = async (attempts: Attempts): Promise<void> => {
        await answerOf(command, attempts);
      };
      return write(deletion.revision, send, afterFailedDelete);
    },
  };
};

const writtenNote = (owner: OwnerId, item: Readonly<Record<string, unknown>>): Note => {
  const note = noteOfItem(owner, item);
  if (note === undefined) throw new Error('DynamoDB answered a write without the item that was written.');
  return note;
};

/** The lowest note id of sort keys in the order of a list; where the keys below it are no note ids, the next page passes over them. */
const lastNoteId = (keys: readonly unknown[]): NoteId | undefined =>
  keys.map((key) => parseNoteId(String(key)).unwrapOr(undefined)).findLast((id) => id !== undefined);
