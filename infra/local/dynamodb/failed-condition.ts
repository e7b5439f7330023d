import type { RequestListener } from 'node:http';
import { createQueue } from '../one-at-a-time.ts';
import { askDynalite, type DynaliteRequest, type DynaliteResponse } from './dynalite-call.ts';
import type { TableInput } from './table-input.ts';

/**
 * Asks dynalite and adds what it leaves out: if a condition is false and the request asks for the item
 * (`ReturnValuesOnConditionCheckFailure`), DynamoDB's error contains that item. Requests for one item run one after the
 * other, so that the item is the one that the condition was checked on.
 */
export const withFailedItems = (serve: RequestListener) => {
  const inTurn = createQueue();
  return (request: DynaliteRequest, asked: TableInput): Promise<DynaliteResponse> => {
    const key = readKey(asked);
    if (key === undefined) return askDynalite(serve, request);
    return inTurn(JSON.stringify(key), async () => {
      const response = await askDynalite(serve, request);
      const wanted = asked.ReturnValuesOnConditionCheckFailure === 'ALL_OLD';
      if (!wanted || !response.body.includes('#ConditionalCheckFailedException')) return response;
      const { TableName } = asked;
      const get = await askDynalite(serve, {
        ...request,
        headers: { ...request.headers, 'x-amz-target': 'DynamoDB_20120810.GetItem' },
        body: Buffer.from(JSON.stringify({ TableName, Key: key, ConsistentRead: true })),
      });
      const body = JSON.stringify({ ...JSON.parse(response.body), ...JSON.parse(get.body) });
      const { 'x-amz-crc32': _, ...headers } = response.headers;
      return { status: response.status, headers: { ...headers, 'Content-Length': Buffer.byteLength(body) }, body };
    });
  };
};

/** Reads the key of the one item that a request is about, if it is about one, with its members in a fixed order. */
const readKey = ({ Item: item, Key: key }: TableInput): object | undefined => {
  const attributes = item ?? key;
  if (attributes === undefined) return undefined;
  const { userId, noteId } = Object(attributes);
  return { userId, noteId };
};
