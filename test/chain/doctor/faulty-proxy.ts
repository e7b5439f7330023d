import { request as ask, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { closeServer, listen } from '../../../infra/local/listen.ts';

/** A request on its way. Header names are in lower case. */
export interface Passing {
  readonly method: string;
  /** The path with its query, as it came. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What is done to requests and answers. Nothing else is changed. */
export interface Meddling {
  readonly request?: (request: Passing) => Passing;
  /** What is answered in place of the service; `hang up` and `say nothing` answer nothing. */
  readonly instead?: (request: Passing) => Reply | 'hang up' | 'say nothing' | undefined;
  readonly answer?: (reply: Reply, request: Passing) => Reply;
}

export interface FaultyProxy extends AsyncDisposable {
  readonly url: string;
  meddle(meddling: Meddling): void;
  /** All that passed, for tests that look for it elsewhere. */
  readonly passed: { readonly request: Passing; readonly reply: Reply }[];
}

/** Starts a server in front of a service, which passes everything on unchanged until it is told to meddle. */
export const startFaultyProxy = async (target: string): Promise<FaultyProxy> => {
  let current: Meddling = {};
  const passed: FaultyProxy['passed'] = [];
  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url: path = '' } = incoming;
    const headers = flattenHeaders(incoming.headers);
    const came: Passing = { method, path, headers, body: (await buffer(incoming)).toString('latin1') };
    const instead = current.instead?.(came);
    if (instead === 'hang up') return void incoming.socket.destroy();
    if (instead === 'say nothing') return;
    const request = current.request?.(came) ?? came;
    const given = instead ?? (await forwardRequest(target, request));
    const reply = current.answer?.(given, request) ?? given;
    passed.push({ request: came, reply });
    response.writeHead(reply.status, reply.headers).end(Buffer.from(reply.body, 'latin1'));
  };
  const server = createServer((incoming, response) => {
    serve(incoming, response).catch(() => incoming.socket.destroy());
  });
  const url = await listen(server, 'the proxy', 0);
  return {
    ...{ url, passed },
    meddle: (meddling) => {
      current = meddling;
    },
    [Symbol.asyncDispose]: () => {
      server.closeAllConnections();
      return closeServer(server);
    },
  };
};

/**
 * Forwards a request unchanged, Host included, to another place. Each request has its own connection, as one that the
 * service closes would fail the next request.
 */
export const forwardRequest = (target: string, { method, path, headers, body }: Passing): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(target);
    const { connection: _, 'transfer-encoding': __, 'content-length': ___, ...passedOn } = headers;
    const bytes = Buffer.from(body, 'latin1');
    const length = bytes.length > 0 || method === 'POST' || method === 'PUT' ? { 'content-length': bytes.length } : {};
    const outgoing = ask(
      { hostname, port, method, path, headers: { ...passedOn, ...length }, agent: false },
      (incoming) => {
        buffer(incoming).then((received) => {
          const { connection: _, 'keep-alive': __, 'content-length': ___, ...kept } = flattenHeaders(incoming.headers);
          resolve({ status: incoming.statusCode ?? 0, headers: kept, body: received.toString('latin1') });
        }, reject);
      },
    );
    outgoing.on('error', reject).end(bytes);
  });

const flattenHeaders = (headers: IncomingMessage['headers']): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

export const createJsonReply = (
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Reply => ({
  ...{ status, body: JSON.stringify(body) },
  headers: { 'content-type': 'application/json', ...headers },
});

/** Creates a refusal as Cognito sends it. */
export const createRefusalReply = (type: string, message: string): Reply =>
  createJsonReply(
    400,
    { __type: type, message },
    { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': 'of-cognito' },
  );

export const page: Reply = {
  ...{ status: 200, headers: { 'content-type': 'text/html' } },
  body: '<html><title>Welcome to our network</title></html>',
};

/** Returns a message with a header set, or without it if the value is `undefined`. */
export const withHeader = <T extends Passing | Reply>(message: T, name: string, value: string | undefined): T => {
  const { [name]: _, ...others } = message.headers;
  return { ...message, headers: value === undefined ? others : { ...others, [name]: value } };
};

/** Meddles only with requests for one operation of Cognito's. */
export const onOperation = (operation: string, reply: Reply): Meddling => ({
  instead: ({ headers }) => (headers['x-amz-target']?.endsWith(`.${operation}`) ? reply : undefined),
});
