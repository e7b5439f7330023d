import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { err, ok, type Result, ResultAsync } from 'neverthrow';
import { type EpochMillis, type Note, type NoteId, parseNoteId, type Revision } from '../../domain/note.ts';
import type { OwnerId } from '../../domain/owner.ts';
import type {
  NoteChange,
  NoteNotFound,
  NoteStore,
  OutcomeUnknown,
  RevisionConflict,
  StoreUnavailable,
} from '../../ports/note-store.ts';
import { type Attempts, watched } from './attempts.ts';
import { attributesOf, valuesOf } from './attributes.ts';
import { beforeUpdate, type Condition, liveAndExpected } from './conditions.ts';
import {
  afterFailedCreate,
  afterFailedDelete,
  afterFailedUpdate,
  type FailedCondition,
  updatedSince,
} from './conflicts.ts';
import { readFailure, writeFailure } from './failures.ts';
import { isTombstone, keyOf, listedAttributes, newItem, noteOfItem, tombstoneLifetime } from './note-item.ts';

export interface DynamoNoteStoreOptions {
  /** Ends what is under way, retries included: reads then are `StoreUnavailable`, writes `OutcomeUnknown`. */
  readonly signal?: AbortSignal;
}

/**
 * Notes in a DynamoDB table with the partition key `userId` and the sort key `noteId`, both strings, and a TTL on
 * `expiresAt`. Each method is one call; an update that finds
 * the note updated at its own time or later is one more. `client` must not retry beyond the caller's patience: see its `maxAttempts` and
 * `requestTimeout`. Reads are eventually consistent.
 */
export const dynamoNoteStore = (
  client: DynamoDBClient,
  tableName: string,
  { signal }: DynamoNoteStoreOptions = {},
): NoteStore => {
  const options = signal === undefined ? {} : { abortSignal: signal };

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
        if (!(error instanceof ConditionalCheckFailedException)) return err(writeFailure(error, attempts));
        const item = error.Item === undefined ? undefined : valuesOf(error.Item);
        return afterFailure({ item, revision, ...attempts });
      }
    };
    return new ResultAsync(attempt());
  };

  /** One update of a note that fulfils a condition. */
  const updateIf = async (
    condition: Condition,
    owner: OwnerId,
    id: NoteId,
    { draft: { content, attachment }, updatedAt, revision }: NoteChange,
    attempts: Attempts,
  ): Promise<Note> => {
    const command = new UpdateItemCommand({
      TableName: tableName,
      Key: attributesOf(keyOf(owner, id)),
      ConditionExpression: condition.expression,
      UpdateExpression:
        attachment === undefined
          ? 'SET content = :content, updatedAt = :updatedAt, revision = :revision REMOVE attachment'
          : 'SET content = :content, attachment = :attachment, updatedAt = :updatedAt, revision = :revision',
      ExpressionAttributeValues: attributesOf({
        ...condition.values,
        ':content': content,
        ':updatedAt': updatedAt,
        ':revision': revision,
        ...(attachment !== undefined && { ':attachment': attachment }),
      }),
      ReturnValues: 'ALL_NEW',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    const { Attributes: item = {} } = await client.send(watched(client, command, attempts, signal), options);
    return writtenNote(owner, valuesOf(item));
  };

  return {
    create: (owner, creation) => {
      const item = newItem(owner, creation);
      const command = new PutItemCommand({
        TableName: tableName,
        Item: attributesOf(item),
        ConditionExpression: 'attribute_not_exists(noteId)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      const send = async (attempts: Attempts): Promise<Note> => {
        await client.send(watched(client, command, attempts, signal), options);
        return writtenNote(owner, item);
      };
      return write(creation.revision, send, (failed) => afterFailedCreate(owner, creation.draft, failed));
    },

    find: (owner, id) =>
      ResultAsync.fromPromise(
        client.send(new GetItemCommand({ TableName: tableName, Key: attributesOf(keyOf(owner, id)) }), options),
        readFailure,
      ).andThen(({ Item: attributes }) => {
        const item = attributes && valuesOf(attributes);
        const note = item === undefined || isTombstone(item) ? undefined : noteOfItem(owner, item);
        return note === undefined ? err({ kind: 'NoteNotFound' } as const) : ok(note);
      }),

    list: (owner, { limit, after }) =>
      ResultAsync.fromPromise(
        client.send(
          new QueryCommand({
            TableName: tableName,
            KeyConditionExpression: 'userId = :owner',
            ExpressionAttributeValues: { ':owner': { S: owner } },
            ScanIndexForward: false,
            // The owner is known, and what tells a repeated create is for creates: a third of what each note would bring.
            ProjectionExpression: listedAttributes,
            // One more than asked for: whether it is there tells whether there is a next page.
            Limit: limit + 1,
            ...(after !== undefined && { ExclusiveStartKey: attributesOf(keyOf(owner, after)) }),
          }),
          options,
        ),
        readFailure,
      ).map(({ Items: items = [], LastEvaluatedKey: lastKey }) => {
        const page = items.slice(0, limit).map(valuesOf);
        const next = items.length > limit ? page.at(-1)?.noteId : lastKey?.noteId?.S;
        const notes = page
          .filter((item) => !isTombstone(item))
          .map((item) => noteOfItem(owner, item))
          .filter((note) => note !== undefined);
        return { notes, ...(next !== undefined && { next: cursor(next) }) };
      }),

    update: (owner, id, change, expected) => {
      type Failure = NoteNotFound | RevisionConflict | StoreUnavailable | OutcomeUnknown;
      const updateAt = (updatedAt: EpochMillis, condition: Condition): ResultAsync<Note, Failure> =>
        write<Note, Failure>(
          change.revision,
          (attempts) => updateIf(condition, owner, id, { ...change, updatedAt }, attempts),
          (failed) => {
            const since = updatedSince(expected, failed);
            if (since === undefined) return afterFailedUpdate(owner, failed);
            // At exactly this revision, so that this one, too, can be applied only once. It fails only if another wrote.
            return updateAt(since.updatedAt + 1, liveAndExpected([since.revision]));
          },
        );
      return updateAt(change.updatedAt, beforeUpdate(expected));
    },

    delete: (owner, id, { deletedAt, revision }, expected) => {
      const condition = liveAndExpected(expected);
      const command = new UpdateItemCommand({
        TableName: tableName,
        Key: attributesOf(keyOf(owner, id)),
        ConditionExpression: condition.expression,
        UpdateExpression:
          'SET deletedAt = :deletedAt, expiresAt = :expiresAt, revision = :revision REMOVE content, attachment, createdAt, updatedAt, createdAs',
        ExpressionAttributeValues: attributesOf({
          ...condition.values,
          ':deletedAt': deletedAt,
          ':expiresAt': Math.ceil(deletedAt / 1000) + tombstoneLifetime,
          ':revision': revision,
        }),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      const send = async (attempts: Attempts): Promise<void> => {
        await client.send(watched(client, command, attempts, signal), options);
      };
      return write(revision, send, afterFailedDelete);
    },
  };
};

const writtenNote = (owner: OwnerId, item: Readonly<Record<string, unknown>>): Note => {
  const note = noteOfItem(owner, item);
  if (note === undefined) throw new Error('DynamoDB answered a write without the item that was written.');
  return note;
};

/** Where a page ended. Items whose sort key is no UUID are passed over, but a page that ends at one has no cursor. */
const cursor = (lastId: unknown): NoteId =>
  parseNoteId(String(lastId)).match(
    (id) => id,
    () => {
      throw new Error('A page of the table ends at an item whose noteId is not a UUID.');
    },
  );
