import http from 'node:http';
import https from 'node:https';

/** A POST to `/` by default, as in the DynamoDB and STS protocols. Header names are in lower case. */
export interface WireRequest {
  readonly method?: 'GET' | 'PUT' | 'DELETE';
  /** Percent-encoded, exactly as it is sent and signed. */
  readonly path?: string;
  /** Without the `?`; percent-encoded, and sorted as for signing. */
  readonly query?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** No usable response came back. */
export interface NoAnswer {
  readonly kind: 'NoAnswer';
  /** Whether the request may have arrived nevertheless. */
  readonly mayHaveArrived: boolean;
}

/** Sends a request once. Ends when `signal` aborts. Rejects if a retry is pointless. */
export type Exchange = (request: WireRequest, signal?: AbortSignal) => Promise<WireResponse | NoAnswer>;

const lost: NoAnswer = { kind: 'NoAnswer', mayHaveArrived: true };
const neverSent: NoAnswer = { kind: 'NoAnswer', mayHaveArrived: false };

/**
 * Creates an exchange over keep-alive connections. `patience` is a time-out in milliseconds: from the start of
 * connecting to the first byte, and between chunks.
 */
export const createHttpExchange = (endpoint: URL, patience: number): Exchange => {
  const { request, Agent } = endpoint.protocol === 'http:' ? http : https;
  const to = {
    hostname: endpoint.hostname,
    port: endpoint.port,
    // Reuses the most recently used connection, which the server is least likely to have closed.
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
 * Classifies the error of a connection that broke, could not be made, or did not carry HTTP. A socket's own error has a
 * system call, except for a hang-up. A wrong certificate or an invalid header has none: returns `undefined`, so that
 * the error surfaces.
 */
export const classifyError = ({ syscall, code }: NodeJS.ErrnoException): NoAnswer | undefined => {
  if (syscall === 'connect' || syscall === 'getaddrinfo') return neverSent;
  return syscall !== undefined || code === 'ECONNRESET' || code?.startsWith('HPE_') ? lost : undefined;
};
