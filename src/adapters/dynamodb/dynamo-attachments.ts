import { err, ok, type Result, ResultAsync } from 'neverthrow';
import type { OwnerId } from '../../domain/owner.ts';
import type { StoreUnavailable } from '../../ports/note-store.ts';
import type { Attachments } from '../../ports/swept-files.ts';
import { decodeAttributes } from './attributes.ts';
import type { Attributes, DynamoDB, Operations } from './dynamodb.ts';

/**
 * Reads the attribute `attachment` of each of the owner's items and no other, so that `dynamodb:Attributes` and
 * `dynamodb:Select` can restrict a role to it. Reads consistently, at twice the capacity: what is missed here is
 * deleted.
 */
export const createDynamoAttachments = (dynamoDB: DynamoDB, tableName: string): Attachments => ({
  of: (owner) => new ResultAsync(readAttachments(dynamoDB, tableName, owner)),
});

const readAttachments = async (
  dynamoDB: DynamoDB,
  tableName: string,
  owner: OwnerId,
): Promise<Result<ReadonlySet<string>, StoreUnavailable>> => {
  const found = new Set<string>();
  let from: Attributes | undefined;
  do {
    const page = await dynamoDB('Query', createQuery(tableName, owner, from));
    if (page.isErr()) return err({ kind: 'StoreUnavailable' });
    for (const item of page.value.Items ?? []) {
      const { attachment } = decodeAttributes(item);
      if (typeof attachment === 'string') found.add(attachment);
    }
    from = page.value.LastEvaluatedKey;
  } while (from !== undefined);
  return ok(found);
};

const createQuery = (
  tableName: string,
  owner: OwnerId,
  from: Attributes | undefined,
): Operations['Query']['input'] => ({
  TableName: tableName,
  KeyConditionExpression: 'userId = :owner',
  ExpressionAttributeValues: { ':owner': { S: owner } },
  Select: 'SPECIFIC_ATTRIBUTES',
  ProjectionExpression: '#attachment',
  ExpressionAttributeNames: { '#attachment': 'attachment' },
  ConsistentRead: true,
  ...(from !== undefined && { ExclusiveStartKey: selectKey(from) }),
});

const selectKey = ({ userId, noteId }: Attributes) => ({
  userId: { S: String(userId?.S) },
  noteId: { S: String(noteId?.S) },
});
