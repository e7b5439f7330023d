import { listEntries, readMember, type TableInput } from './table-input.ts';

/**
 * Reads the top-level attributes that a request names, in no particular order: `dynamodb:Attributes` [DynamoDB
 * Developer Guide, "Using IAM policy conditions for fine-grained access control"].
 */
export const readAttributeNames = (asked: TableInput): readonly string[] => {
  const { Key, Item, AttributesToGet, ExpressionAttributeNames: names, part } = asked;
  const named = [Key, Item, ...older.map((name) => asked[name])].flatMap((each) =>
    listEntries(each).map(([name]) => name),
  );
  const listed = Array.isArray(AttributesToGet) ? AttributesToGet.map(String) : [];
  const inExpressions = expressions.flatMap((name) => parseNames(asked[name], names));
  const inParts = [...splitRequests(part)].flatMap(readAttributeNames);
  return [...new Set([...named, ...listed, ...inExpressions, ...inParts])];
};

const older = ['Expected', 'AttributeUpdates', 'KeyConditions', 'QueryFilter', 'ScanFilter'];
const expressions = [
  ...['ProjectionExpression', 'KeyConditionExpression', 'FilterExpression'],
  ...['ConditionExpression', 'UpdateExpression'],
];

/** Splits what a batch asks of one table: keys to read, or items to write and to delete. */
const splitRequests = (part: unknown): readonly TableInput[] => {
  if (part === undefined) return [];
  if (Array.isArray(part))
    return part.map((each) => ({
      Item: readMember(readMember(each, 'PutRequest'), 'Item'),
      Key: readMember(readMember(each, 'DeleteRequest'), 'Key'),
    }));
  const keys = readMember(part, 'Keys');
  return [Object(part) as TableInput, ...(Array.isArray(keys) ? keys.map((Key) => ({ Key })) : [])];
};

const words = new Set(['and', 'or', 'not', 'in', 'between', 'set', 'remove', 'add', 'delete']);

/** Parses the attribute names in an expression: the first part of each path; no values, functions or keywords. */
const parseNames = (expression: unknown, placeholders: unknown): readonly string[] => {
  if (typeof expression !== 'string') return [];
  const paths = expression.match(/(?<![\w.#:\]])#?[A-Za-z_#][\w#-]*(?![\w#-]*\s*\()/g) ?? [];
  return paths
    .filter((name) => !words.has(name.toLowerCase()))
    .map((name) => String(name.startsWith('#') ? readMember(placeholders, name) : name));
};
