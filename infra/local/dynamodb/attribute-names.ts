import { type Asked, entriesOf, member } from './asked.ts';

/**
 * The top-level attributes that a request names: `dynamodb:Attributes` [DynamoDB Developer Guide, "Using IAM policy conditions for
 * fine-grained access control"]. In no order.
 */
export const attributesIn = (asked: Asked): readonly string[] => {
  const { Key, Item, AttributesToGet, ExpressionAttributeNames: names, part } = asked;
  const named = [Key, Item, ...older.map((name) => asked[name])].flatMap((each) =>
    entriesOf(each).map(([name]) => name),
  );
  const listed = Array.isArray(AttributesToGet) ? AttributesToGet.map(String) : [];
  const inExpressions = expressions.flatMap((name) => namesIn(asked[name], names));
  const inParts = [...partsOf(part)].flatMap(attributesIn);
  return [...new Set([...named, ...listed, ...inExpressions, ...inParts])];
};

const older = ['Expected', 'AttributeUpdates', 'KeyConditions', 'QueryFilter', 'ScanFilter'];
const expressions = [
  ...['ProjectionExpression', 'KeyConditionExpression', 'FilterExpression'],
  ...['ConditionExpression', 'UpdateExpression'],
];

/** What a batch asks of one table: keys to read, or items to write and to delete. */
const partsOf = (part: unknown): readonly Asked[] => {
  if (part === undefined) return [];
  if (Array.isArray(part))
    return part.map((each) => ({
      Item: member(member(each, 'PutRequest'), 'Item'),
      Key: member(member(each, 'DeleteRequest'), 'Key'),
    }));
  const keys = member(part, 'Keys');
  return [Object(part) as Asked, ...(Array.isArray(keys) ? keys.map((Key) => ({ Key })) : [])];
};

const words = new Set(['and', 'or', 'not', 'in', 'between', 'set', 'remove', 'add', 'delete']);

/** The names in an expression: not values, functions or words of the language, and of a path its first part. */
const namesIn = (expression: unknown, placeholders: unknown): readonly string[] => {
  if (typeof expression !== 'string') return [];
  const paths = expression.match(/(?<![\w.#:\]])#?[A-Za-z_#][\w#-]*(?![\w#-]*\s*\()/g) ?? [];
  return paths
    .filter((name) => !words.has(name.toLowerCase()))
    .map((name) => String(name.startsWith('#') ? member(placeholders, name) : name));
};
