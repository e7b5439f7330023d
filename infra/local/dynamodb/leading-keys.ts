/** The members of a DynamoDB request, each of them unknown until it is read. */
export type Asked = Readonly<Record<string, unknown>>;

/**
 * The partition key that a request is about, which IAM knows as the one of `dynamodb:LeadingKeys`; `undefined` where the request
 * names none, or in a way that is not understood here: then nobody is let in by it.
 */
export const leadingKey = (action: string, asked: Asked): string | undefined => keyOf.get(action)?.(asked);

const keyOf: ReadonlyMap<string, (asked: Asked) => string | undefined> = new Map([
  ['PutItem', ({ Item }) => text(Item, 'userId')],
  ['GetItem', ({ Key }) => text(Key, 'userId')],
  ['UpdateItem', ({ Key }) => text(Key, 'userId')],
  ['Query', (asked) => keyOfQuery(asked)],
]);

/** The value that the key condition holds the partition key to. */
const keyOfQuery = (asked: Asked): string | undefined => {
  if ('IndexName' in asked || 'KeyConditions' in asked) return undefined;
  const match = /^\s*(#?\w+)\s*=\s*(:\w+)\s*(?:AND\b.*)?$/is.exec(String(asked.KeyConditionExpression));
  if (match === null) return undefined;
  const [name, value] = match.slice(1) as [string, string];
  const attribute = name.startsWith('#') ? member(asked.ExpressionAttributeNames, name) : name;
  return attribute === 'userId' ? text(asked.ExpressionAttributeValues, value) : undefined;
};

/** The string in an attribute value `{ "S": … }`. */
const text = (attributes: unknown, name: string): string | undefined => {
  const value = member(member(attributes, name), 'S');
  return typeof value === 'string' ? value : undefined;
};

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
