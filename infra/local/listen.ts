import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export class PortInUse extends Error {
  constructor(what: string, port: number) {
    super(`Port ${port}, for ${what}, is taken. Choose another one, or 0 for any.`);
    this.name = 'PortInUse';
  }
}

/** The connections of a server that have not sent a request yet. */
const unused = new WeakMap<Server, Set<Socket>>();

/** Listens on 127.0.0.1 only, and returns the URL. Throws `PortInUse`. */
export const listen = async (server: Server, what: string, port: number): Promise<string> => {
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') throw new PortInUse(what, port);
    throw error;
  }
  const connections = new Set<Socket>();
  unused.set(server, connections);
  server
    .on('connection', (socket: Socket) => {
      connections.add(socket);
      socket.on('close', () => connections.delete(socket));
    })
    .on('request', ({ socket }) => connections.delete(socket));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

/**
 * Stops listening. Ends connections that await no response at once, and the others once they have it, or once they have
 * that of the next request: a client that asks every second would keep its connection open for ever. Node itself also
 * leaves connections open that have not sent a request yet, which browsers open ahead of need.
 */
export const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve, reject) => {
    if (!server.listening) return resolve();
    // Do not keep a connection alive for another request once it has its response.
    server.keepAliveTimeout = 1;
    server.prependListener('request', (_, response) => response.setHeader('connection', 'close'));
    server.close((error) => (error ? reject(error) : resolve()));
    for (const socket of unused.get(server) ?? []) socket.destroy();
  });
