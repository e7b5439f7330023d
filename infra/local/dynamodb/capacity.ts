import { crc32 } from 'node:zlib';
import type { Asked } from './asked.ts';
import type { DynaliteRequest, DynaliteResponse } from './dynalite-call.ts';

/** Operations that say what they consume, if they are asked [DynamoDB API Reference, ReturnConsumedCapacity]. */
const telling = new Set([
  ...['BatchGetItem', 'BatchWriteItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem'],
]);

interface Told {
  readonly response: DynaliteResponse;
  /** In units; `undefined` where the table does not say, as of what failed. */
  readonly capacity: number | undefined;
}

/**
 * Asks what a request consumes, though its client does not want to know; the client's answer is as if nobody had asked. IAM has
 * decided by then, so the key `dynamodb:ReturnConsumedCapacity` is the client's.
 */
export const withCapacity = async (
  ask: (request: DynaliteRequest, asked: Asked) => Promise<DynaliteResponse>,
  request: DynaliteRequest,
  operation: string,
  asked: Asked,
): Promise<Told> => {
  const isAsked = asked.ReturnConsumedCapacity !== undefined && asked.ReturnConsumedCapacity !== 'NONE';
  if (!telling.has(operation) || isAsked) {
    const response = await ask(request, asked);
    return { response, capacity: unitsIn(parsed(response.body).ConsumedCapacity) };
  }
  const more = { ...asked, ReturnConsumedCapacity: 'TOTAL' };
  const response = await ask({ ...request, body: Buffer.from(JSON.stringify(more)) }, more);
  const { ConsumedCapacity: consumed, ...answer } = parsed(response.body);
  if (consumed === undefined) return { response, capacity: undefined };
  const body = JSON.stringify(answer);
  const headers = {
    ...response.headers,
    'x-amz-crc32': crc32(body),
    'Content-Length': Buffer.byteLength(body),
  };
  return { response: { ...response, headers, body }, capacity: unitsIn(consumed) };
};

/** One sum, or one a table. */
const unitsIn = (consumed: unknown): number | undefined => {
  if (consumed === undefined) return undefined;
  const units = [consumed].flat().map((each) => Number(Object(each).CapacityUnits));
  return units.reduce((sum, each) => sum + each, 0);
};

const parsed = (body: string): Readonly<Record<string, unknown>> => {
  try {
    return Object(JSON.parse(body));
  } catch {
    return {};
  }
};
