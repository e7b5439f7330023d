import type { NoteId } from '../../domain/note.ts';
import { fieldNames } from '../../domain/note-fields.ts';
import type { OwnerId } from '../../domain/owner.ts';
import type { NoteChange } from '../../ports/note-store.ts';
import { encodeAttributes, type Values } from './attributes.ts';
import type { Operations } from './dynamodb.ts';
import { fieldsByPlaceholder, listedFields, placeholder } from './field-placeholders.ts';
import { keyOf } from './note-item.ts';
import type { Condition } from './write-conditions.ts';

// The inputs of DynamoDB's operations: one operation per method of the port, each for one owner. A failed condition
// returns the item that it failed on.

type GetItem = Operations['GetItem']['input'];
type Query = Operations['Query']['input'];
type PutItem = Operations['PutItem']['input'];
type UpdateItem = Operations['UpdateItem']['input'];

/** How to read: `consistent` sees every write that was acknowledged before it, at twice the capacity. */
export interface Reading {
  readonly consistent: boolean;
}

export const getNote = (table: string, owner: OwnerId, id: NoteId, { consistent }: Reading): GetItem => ({
  TableName: table,
  Key: encodeAttributes(keyOf(owner, id)),
  ...(consistent && { ConsistentRead: true }),
});

/** Queries below `after`, a sort key as stored. */
export const queryNotes = (
  table: string,
  owner: OwnerId,
  { limit, after }: { readonly limit: number; readonly after?: string | undefined },
  { consistent }: Reading,
): Query => ({
  TableName: table,
  KeyConditionExpression: 'userId = :owner',
  ExpressionAttributeValues: { ':owner': { S: owner } },
  ScanIndexForward: false,
  // Leaves out the owner, which is known, and the fingerprint, which only creates need: together they would add a third
  // to each note.
  ProjectionExpression: `noteId, ${listedFields}, createdAt, updatedAt, revision, deletedAt`,
  ExpressionAttributeNames: fieldsByPlaceholder,
  // One more than requested: it tells whether there is a next page.
  Limit: limit + 1,
  ...(after !== undefined && { ExclusiveStartKey: encodeAttributes(keyOf(owner, after)) }),
  ...(consistent && { ConsistentRead: true }),
});

export const putNewItem = (table: string, item: Values): PutItem => ({
  TableName: table,
  Item: encodeAttributes(item),
  ConditionExpression: 'attribute_not_exists(noteId)',
  ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
});

export const updateIf = (
  table: string,
  condition: Condition,
  owner: OwnerId,
  id: NoteId,
  { draft, updatedAt, revision }: NoteChange,
): UpdateItem => {
  const set = fieldNames.filter((name) => draft[name] !== undefined);
  const removed = fieldNames.filter((name) => draft[name] === undefined);
  return {
    TableName: table,
    Key: encodeAttributes(keyOf(owner, id)),
    ConditionExpression: condition.expression,
    UpdateExpression: `SET ${set.map((name) => `${placeholder(name)} = :${name}`).join(', ')}, updatedAt = :updatedAt, revision = :revision${
      removed.length === 0 ? '' : ` REMOVE ${removed.map(placeholder).join(', ')}`
    }`,
    ExpressionAttributeNames: fieldsByPlaceholder,
    ExpressionAttributeValues: encodeAttributes({
      ...condition.values,
      ...Object.fromEntries(set.map((name) => [`:${name}`, draft[name]])),
      ':updatedAt': updatedAt,
      ':revision': revision,
    }),
    ReturnValues: 'ALL_NEW',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  };
};
