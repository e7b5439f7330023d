import type { NoteId } from '../../domain/note.ts';
import { fieldNames, type NoteField } from '../../domain/note-fields.ts';
import type { OwnerId } from '../../domain/owner.ts';
import type { Expected, NoteChange, NoteDeletion } from '../../ports/note-store.ts';
import { encodeAttributes, type Values } from './attributes.ts';
import { type Condition, createLiveCondition } from './conditions.ts';
import type { Operations } from './dynamodb.ts';
import { keyOf, tombstoneLifetime } from './note-item.ts';

// The inputs of DynamoDB's operations: one operation per method of the port, each for one owner. A failed condition
// returns the item that it failed on.

type GetItem = Operations['GetItem']['input'];
type Query = Operations['Query']['input'];
type PutItem = Operations['PutItem']['input'];
type UpdateItem = Operations['UpdateItem']['input'];

const placeholder = (name: NoteField): string => `#${name}`;
/** A placeholder for each field in expressions, because DynamoDB reserves hundreds of words. */
const fieldsByPlaceholder = Object.fromEntries(fieldNames.map((name) => [placeholder(name), name]));
const fields = fieldNames.map(placeholder).join(', ');

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
  // Without the owner, who is known, and what recognises a repeated create: together a third of what each note would
  // add.
  ProjectionExpression: `noteId, ${fields}, createdAt, updatedAt, revision, deletedAt`,
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

/** Builds a delete, which leaves a tombstone. */
export const putTombstone = (
  table: string,
  owner: OwnerId,
  id: NoteId,
  { deletedAt, revision }: NoteDeletion,
  expected: Expected,
): UpdateItem => {
  const condition = createLiveCondition(expected);
  return {
    TableName: table,
    Key: encodeAttributes(keyOf(owner, id)),
    ConditionExpression: condition.expression,
    UpdateExpression: `SET deletedAt = :deletedAt, expiresAt = :expiresAt, revision = :revision REMOVE ${fields}, createdAt, updatedAt, createdAs`,
    ExpressionAttributeNames: fieldsByPlaceholder,
    ExpressionAttributeValues: encodeAttributes({
      ...condition.values,
      ':deletedAt': deletedAt,
      ':expiresAt': Math.ceil(deletedAt / 1000) + tombstoneLifetime,
      ':revision': revision,
    }),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  };
};
