import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { err, ok, type Result, ResultAsync } from 'neverthrow';
import { type Note, type NoteId, parseNoteId, type Revision } from '../../domain/note.ts';
import type { OwnerId } from '../../domain/owner.ts';
import type { NoteStore, OutcomeUnknown, StoreUnavailable } from '../../ports/note-store.ts';
import { liveAndExpected } from './conditions.ts';
import { afterFailedCreate, afterFailedDelete, afterFailedUpdate, type FailedCondition } from './conflicts.ts';
import { attemptsOf, readFailure, writeFailure } from './failures.ts';
import { isTombstone, keyOf, newItem, noteOfItem, tombstoneLifetime } from './note-item.ts';

export interface DynamoNoteStoreOptions {
  /** Ends what is under way, retries included: reads then are `StoreUnavailable`, writes `OutcomeUnknown`. */
  readonly signal?: AbortSignal;
}

/**
 * Notes in a DynamoDB table with the partition key `userId` and the sort key `noteId`, both strings, and a TTL on
 * `expiresAt`. Each method is one call. `client` must not retry beyond the caller's patience: see its `maxAttempts` and
 * `requestTimeout`. Reads are eventually consistent.
 */
export const dynamoNoteStore = (
  client: DynamoDBDocumentClient,
  tableName: string,
  { signal }: DynamoNoteStoreOptions = {},
): NoteStore => {
  const options = signal === undefined ? {} : { abortSignal: signal };

  /** Runs a conditional write; a false condition is handed to `afterFailure`, any other failure is translated. */
  const write = <T, E>(
    revision: Revision,
    send: () => Promise<T>,
    afterFailure: (failed: FailedCondition) => Result<T, E>,
  ): ResultAsync<T, E | StoreUnavailable | OutcomeUnknown> => {
    const attempt = async (): Promise<Result<T, E | StoreUnavailable | OutcomeUnknown>> => {
      try {
        return ok(await send());
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) return err(writeFailure(error));
        // The document client leaves the item of an error as it came.
        const item = error.Item === undefined ? undefined : unmarshall(error.Item);
        return afterFailure({ item, attempts: attemptsOf(error), revision });
      }
    };
    return new ResultAsync(attempt());
  };

  return {
    create: (owner, creation) => {
      const item = newItem(owner, creation);
      const send = async (): Promise<Note> => {
        await client.send(
          new PutCommand({
            TableName: tableName,
            Item: item,
            ConditionExpression: 'attribute_not_exists(noteId)',
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
          options,
        );
        return writtenNote(owner, item);
      };
      return write(creation.revision, send, (failed) => afterFailedCreate(owner, creation.draft, failed));
    },

    find: (owner, id) =>
      ResultAsync.fromPromise(
        client.send(new GetCommand({ TableName: tableName, Key: keyOf(owner, id) }), options),
        readFailure,
      ).andThen(({ Item: item }) => {
        const note = item === undefined || isTombstone(item) ? undefined : noteOfItem(owner, item);
        return note === undefined ? err({ kind: 'NoteNotFound' } as const) : ok(note);
      }),

    list: (owner, { limit, after }) =>
      ResultAsync.fromPromise(
        client.send(
          new QueryCommand({
            TableName: tableName,
            KeyConditionExpression: 'userId = :owner',
            ExpressionAttributeValues: { ':owner': owner },
            ScanIndexForward: false,
            // One more than asked for: whether it is there tells whether there is a next page.
            Limit: limit + 1,
            ...(after !== undefined && { ExclusiveStartKey: keyOf(owner, after) }),
          }),
          options,
        ),
        readFailure,
      ).map(({ Items: items = [], LastEvaluatedKey: lastKey }) => {
        const page = items.slice(0, limit);
        const next = items.length > limit ? page.at(-1)?.noteId : lastKey?.noteId;
        const notes = page
          .filter((item) => !isTombstone(item))
          .map((item) => noteOfItem(owner, item))
          .filter((note) => note !== undefined);
        return { notes, ...(next !== undefined && { next: cursor(next) }) };
      }),

    update: (owner, id, { draft, updatedAt, revision }, expected) => {
      const condition = liveAndExpected(expected);
      const { content, attachment } = draft;
      const send = async (): Promise<Note> => {
        const { Attributes: item = {} } = await client.send(
          new UpdateCommand({
            TableName: tableName,
            Key: keyOf(owner, id),
            ConditionExpression: condition.expression,
            UpdateExpression:
              attachment === undefined
                ? 'SET content = :content, updatedAt = :updatedAt, revision = :revision REMOVE attachment'
                : 'SET content = :content, attachment = :attachment, updatedAt = :updatedAt, revision = :revision',
            ExpressionAttributeValues: {
              ...condition.values,
              ':content': content,
              ':updatedAt': updatedAt,
              ':revision': revision,
              ...(attachment !== undefined && { ':attachment': attachment }),
            },
            ReturnValues: 'ALL_NEW',
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
          options,
        );
        return writtenNote(owner, item);
      };
      return write(revision, send, (failed) => afterFailedUpdate(owner, expected, failed));
    },

    delete: (owner, id, { deletedAt, revision }, expected) => {
      const condition = liveAndExpected(expected);
      const send = async (): Promise<void> => {
        await client.send(
          new UpdateCommand({
            TableName: tableName,
            Key: keyOf(owner, id),
            ConditionExpression: condition.expression,
            UpdateExpression:
              'SET deletedAt = :deletedAt, expiresAt = :expiresAt, revision = :revision REMOVE content, attachment, createdAt, updatedAt, createdAs',
            ExpressionAttributeValues: {
              ...condition.values,
              ':deletedAt': deletedAt,
              ':expiresAt': Math.ceil(deletedAt / 1000) + tombstoneLifetime,
              ':revision': revision,
            },
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
          options,
        );
      };
      return write(revision, send, (failed) => afterFailedDelete(expected, failed));
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
