import zlib from 'node:zlib';
import { err, ok, Result } from 'neverthrow';
import type { Attributes, DynamoDB, Operations } from '../adapters/dynamodb/dynamodb.ts';
import type { Verdict } from './attempts.ts';
import type { WireResponse } from './exchange.ts';
import { isRefusal } from './refusals.ts';
import { type Service, ServiceError } from './service-client.ts';

type OperationResult = { readonly output: object } | { readonly failedOn: Attributes | undefined };

/** Creates a DynamoDB client over the JSON 1.0 wire protocol [DynamoDB Developer Guide, "DynamoDB low-level API"]. */
export const createWireDynamoDB =
  (ask: Service): DynamoDB =>
  async <O extends keyof Operations>(operation: O, input: Operations[O]['input'], signal?: AbortSignal) => {
    const headers = {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
    };
    const asked = await ask({ headers, body: JSON.stringify(input) }, read, signal);
    if (asked.kind === 'GivenUp') return err({ kind: 'Unavailable', mayHaveWritten: asked.mayHaveWritten } as const);
    const { value, earlierMayHaveWritten: mayHaveWritten } = asked;
    if ('output' in value) return ok(value.output as Operations[O]['output']);
    return err({ kind: 'ConditionFailed', item: value.failedOn, mayHaveWritten } as const);
  };

const read = ({ status, headers, body }: WireResponse): Verdict<OperationResult> => {
  const answer = isWhole(headers['x-amz-crc32'], body) ? parseObject(body) : undefined;
  if (status === 200) return answer === undefined ? { kind: 'Lost' } : { kind: 'Done', value: { output: answer } };
  const { __type: type, message, Message = message, Item: item } = answer ?? {};
  const whole = String(type);
  const name = whole.slice(whole.lastIndexOf('#') + 1);
  if (name === 'ConditionalCheckFailedException')
    return { kind: 'Done', value: { failedOn: item as Attributes | undefined } };
  if (isRefusal(name)) return { kind: 'Refused' };
  if (status >= 500) return { kind: 'Lost' };
  throw new ServiceError(name, String(Message), status);
};

/** Checks DynamoDB's checksum if Node has `crc32`: from 20.15 on. */
const isWhole = (checksum: unknown, body: string): boolean =>
  checksum === undefined || zlib.crc32 === undefined || Number(checksum) === zlib.crc32(body);

const parseObject = (body: string): Readonly<Record<string, unknown>> | undefined => {
  const value = parseJson(body).unwrapOr(undefined);
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
};

const parseJson = Result.fromThrowable((text: string): unknown => JSON.parse(text));
