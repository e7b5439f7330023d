import type { AskTable, AttributeMap } from '../dynamodb/ask-table.ts';
import type { TableSchema } from '../dynamodb/table.ts';

export interface ExpiringTable extends Pick<TableSchema, 'name' | 'partitionKey' | 'sortKey'> {
  /** The attribute that holds the epoch seconds after which an item is deleted. */
  readonly timeToLive: string;
}

/** Items that are scanned in one go: other requests run in between. */
const page = 500;
/**
 * Seconds. Items that expired longer ago are kept [DynamoDB Developer Guide, "Using time to live (TTL) in DynamoDB"].
 */
const longestAgo = 5 * 365 * 24 * 60 * 60;

/**
 * Deletes expired items, as DynamoDB does within some days, and returns how many. Only a number counts as a time. An
 * item that was rewritten meanwhile is judged by its new content.
 */
export const expireItems = async (ask: AskTable, table: ExpiringTable, now: number): Promise<number> => {
  const { name: TableName, partitionKey, sortKey, timeToLive } = table;
  const seconds = Math.floor(now / 1000);
  const condition = {
    ExpressionAttributeNames: { '#ttl': timeToLive },
    ExpressionAttributeValues: { ':now': { N: String(seconds) }, ':before': { N: String(seconds - longestAgo) } },
  };
  const isOver = '#ttl < :now AND #ttl > :before';
  let deleted = 0;
  let start: AttributeMap | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await ask('Scan', {
      ...{ TableName, ...condition, FilterExpression: isOver, Limit: page },
      ...(start !== undefined && { ExclusiveStartKey: start }),
    });
    for (const item of Items) {
      const Key = { [partitionKey]: item[partitionKey], [sortKey]: item[sortKey] };
      deleted += await ask('DeleteItem', { TableName, Key, ...condition, ConditionExpression: isOver }).then(
        () => 1,
        (error: Error) => {
          if (error.name === 'ConditionalCheckFailedException') return 0;
          throw error;
        },
      );
    }
    start = LastEvaluatedKey;
  } while (start !== undefined);
  return deleted;
};
