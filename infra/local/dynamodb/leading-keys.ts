/** The members of a DynamoDB request, each of them unknown until it is read. */
export type Asked = Readonly<Record<string, unknown>>;

/**
 * The partition keys that a request is about, which IAM knows as `dynamodb:LeadingKeys`; `undefined` where the request
 * names none, or in a way that is not understood here: then nobody is let in by it.
 */
export const leadingKeys = (action: string, asked: Asked): readonly string[] | undefined => {
  switch (action) {
    case 'PutItem':
      return only(text(asked.Item, 'userId'));
    case 'GetItem':
    case 'UpdateItem':
    case 'DeleteItem':
      return only(text(asked.Key, 'userId'));
    case 'Query':
      return only(keyOfQuery(asked));
    default:
      return undefined;
  }
};

/** The value that the key condition holds the partition key to. */
const keyOfQuery = (asked: Asked): string | undefined => {
  if ('IndexName' in asked || 'KeyConditions' in asked) return undefined;
  const match = /^\s*(#?\w+)\s*=\s*(:\w+)\s*(?:AND\b.*)?$/is.exec(String(asked.KeyConditionExpression));
  const [, name = '', value = ''] = match ?? [];
  const attribute = name.startsWith('#') ? member(asked.ExpressionAttributeNames, name) : name;
  return attribute === 'userId' ? text(asked.ExpressionAttributeValues, value) : undefined;
};

const only = (key: string | undefined): readonly string[] | undefined => (key === undefined ? undefined : [key]);

/** The string in an attribute value `{ "S": … }`. */
const text = (attributes: unknown, name: string): string | undefined => {
  const value = member(member(attributes, name), 'S');
  return typeof value === 'string' ? value : undefined;
};

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
