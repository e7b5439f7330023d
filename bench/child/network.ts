import { EventEmitter } from 'node:events';
import type { ClientRequest, RequestOptions } from 'node:http';
import http from 'node:http';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import { Readable } from 'node:stream';
import { type CannedAnswers, createCannedReply, readAccessKeyId } from '../canned.ts';
import type { Network } from './job.ts';

/**
 * Puts a switch in front of Node's `request`, which every contestant uses in the end. With network `none` the answers
 * come from memory, so that only the function's own work is left of an invocation. Must be called before the function
 * is loaded. However a bundle obtains `request` (import, `require`, `process.getBuiltinModule`), it gets this one.
 */
export const createSwitchableNetwork = (answers: CannedAnswers): { use(network: Network): void } => {
  let network: Network = 'none';
  for (const module of [http, https]) {
    const { request: real } = module;
    const request = (...args: unknown[]): ClientRequest =>
      network === 'loopback' ? Reflect.apply(real, module, args) : createFakeRequest(args, answers);
    Object.assign(module, { request });
  }
  syncBuiltinESMExports();
  return {
    use: (next) => {
      network = next;
    },
  };
};

const isOptions = (value: unknown): value is RequestOptions =>
  typeof value === 'object' && value !== null && !(value instanceof URL);
const isListener = (value: unknown): value is (response: unknown) => void => typeof value === 'function';

/** The parts of a socket that a client may set or read before the answer comes. */
const socket = Object.assign(new EventEmitter(), {
  connecting: false,
  setKeepAlive: () => socket,
  setTimeout: () => socket,
  setNoDelay: () => socket,
});
socket.setMaxListeners(0);

const findHeader = ({ headers = {} }: RequestOptions, name: string): string | undefined => {
  const found = Object.entries(headers).find(([key]) => key.toLowerCase() === name);
  return found === undefined ? undefined : String(found[1]);
};

/** Creates a request that is answered in the next turn of the event loop; `args` are those of Node's `request`. */
const createFakeRequest = (args: readonly unknown[], answers: CannedAnswers): ClientRequest => {
  const options = args.find(isOptions) ?? {};
  const callback = args.find(isListener);
  const request = new EventEmitter();
  if (callback !== undefined) request.once('response', callback);
  const respond = () => {
    const keyId = readAccessKeyId(findHeader(options, 'authorization'));
    const { type, body } = createCannedReply(answers, findHeader(options, 'x-amz-target'), keyId);
    const bytes = Buffer.from(body);
    const response = Object.assign(new Readable({ read: () => {} }), {
      statusCode: 200,
      statusMessage: 'OK',
      httpVersion: '1.1',
      headers: {
        'content-type': type,
        'content-length': String(bytes.length),
        'x-amzn-requestid': '00000000-0000-0000-0000-000000000000',
      },
      socket,
    });
    request.emit('socket', socket);
    request.emit('response', response);
    response.push(bytes);
    response.push(null);
  };
  const fake = {
    socket,
    reusedSocket: true,
    write: () => true,
    end: () => {
      setImmediate(respond);
      return request;
    },
    setTimeout: () => request,
    setNoDelay: () => request,
    setSocketKeepAlive: () => request,
    setHeader: () => request,
    destroy: () => request,
  };
  return Object.assign(request, fake) as unknown as ClientRequest;
};
