import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { listenOnFreePort } from './listen-on-free-port.ts';

/** A TCP proxy to a port of this machine, which can be cut. */
export interface Wire extends AsyncDisposable {
  readonly endpoint: string;
  /** Returns the bytes sent to the port since it was last mended. */
  carried(): number;
  /** Cuts all connections, until it is mended, once `bytes` more bytes have been sent to the port. */
  cutAfter(bytes: number): void;
  /** Cuts likewise by the bytes that come back. */
  cutBackAfter(bytes: number): void;
  mend(): void;
}

export const startWire = async (port: number): Promise<Wire> => {
  const sockets = new Set<Socket>();
  let carried = 0;
  let limit = Number.POSITIVE_INFINITY;
  let back = 0;
  let limitBack = Number.POSITIVE_INFINITY;
  const cut = () => {
    if (carried >= limit || back >= limitBack) for (const each of sockets) each.destroy();
  };
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
  };
  const server = createServer((near) => {
    if (carried >= limit || back >= limitBack) return void near.resetAndDestroy();
    const far = connect(port, '127.0.0.1');
    for (const each of [near, far]) keep(each);
    near.on('data', (bytes) => {
      carried += bytes.length;
      cut();
    });
    far.on('data', (bytes) => {
      back += bytes.length;
      cut();
    });
    near.pipe(far).pipe(near);
  });
  const own = await listenOnFreePort(server);
  return {
    endpoint: `http://127.0.0.1:${own}`,
    carried: () => carried,
    cutAfter: (bytes) => {
      limit = carried + bytes;
    },
    cutBackAfter: (bytes) => {
      limitBack = back + bytes;
    },
    mend: () => {
      [carried, back] = [0, 0];
      [limit, limitBack] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    },
    [Symbol.asyncDispose]: async () => {
      for (const each of sockets) each.destroy();
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
};
