import http from 'node:http';
import https from 'node:https';

/** By default a POST to `/`, as the protocols of DynamoDB and STS have it. Names of headers are in lower case. */
export interface WireRequest {
  readonly method?: 'GET' | 'PUT' | 'DELETE';
  /** Encoded as it is sent and signed. */
  readonly path?: string;
  /** Without its `?`: encoded, and in the order that it is signed in. */
  readonly query?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** Nothing came back that is an answer. */
export interface NoAnswer {
  readonly kind: 'NoAnswer';
  /** Whether the request may have arrived all the same. */
  readonly mayHaveArrived: boolean;
}

/** Sends a request once. Ends when `signal` does. Rejects where another try is of no use. */
export type Exchange = (request: WireRequest, signal?: AbortSignal) => Promise<WireResponse | NoAnswer>;

const lost: NoAnswer = { kind: 'NoAnswer', mayHaveArrived: true };
const neverSent: NoAnswer = { kind: 'NoAnswer', mayHaveArrived: false };

/**
 * Over connections that are kept. `patience` is in milliseconds: to the begin of an answer, from the begin of connecting
 * on, and between two pieces of the answer.
 */
export const createHttpExchange = (endpoint: URL, patience: number): Exchange => {
  const { request, Agent } = endpoint.protocol === 'http:' ? http : https;
  const to = {
    hostname: endpoint.hostname,
    port: endpoint.port,
    // Takes the connection that was used last: it is the one least likely to have been closed meanwhile.
    agent: new Agent({ keepAlive: true, maxSockets: 50 }),
  };
  return ({ method = 'POST', path = '/', query, headers, body }, signal) =>
    new Promise((resolve, reject) => {
      const sent = request({ ...to, method, path: query === undefined ? path : `${path}?${query}`, headers });
      const giveUp = () => {
        sent.destroy();
        end(lost);
      };
      const timer = setTimeout(giveUp, patience);
      signal?.addEventListener('abort', giveUp);
      const clear = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', giveUp);
      };
      const end = (outcome: WireResponse | NoAnswer) => {
        clear();
        resolve(outcome);
      };
      const fail = (error: NodeJS.ErrnoException) => {
        const noAnswer = classifyError(error);
        if (noAnswer !== undefined) return end(noAnswer);
        clear();
        reject(error);
      };
      sent.on('error', fail).on('response', (response) => {
        timer.refresh();
        const chunks: Buffer[] = [];
        response
          .on('data', (chunk: Buffer) => {
            timer.refresh();
            chunks.push(chunk);
          })
          .on('end', () => {
            const { statusCode: status = 0, headers } = response;
            end({ status, headers, body: Buffer.concat(chunks).toString('utf8') });
          })
          .on('error', fail);
      });
      sent.end(body);
    });
};

/**
 * What the error of a connection says that broke, was not there, or carried no HTTP. A socket's own error has a system call, but for a
 * hang-up. A wrong certificate, or a header that cannot be, has none: `undefined`, for somebody to look at.
 */
export const classifyError = ({ syscall, code }: NodeJS.ErrnoException): NoAnswer | undefined => {
  if (syscall === 'connect' || syscall === 'getaddrinfo') return neverSent;
  return syscall !== undefined || code === 'ECONNRESET' || code?.startsWith('HPE_') ? lost : undefined;
};
