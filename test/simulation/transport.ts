import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { classifyError, type Exchange } from '../../src/aws/exchange.ts';
import { type DynamoResponse, failure, type SimulatedDynamo } from './dynamo.ts';
import { faultKinds, type NetworkFault, noFault, type Plan } from './faults.ts';
import type { VirtualTime } from './virtual-time.ts';

/** A request of the SDK and its response, as its request handlers see them. */
export interface SdkRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}
export interface SdkOptions {
  readonly abortSignal?: AbortSignal;
}
export interface SdkResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable;
}

export interface TransportOptions {
  readonly dynamo: SimulatedDynamo;
  readonly time: VirtualTime;
  /** The plans of the requests, in the order in which they are sent. */
  readonly plans: readonly Plan[];
  /** Milliseconds after which the client gives up a request without an answer. */
  readonly requestTimeout: number;
  /** Called with each request as it is sent, and its signal. */
  readonly onRequest: (request: SentRequest) => void;
}

export interface FaultyTransport {
  /** The exchange for the functions' own client. */
  readonly exchange: Exchange;
  /** The request handler for the SDK. */
  handle(request: SdkRequest, options?: SdkOptions): Promise<{ readonly response: SdkResponse }>;
  /** Ends all faults. */
  heal(): void;
}

export interface SentRequest {
  readonly signal: AbortSignal | undefined;
  readonly body: string;
  /** Also `none` if the planned fault has no meaning for the request. */
  readonly fault: NetworkFault | 'none';
}

/**
 * Sends requests to a simulated DynamoDB, with faults, in virtual time. Faults look as they do with Node's sockets;
 * faults.test.ts has the same ones over real sockets.
 */
export const faultyTransport = ({
  dynamo,
  time,
  plans,
  requestTimeout,
  onRequest,
}: TransportOptions): FaultyTransport => {
  let requests = 0;
  let healed = false;
  const planFor = (action: string, body: string): Plan => {
    const plan = (healed ? undefined : plans[requests++]) ?? noFault;
    const isRead = action === 'GetItem' || action === 'Query';
    return plan.fault === 'stale read' && !(isRead && dynamo.olderVersions(body) > 0)
      ? { ...plan, fault: 'none' }
      : plan;
  };

  const handle = async (request: SdkRequest, { abortSignal: signal }: SdkOptions = {}) => {
    const action = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    const body = decodeText(request.body);
    if (signal?.aborted) throw aborted();
    const { fault, there, back, late } = planFor(action, body);
    onRequest({ signal, body, fault });
    const perform = (version?: number): DynamoResponse => dynamo.perform(action, body, version);

    /** Returns an answer, or none at all. */
    const way = async (): Promise<SdkResponse> => {
      await time.sleep(there);
      if (fault === 'refused connection')
        throw socketError('connect ECONNREFUSED', { code: 'ECONNREFUSED', syscall: 'connect' });
      if (fault === 'dead connection') throw socketError('socket hang up', { code: 'ECONNRESET' });
      const when = fault === 'none' ? 'at once' : faultKinds[fault];
      if (when === 'late')
        time.sleep(late + (fault === 'late after silence' ? requestTimeout : 0)).then(() => perform());
      const versions = dynamo.olderVersions(body);
      const answer =
        when === 'at once' ? perform(fault === 'stale read' ? Math.max(0, versions - 1 - late) : undefined) : undefined;
      await time.sleep(fault === 'slow answer' ? (back / 30) * (requestTimeout - 100) : back);
      switch (fault) {
        case 'throttled':
          return response(failure(400, late % 2 ? 'ThrottlingException' : 'ProvisionedThroughputExceededException'));
        case 'failed before':
        case 'failed after':
          return response(failure(late % 2 ? 500 : 503, late % 2 ? 'InternalServerError' : 'ServiceUnavailable'));
        case 'reset after':
        case 'late after a reset':
          throw socketError('read ECONNRESET', { code: 'ECONNRESET', errno: -104, syscall: 'read' });
        case 'garbled after':
          return response({ status: 200, body: '<html>' });
        case 'truncated after':
        case 'stalled after': {
          const whole = answer ?? failure(500, '');
          return response(
            whole,
            createHalfStream(whole.body, fault === 'truncated after' ? 0 : requestTimeout, signal),
          );
        }
        default:
          return answer === undefined ? new Promise(() => {}) : response(answer);
      }
    };
    return { response: await patiently(way(), signal) };
  };

  /** Gives up at a time-out and when the signal aborts, as Node's handler does. */
  const patiently = <T>(answer: Promise<T>, signal: AbortSignal | undefined): Promise<T> =>
    new Promise((resolve, reject) => {
      const end = () => reject(aborted());
      const timer = setTimeout(() => reject(timedOut()), requestTimeout);
      signal?.addEventListener('abort', end, { once: true });
      answer.then(resolve, reject).finally(() => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', end);
      });
    });

  const exchange: Exchange = async (request, signal) => {
    try {
      const { response } = await handle(request, signal === undefined ? {} : { abortSignal: signal });
      return { status: response.statusCode, headers: response.headers, body: await text(response.body) };
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if (['AbortError', 'TimeoutError'].includes(error.name)) return { kind: 'NoAnswer', mayHaveArrived: true };
      const noAnswer = classifyError(error);
      if (noAnswer === undefined) throw error;
      return noAnswer;
    }
  };

  return {
    exchange,
    handle,
    heal: () => {
      healed = true;
    },
  };
};

const response = ({ status, body }: DynamoResponse, stream = Readable.from([Buffer.from(body)])): SdkResponse => ({
  statusCode: status,
  headers: { 'content-type': 'application/x-amz-json-1.0', 'content-length': String(Buffer.byteLength(body)) },
  body: stream,
});

/** Sends half a body, and then resets: at once, or when the client closes a silent connection, or at the time-out. */
const createHalfStream = (body: string, resetAfter: number, signal: AbortSignal | undefined): Readable => {
  // Node reports no error either if a response breaks off that nobody reads.
  const stream = new Readable({ read: () => {} }).on('error', () => {});
  stream.push(body.slice(0, body.length / 2));
  const reset = () => stream.destroy(socketError('aborted', { code: 'ECONNRESET' }));
  setTimeout(reset, resetAfter);
  signal?.addEventListener('abort', reset, { once: true });
  return stream;
};

/** Decodes a body of the SDK, which sends text as a string or in UTF-8. */
const decodeText = (body: unknown): string => (body instanceof Uint8Array ? utf8.decode(body) : String(body));
const utf8 = new TextDecoder();

const socketError = (message: string, fields: object): Error => Object.assign(new Error(message), fields);

const aborted = (): Error => Object.assign(new Error('Request aborted'), { name: 'AbortError' });

const timedOut = (): Error => Object.assign(new Error('A request timed out.'), { name: 'TimeoutError' });
