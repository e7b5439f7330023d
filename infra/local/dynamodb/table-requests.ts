import { err, ok, Result } from 'neverthrow';
import { type Home, tableArn } from '../../template/arns.ts';
import type { RequestContext } from '../iam/context.ts';
import { readAttributeNames } from './attribute-names.ts';
import { type NotUnderstood, readQueryKey } from './key-condition.ts';
import { listEntries, readMember, readString, type TableInput } from './table-input.ts';

/** What IAM decides on for a DynamoDB request. */
export interface TableRequest {
  readonly action: string;
  readonly arn: string;
  /** DynamoDB's own condition keys. */
  readonly context: RequestContext;
}

export interface Tables {
  /** Where the tables are. */
  readonly home: Home;
  /** The name of the partition key of every table here. */
  readonly partitionKey: string;
}

/**
 * Returns one entry for each table that a request is about, with the condition keys that DynamoDB passes to IAM
 * [Service Authorization Reference, "Actions, resources, and condition keys for Amazon DynamoDB"]. Returns an error for
 * a request that names its table or its keys in a way that is not understood.
 */
export const parseTableRequests = (
  operation: string,
  asked: TableInput,
  tables: Tables,
): Result<readonly TableRequest[], NotUnderstood> => {
  const { RequestItems: batch } = asked;
  const parts: readonly (readonly [unknown, TableInput])[] =
    operation === 'BatchGetItem' || operation === 'BatchWriteItem'
      ? listEntries(batch).map(([table, part]) => [table, { part }])
      : [[asked.TableName, asked]];
  return Result.combine(
    parts.map(([table, part]) =>
      parseLeadingKeys(operation, part, tables.partitionKey).map((leadingKeys) => ({
        action: `dynamodb:${operation}`,
        arn: formatResourceArn(table, asked.IndexName, tables),
        context: createContext(operation, part, leadingKeys),
      })),
    ),
  );
};

/**
 * Returns the ARN of a table given by its name or its ARN [DynamoDB API Reference, "GetItem", TableName], or of its
 * index; `*` if a request names no table.
 */
const formatResourceArn = (table: unknown, index: unknown, { home }: Tables): string => {
  if (typeof table !== 'string') return '*';
  const arn = table.startsWith('arn:') ? table : tableArn(home, table);
  return typeof index === 'string' ? `${arn}/index/${index}` : arn;
};

/** Returns the partition keys of the items that a request names; none for one that names no items, such as a scan. */
const parseLeadingKeys = (
  operation: string,
  asked: TableInput,
  key: string,
): Result<readonly string[], NotUnderstood> => {
  const { Item: item, Key: keyOfItem, part } = asked;
  switch (operation) {
    case 'PutItem':
      return ok(selectDefined([readString(item, key)]));
    case 'GetItem':
    case 'UpdateItem':
    case 'DeleteItem':
      return ok(selectDefined([readString(keyOfItem, key)]));
    case 'Query':
      return readQueryKey(asked, key).map((found) => [found]);
    case 'BatchGetItem':
      return readAllKeys(readList(readMember(part, 'Keys')), (each) => each, key);
    case 'BatchWriteItem':
      return readAllKeys(readList(part), readWrittenItem, key);
    default:
      return ok([]);
  }
};

const readAllKeys = (
  entries: readonly unknown[],
  itemOf: (entry: unknown) => unknown,
  key: string,
): Result<readonly string[], NotUnderstood> => {
  const keys = entries.map((entry) => readString(itemOf(entry), key));
  const found = selectDefined(keys);
  return found.length === keys.length ? ok(found) : err({ kind: 'NotUnderstood', reason: 'an item has no key' });
};

const readWrittenItem = (entry: unknown): unknown =>
  readMember(readMember(entry, 'PutRequest'), 'Item') ?? readMember(readMember(entry, 'DeleteRequest'), 'Key');

const readList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const selectDefined = (values: readonly (string | undefined)[]): readonly string[] =>
  values.filter((value) => value !== undefined);

const createContext = (operation: string, asked: TableInput, leadingKeys: readonly string[]): RequestContext => {
  const attributes = readAttributeNames(asked);
  const { Select: select, ReturnValues: returnValues, ReturnConsumedCapacity: capacity } = asked;
  return {
    ...(leadingKeys.length > 0 && { 'dynamodb:LeadingKeys': leadingKeys }),
    ...(attributes.length > 0 && { 'dynamodb:Attributes': attributes }),
    ...(typeof select === 'string' && { 'dynamodb:Select': select }),
    ...(typeof returnValues === 'string' && { 'dynamodb:ReturnValues': returnValues }),
    ...(typeof capacity === 'string' && { 'dynamodb:ReturnConsumedCapacity': capacity }),
    ...(operation === 'Scan' && { 'dynamodb:FullTableScan': 'true' }),
  };
};
