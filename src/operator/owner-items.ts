import { err, ok, type Result } from 'neverthrow';
import { isRecord, type Reader, readAnyText, readListOf, readRecord } from '../client/shapes.ts';
import type { Operator, OperatorFailure } from './operator.ts';

/** The most items in one request [DynamoDB API Reference, "BatchWriteItem"]. */
const batch = 25;

interface Key {
  readonly noteId: { readonly S: string };
}

interface Found {
  readonly Items: readonly Key[];
  readonly LastEvaluatedKey?: Readonly<Record<string, unknown>>;
}

const readMembers = (value: unknown) => (isRecord(value) ? value : undefined);
const found: Reader<Found> = readRecord<Found>(
  { Items: readListOf(readRecord<Key>({ noteId: readRecord({ S: readAnyText }) })), LastEvaluatedKey: readMembers },
  ['LastEvaluatedKey'],
);
const written: Reader<{ readonly UnprocessedItems?: Readonly<Record<string, unknown>> }> = readRecord<{
  readonly UnprocessedItems?: Readonly<Record<string, unknown>>;
}>({ UnprocessedItems: readMembers }, ['UnprocessedItems']);

/** Deletes every item of an owner, notes and tombstones; returns how many. */
export const eraseItems = async (
  operator: Operator,
  table: string,
  owner: string,
): Promise<Result<number, OperatorFailure>> => {
  let count = 0;
  for (let after: Found['LastEvaluatedKey']; ; ) {
    const query = {
      ...{ TableName: table, ConsistentRead: true, KeyConditionExpression: 'userId = :owner' },
      ...{ ExpressionAttributeValues: { ':owner': { S: owner } }, ProjectionExpression: 'noteId' },
      ...(after !== undefined && { ExclusiveStartKey: after }),
    };
    const page = await operator.json('dynamodb', 'Query', query, found);
    if (page.isErr()) return err(page.error);
    const { Items: items, LastEvaluatedKey: next } = page.value;
    for (let at = 0; at < items.length; at += batch) {
      const deletes = items
        .slice(at, at + batch)
        .map(({ noteId }) => ({ DeleteRequest: { Key: { userId: { S: owner }, noteId } } }));
      const deleted = await deleteAll(operator, { [table]: deletes });
      if (deleted.isErr()) return err(deleted.error);
      count += deletes.length;
    }
    if (next === undefined) return ok(count);
    after = next;
  }
};

/** How often DynamoDB may leave part of a batch unprocessed. */
const mostTries = 50;

const deleteAll = async (operator: Operator, items: object): Promise<Result<void, OperatorFailure>> => {
  let left: object = items;
  for (let tried = 1; Object.keys(left).length > 0; tried++) {
    const answer = await operator.json('dynamodb', 'BatchWriteItem', { RequestItems: left }, written);
    if (answer.isErr()) return err(answer.error);
    left = answer.value.UnprocessedItems ?? {};
    if (tried === mostTries) return err(throttled);
  }
  return ok();
};

const throttled: OperatorFailure = {
  ...{ kind: 'ServiceRefused', service: 'dynamodb', type: 'ThrottlingException', status: 400 },
  message: 'DynamoDB kept returning some of the items as unprocessed.',
};
