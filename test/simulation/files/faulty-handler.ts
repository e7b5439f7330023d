import { once } from 'node:events';
import { request as sendHead } from 'node:http';
import { PassThrough, Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { faultKinds, type NetworkFault, noFault, type Plan } from './faults.ts';

/** The parts of the SDK's requests and responses that are used here. */
export interface SdkRequest {
  readonly method: string;
  readonly hostname: string;
  readonly port?: number | undefined;
  readonly path: string;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}
export interface SdkResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Readable;
}
export type Handle = (request: SdkRequest, options?: object) => Promise<{ response: SdkResponse }>;

export interface FaultyHandler {
  readonly handle: Handle;
  /** Sets the plans for the next requests, in order; later requests have no faults. */
  begin(plans: readonly Plan[]): void;
  /** Returns how many faults have fired. */
  fired(): number;
  /** Carries out the late requests; from now on there are no faults. */
  heal(): Promise<void>;
}

/** Creates a handler that puts faults into the SDK's requests to S3, which its own handler really sends. */
export const createFaultyHandler = (inner: Handle, onFault: (kind: NetworkFault) => void): FaultyHandler => {
  let plans: readonly Plan[] = [];
  let requests = 0;
  let fired = 0;
  let waiting: { readonly due: number; readonly carryOut: () => Promise<void> }[] = [];

  const carriedOut = async (request: SdkRequest): Promise<SdkResponse> => (await inner(request)).response;
  const drained = async (request: SdkRequest): Promise<void> => {
    const { body } = await carriedOut(request);
    body?.resume();
    if (body !== undefined && !body.readableEnded) await once(body, 'close');
  };
  const carryOutLate = async (until: number): Promise<void> => {
    const due = waiting.filter((each) => each.due <= until);
    waiting = waiting.filter((each) => each.due > until);
    for (const { carryOut } of due) await carryOut();
  };

  const handle: Handle = async (request) => {
    const number = requests++;
    await carryOutLate(number);
    const planned = plans[number] ?? noFault;
    const { late } = planned;
    const fault = planned.fault === 'none' || !isPossible(planned.fault, request) ? 'none' : planned.fault;
    if (fault !== 'none') {
      fired++;
      onFault(fault);
      if (faultKinds[fault].carriedOut === 'late')
        waiting.push({ due: number + 1 + late, carryOut: () => drained(request) });
    }
    switch (fault) {
      case 'refused connection':
        throw socketError('connect ECONNREFUSED', { code: 'ECONNREFUSED', syscall: 'connect' });
      case 'silence before':
      case 'late after silence':
        throw timedOut();
      case 'dead connection':
      case 'late after a reset':
        throw socketError('socket hang up', { code: 'ECONNRESET' });
      case 'slow down':
        return { response: failure(503, 'SlowDown') };
      case 'failed before':
        return { response: late % 2 ? failure(500, 'InternalError') : failure(503, 'ServiceUnavailable') };
      case 'cut request':
        await sendHalf(request);
        throw socketError('write EPIPE', { code: 'EPIPE', syscall: 'write' });
      case 'changed request':
        return { response: await carriedOut({ ...request, body: changed(request.body as Uint8Array, late) }) };
      case 'failed after':
        await drained(request);
        return { response: late % 2 ? failure(500, 'InternalError') : failure(503, 'ServiceUnavailable') };
      case 'reset after':
        await drained(request);
        throw socketError('read ECONNRESET', { code: 'ECONNRESET', errno: -104, syscall: 'read' });
      case 'silence after':
        await drained(request);
        throw timedOut();
      case 'carried out twice':
        await drained(request);
        return { response: await carriedOut(request) };
      case 'garbled answer':
        await drained(request);
        return { response: { statusCode: 200, headers: {}, body: Readable.from([Buffer.from('<html>')]) } };
      case 'slow answer':
        await sleep(late);
        return { response: await carriedOut(request) };
      case 'cut answer':
      case 'short answer':
      case 'changed answer': {
        const response = await carriedOut(request);
        return { response: { ...response, body: spoiled(await readBytes(response), fault, late) } };
      }
      case 'none':
        return { response: await carriedOut(request) };
    }
  };

  return {
    handle,
    begin: (next) => {
      [plans, requests] = [next, 0];
    },
    fired: () => fired,
    heal: async () => {
      plans = [];
      await carryOutLate(Number.POSITIVE_INFINITY);
    },
  };
};

const isPossible = (fault: NetworkFault, { method, body, query = {}, path }: SdkRequest): boolean => {
  const isFile = method === 'GET' && !('list-type' in query);
  const hasXml = (method === 'GET' && !isFile) || method === 'POST';
  switch (faultKinds[fault].of) {
    case 'any':
      return true;
    case 'request body':
      return method === 'PUT' && body instanceof Uint8Array && body.length > 1 && path !== '';
    case 'file':
      return isFile;
    case 'answer of XML':
      return hasXml;
    case 'answer body':
      return isFile || hasXml;
  }
};

/** Sends the head of a request and half of its body, and closes the connection. */
const sendHalf = async ({ hostname, port, method, path, query = {}, headers, body }: SdkRequest): Promise<void> => {
  const search = new URLSearchParams(query as Record<string, string>);
  const sent = sendHead({ host: hostname, port, method, path: `${path}?${search}`, headers });
  sent.on('error', () => {});
  const bytes = body as Uint8Array;
  sent.write(bytes.subarray(0, bytes.length >> 1), () => setImmediate(() => sent.destroy()));
  await once(sent, 'close');
};

const readBytes = async ({ body }: SdkResponse): Promise<Buffer> => Buffer.concat(body ? await body.toArray() : []);

const spoiled = (bytes: Buffer, fault: 'cut answer' | 'short answer' | 'changed answer', where: number): Readable => {
  if (fault === 'changed answer') return Readable.from([changed(bytes, where)]);
  const half = bytes.subarray(0, (bytes.length * where) >> 3);
  const stream = new PassThrough();
  // Node reports no error either if a response breaks off that nobody reads.
  stream.on('error', () => {});
  stream.write(half);
  if (fault === 'short answer') stream.end();
  else setImmediate(() => stream.destroy(socketError('aborted', { code: 'ECONNRESET' })));
  return stream;
};

const changed = (bytes: Uint8Array, where: number): Buffer => {
  const copy = Buffer.from(bytes);
  if (copy.length > 0) copy[where % copy.length] = (copy[where % copy.length] ?? 0) ^ 0x20;
  return copy;
};

const failure = (statusCode: number, code: string): SdkResponse => ({
  statusCode,
  headers: { 'content-type': 'application/xml' },
  body: Readable.from([Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code></Error>`)]),
});

const socketError = (message: string, fields: object): Error => Object.assign(new Error(message), fields);

const timedOut = (): Error => Object.assign(new Error('A request timed out.'), { name: 'TimeoutError' });
