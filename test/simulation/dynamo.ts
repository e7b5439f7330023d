import { type Attributes, type AttributeValue, applyUpdate, parseCondition } from './expressions.ts';

/** An answer of DynamoDB's JSON protocol. */
export interface DynamoResponse {
  readonly status: number;
  readonly body: string;
}

export interface SimulatedDynamo {
  /** Carries out one request. A read with an older `version` sees the owner's items as they were then. */
  perform(action: string, body: string, version?: number): DynamoResponse;
  /** Counts the versions of the items under a request's partition key, except the present one. */
  olderVersions(body: string): number;
}

interface Request {
  readonly TableName: string;
  readonly Key?: Attributes;
  readonly Item?: Attributes;
  readonly ConditionExpression?: string;
  readonly UpdateExpression?: string;
  readonly KeyConditionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Attributes;
  readonly ExclusiveStartKey?: Attributes;
  readonly Limit?: number;
  readonly ScanIndexForward?: boolean;
  readonly ProjectionExpression?: string;
  readonly ReturnValues?: string;
  readonly ReturnValuesOnConditionCheckFailure?: string;
}

/** Items under one partition key, by their sort key. */
type Partition = ReadonlyMap<string, Attributes>;

/**
 * Simulates DynamoDB in memory, as far as this project needs it: the actions, expressions and options that the adapter
 * uses, on one table with the keys `userId` and `noteId`. A test compares it with dynalite. It keeps every version of
 * every partition, so that an eventually consistent read can be stale.
 */
export const simulatedDynamo = (): SimulatedDynamo => {
  const partitions = new Map<string, Partition[]>();
  const findOrCreateVersions = (owner: string): Partition[] => {
    const known = partitions.get(owner);
    if (known !== undefined) return known;
    const fresh: Partition[] = [new Map()];
    partitions.set(owner, fresh);
    return fresh;
  };
  const write = (key: Attributes, item: Attributes): void => {
    const versions = findOrCreateVersions(text(key.userId));
    versions.push(new Map(versions.at(-1)).set(text(key.noteId), item));
  };
  const itemAt = (key: Attributes, version?: number): Attributes | undefined =>
    findOrCreateVersions(text(key.userId))
      .at(version ?? -1)
      ?.get(text(key.noteId));

  /** Decides whether a request's condition is true of an item; a missing item counts as one without attributes. */
  const holds = (
    { ConditionExpression: expression, ExpressionAttributeValues: values = {} }: Request,
    item: Attributes = {},
  ) => expression === undefined || parseCondition(expression)(item, values);

  const putItem = (request: Request): DynamoResponse => {
    const item = request.Item ?? {};
    const old = itemAt(item);
    if (!holds(request, old)) return conditionFailed(request, old);
    write(item, item);
    return success({});
  };

  const updateItem = (request: Request): DynamoResponse => {
    const { Key: key = {}, UpdateExpression: update = '', ExpressionAttributeValues: values = {} } = request;
    const old = itemAt(key);
    if (!holds(request, old)) return conditionFailed(request, old);
    const item = applyUpdate(update, { ...key, ...old }, values);
    write(key, item);
    return success(request.ReturnValues === 'ALL_NEW' ? { Attributes: item } : {});
  };

  const getItem = ({ Key: key = {} }: Request, version?: number): DynamoResponse => {
    const item = itemAt(key, version);
    return success(item === undefined ? {} : { Item: item });
  };

  const query = (request: Request, version?: number): DynamoResponse => {
    const {
      ExpressionAttributeValues: values = {},
      ExclusiveStartKey: start,
      Limit: limit = Number.POSITIVE_INFINITY,
    } = request;
    if (request.KeyConditionExpression !== 'userId = :owner' || request.ScanIndexForward !== false)
      throw new Error('The simulation does not support this query.');
    const owner = text(values[':owner']);
    const items = [...(findOrCreateVersions(owner).at(version ?? -1) ?? [])]
      .filter(([id]) => start === undefined || id < text(start.noteId))
      .sort(([a], [b]) => (a < b ? 1 : -1))
      .map(([, item]) => item);
    const page = items.slice(0, limit);
    const last = page.at(-1);
    // DynamoDB stops at the limit without checking whether anything follows.
    const more = page.length === limit &&
      last !== undefined && { LastEvaluatedKey: { userId: last.userId, noteId: last.noteId } };
    const shown = request.ProjectionExpression?.split(', ');
    const projected = (item: Attributes): Attributes =>
      shown === undefined ? item : Object.fromEntries(Object.entries(item).filter(([name]) => shown.includes(name)));
    return success({ Items: page.map(projected), Count: page.length, ScannedCount: page.length, ...more });
  };

  return {
    perform: (action, body, version) => {
      const request = named(JSON.parse(body));
      if (action === 'PutItem') return putItem(request);
      if (action === 'UpdateItem') return updateItem(request);
      if (action === 'GetItem') return getItem(request, version);
      if (action === 'Query') return query(request, version);
      throw new Error(`The simulation does not support ${action}.`);
    },
    olderVersions: (body) => findOrCreateVersions(parseOwner(body)).length - 1,
  };
};

/** Replaces placeholders by attributes' names. Throws, as DynamoDB does, if one is undefined or unused. */
const named = (request: Request): Request => {
  const { ExpressionAttributeNames: names = {}, ...rest } = request;
  const used = new Set<string>();
  const plain = (expression: string): string =>
    expression.replace(/#\w+/g, (placeholder) => {
      used.add(placeholder);
      const name = names[placeholder];
      if (name === undefined) throw new Error(`"${expression}" contains ${placeholder}, which is undefined.`);
      return name;
    });
  const expressions = Object.entries(rest).map(([member, value]): [string, unknown] =>
    member.endsWith('Expression') ? [member, plain(String(value))] : [member, value],
  );
  const unused = Object.keys(names).filter((placeholder) => !used.has(placeholder));
  if (unused.length > 0) throw new Error(`Unused placeholders: ${unused.join(', ')}.`);
  return Object.fromEntries(expressions) as unknown as Request;
};

/** Reads the partition key of a request. */
export const parseOwner = (body: string): string => {
  const { Key, Item, ExpressionAttributeValues: values }: Request = JSON.parse(body);
  return text((Key ?? Item)?.userId ?? values?.[':owner']);
};

const text = (value: AttributeValue | undefined): string => {
  if (typeof value?.S !== 'string') throw new Error('A key is not a string.');
  return value.S;
};

const success = (body: unknown): DynamoResponse => ({ status: 200, body: JSON.stringify(body) });

const conditionFailed = (
  { ReturnValuesOnConditionCheckFailure: returns }: Request,
  item: Attributes | undefined,
): DynamoResponse =>
  failure(400, 'ConditionalCheckFailedException', returns === 'ALL_OLD' && item !== undefined ? { Item: item } : {});

/** Creates an error in DynamoDB's format [DynamoDB Developer Guide, "Error handling with DynamoDB"]. */
export const failure = (status: number, name: string, more: object = {}): DynamoResponse => ({
  status,
  body: JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'The request failed.', ...more }),
});
