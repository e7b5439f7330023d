import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { localCredentials, type TableSchema } from '../dynamodb/table.ts';
import type { Holder } from './note-not-found.ts';

export interface Lookup extends Disposable {
  /** Returns who has an item with this sort key, as far as it looked. Reads keys, never content. */
  findHolders(noteId: string): Promise<{ readonly holders: readonly Holder[]; readonly complete: boolean }>;
}

/** Pages of 1 MB each [DynamoDB API Reference, "Scan"]: enough for a table on a developer's machine. */
const mostPages = 16;

/** Creates a lookup that acts as whoever runs the stack, who may see every key. */
export const createLookup = (
  endpoint: string,
  region: string,
  { name, partitionKey, sortKey }: TableSchema,
): Lookup => {
  const client = new DynamoDBClient({ endpoint, region, credentials: localCredentials });
  const scan = (noteId: string, from: Record<string, never> | undefined) =>
    client.send(
      new ScanCommand({
        TableName: name,
        ConsistentRead: true,
        FilterExpression: '#id = :id',
        ProjectionExpression: '#owner, deletedAt',
        ExpressionAttributeNames: { '#id': sortKey, '#owner': partitionKey },
        ExpressionAttributeValues: { ':id': { S: noteId } },
        ...(from && { ExclusiveStartKey: from }),
      }),
    );
  return {
    findHolders: async (noteId) => {
      const holders: Holder[] = [];
      let from: Record<string, never> | undefined;
      for (let page = 0; page < mostPages; page++) {
        const { Items = [], LastEvaluatedKey } = await scan(noteId, from);
        for (const { [partitionKey]: owner, deletedAt } of Items)
          holders.push({ owner: owner?.S ?? '', deleted: deletedAt !== undefined });
        if (LastEvaluatedKey === undefined) return { holders, complete: true };
        from = LastEvaluatedKey as Record<string, never>;
      }
      return { holders, complete: false };
    },
    [Symbol.dispose]: () => client.destroy(),
  };
};
