import { err, ok, type Result } from 'neverthrow';
import { formatAwsHost } from '../aws/domains.ts';
import { createClock } from '../client/clock.ts';
import { withEnding } from '../client/ending.ts';
import type { Fetch } from '../client/exchange.ts';
import { type Answer, parseJson } from '../client/exchange.ts';
import type { ExchangeFailure, S3Refused } from '../client/failures.ts';
import { retryCall } from '../client/retry.ts';
import { createBucketUrl, formatQuery } from '../client/s3-addresses.ts';
import { readRefusal } from '../client/s3-answers.ts';
import { encodeHex, hashSha256 } from '../client/sha256.ts';
import { isRecord, isText, type Reader } from '../client/shapes.ts';
import { type LongTermKeys, sendSignedByClock } from '../client/signed-fetch.ts';

/** An AWS service refused a call by the AWS account's administrator. */
export interface ServiceRefused {
  readonly kind: 'ServiceRefused';
  readonly service: JsonService;
  /** The name of the exception, such as `AccessDeniedException`. */
  readonly type: string;
  readonly status: number;
  readonly message: string;
}

export type OperatorFailure = ServiceRefused | S3Refused | ExchangeFailure;

export type JsonService = 'dynamodb' | 'cognito-idp' | 'cognito-identity';

/** Where a deployment is, for the AWS account's administrator. */
export interface Place {
  readonly region: string;
  readonly userPoolId: string;
  readonly tableName: string;
  readonly bucketName?: string;
  /** Endpoints to use instead of AWS's own, for a stack on one machine. */
  readonly endpoints: Partial<Readonly<Record<JsonService | 's3', string>>>;
}

export interface OperatorOptions {
  readonly keys: LongTermKeys;
  readonly fetch?: Fetch | undefined;
  readonly sleep?: ((milliseconds: number) => Promise<void>) | undefined;
  /** Returns the time in epoch milliseconds; if services show another in what they refuse, that counts. */
  readonly now: () => number;
  readonly signal?: AbortSignal | undefined;
}

export interface S3Request<T> {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Percent-encoded; empty for the bucket itself. */
  readonly path?: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer>;
  readonly read: (answer: Answer) => T | undefined;
}

/** Signed calls by the AWS account's administrator. Each is safe to repeat, and is retried if that may help. */
export interface Operator {
  json<T>(
    service: JsonService,
    operation: string,
    parameters: object,
    read: Reader<T>,
    /** Turns the refusal of a later attempt into a success if an earlier one may have been carried out. */
    doneBefore?: (failure: OperatorFailure) => T | undefined,
  ): Promise<Result<T, OperatorFailure>>;
  s3<T>(request: S3Request<T>): Promise<Result<T, OperatorFailure>>;
}

const targets: Readonly<Record<JsonService, readonly [name: string, type: string]>> = {
  dynamodb: ['DynamoDB_20120810', 'application/x-amz-json-1.0'],
  'cognito-idp': ['AWSCognitoIdentityProviderService', 'application/x-amz-json-1.1'],
  'cognito-identity': ['AWSCognitoIdentityService', 'application/x-amz-json-1.1'],
};

const attempts = 5;

export const createOperator = (
  { region, bucketName = '', endpoints }: Place,
  { keys, fetch, sleep, now, signal }: OperatorOptions,
): Operator => {
  const clock = createClock(now);
  const call = <T>(send: (number: number) => Promise<Result<T, OperatorFailure>>) =>
    withEnding<T, OperatorFailure>(
      signal,
      (ending) => retryCall(send, isPassing, ending, { ...(sleep && { sleep }) }, attempts),
      Number.POSITIVE_INFINITY,
    );

  return {
    json: (service, operation, parameters, read, doneBefore) =>
      call(async (number) => {
        const [name, type] = targets[service];
        const request = {
          ...{ method: 'POST', url: `${endpoints[service] ?? `https://${formatAwsHost(service, region)}`}/` },
          headers: { 'content-type': type, 'x-amz-target': `${name}.${operation}` },
          body: JSON.stringify(parameters),
        };
        const sent = await withEnding(signal, (ending) =>
          sendSignedByClock(request, keys, { region, ending, fetch, service }, clock),
        );
        const answered = sent.andThen((answer) => readAnswer(answer, service, operation, read));
        if (answered.isOk() || number === 1) return answered;
        const before = doneBefore?.(answered.error);
        return before === undefined ? answered : ok(before);
      }),

    s3: ({ method, path = '', query, headers, body = new Uint8Array(), read }) =>
      call(async () => {
        const request = {
          ...{ method, url: `${createBucketUrl(bucketName, region, endpoints.s3)}/${path}${formatQuery(query)}` },
          headers: { ...headers, 'x-amz-content-sha256': encodeHex(await hashSha256(body)) },
          ...(body.length > 0 && { body }),
        };
        const sent = await withEnding(signal, (ending) =>
          sendSignedByClock(request, keys, { region, ending, fetch, service: 's3' }, clock),
        );
        if (sent.isErr()) return err(sent.error);
        const refusal = readRefusal(sent.value, { method });
        if (refusal !== undefined) return err(refusal);
        const value = read(sent.value);
        return value === undefined ? err(unexpected(sent.value, 'That is not an answer of S3.')) : ok(value);
      }),
  };
};

const readAnswer = <T>(
  answer: Answer,
  service: JsonService,
  operation: string,
  read: Reader<T>,
): Result<T, OperatorFailure> => {
  const { status } = answer;
  const body = parseJson(answer);
  if (status === 200) {
    // An operation without output may answer without a body.
    const value = read(body ?? (answer.bytes.length === 0 ? {} : undefined));
    return value === undefined ? err(unexpected(answer, `That is not an answer to ${operation}.`)) : ok(value);
  }
  if (!isRecord(body) || !isText(body.__type)) return err(unexpected(answer, `HTTP ${status}`));
  const type = body.__type.replace(/.*#/, '');
  const message = [body.message, body.Message].find(isText) ?? type;
  return err({ kind: 'ServiceRefused', service, type, status, message });
};

const unexpected = ({ url, status }: Answer, reason: string): OperatorFailure => ({
  ...{ kind: 'UnexpectedAnswer', url, status, reason },
});

const passing = /Throttl|TooManyRequests|ProvisionedThroughput|RequestLimit|InternalError|InternalServer|SlowDown/;

const isPassing = (failure: OperatorFailure): boolean => {
  switch (failure.kind) {
    case 'Unreachable':
      return true;
    case 'ServiceRefused':
      return failure.status >= 500 || passing.test(failure.type);
    case 'S3Refused':
      return failure.status >= 500 || failure.status === 429 || passing.test(failure.code);
    case 'UnexpectedAnswer':
      return failure.status >= 500;
    default:
      return false;
  }
};
