import type { NoteId } from '../../domain/note.ts';
import type { OwnerId } from '../../domain/owner.ts';
import type { Expected, NoteDeletion } from '../../ports/note-store.ts';
import { encodeAttributes } from './attributes.ts';
import type { Operations } from './dynamodb.ts';
import { fieldsByPlaceholder, listedFields } from './field-placeholders.ts';
import { type Item, keyOf } from './note-item.ts';
import { createLiveCondition } from './write-conditions.ts';

/** How long a tombstone is kept, in seconds. */
export const tombstoneLifetime = 24 * 60 * 60;

export const isTombstone = (item: Item): boolean => item.deletedAt !== undefined;

/** Builds a delete, which leaves a tombstone. */
export const putTombstone = (
  table: string,
  owner: OwnerId,
  id: NoteId,
  { deletedAt, revision }: NoteDeletion,
  expected: Expected,
): Operations['UpdateItem']['input'] => {
  const condition = createLiveCondition(expected);
  return {
    TableName: table,
    Key: encodeAttributes(keyOf(owner, id)),
    ConditionExpression: condition.expression,
    UpdateExpression: `SET deletedAt = :deletedAt, expiresAt = :expiresAt, revision = :revision REMOVE ${listedFields}, createdAt, updatedAt, createdAs`,
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
