import { crc32 } from 'node:zlib';
import type { DynaliteRequest, DynaliteResponse } from './dynalite-call.ts';
import type { TableInput } from './table-input.ts';

/** Operations that report what they consume on request [DynamoDB API Reference, ReturnConsumedCapacity]. */
const telling = new Set([
  ...['BatchGetItem', 'BatchWriteItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem'],
]);

interface Told {
  readonly response: DynaliteResponse;
  /** In capacity units; `undefined` if the table does not report them, as for a failed request. */
  readonly capacity: number | undefined;
}

/**
 * Requests the consumed capacity even if the client does not want it; the client's answer is as if nobody had asked.
 * IAM has decided by then, so the key `dynamodb:ReturnConsumedCapacity` has the client's value.
 */
export const withCapacity = async (
  ask: (request: DynaliteRequest, asked: TableInput) => Promise<DynaliteResponse>,
  request: DynaliteRequest,
  operation: string,
  asked: TableInput,
): Promise<Told> => {
  const isAsked = asked.ReturnConsumedCapacity !== undefined && asked.ReturnConsumedCapacity !== 'NONE';
  if (!telling.has(operation) || isAsked) {
    const response = await ask(request, asked);
    return { response, capacity: sumUnits(parseBody(response.body).ConsumedCapacity) };
  }
  const more = { ...asked, ReturnConsumedCapacity: 'TOTAL' };
  const response = await ask({ ...request, body: Buffer.from(JSON.stringify(more)) }, more);
  const { ConsumedCapacity: consumed, ...answer } = parseBody(response.body);
  if (consumed === undefined) return { response, capacity: undefined };
  const body = JSON.stringify(answer);
  const headers = {
    ...response.headers,
    'x-amz-crc32': crc32(body),
    'Content-Length': Buffer.byteLength(body),
  };
  return { response: { ...response, headers, body }, capacity: sumUnits(consumed) };
};

/** Sums the units of one report, or of one report for each table. */
const sumUnits = (consumed: unknown): number | undefined => {
  if (consumed === undefined) return undefined;
  const units = [consumed].flat().map((each) => Number(Object(each).CapacityUnits));
  return units.reduce((sum, each) => sum + each, 0);
};

const parseBody = (body: string): Readonly<Record<string, unknown>> => {
  try {
    return Object(JSON.parse(body));
  } catch {
    return {};
  }
};
