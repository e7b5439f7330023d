import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export class PortTaken extends Error {
  constructor(what: string, port: number) {
    super(`Port ${port}, for ${what}, is taken. Choose another one, or 0 for any.`);
    this.name = 'PortTaken';
  }
}

/** The connections of a server, each with the number of its requests that wait for their answer. */
type Connections = Map<Socket, number>;
const connectionsOf = new WeakMap<Server, Connections>();

/** Starts to listen on 127.0.0.1, and nowhere else, and gives the URL. Throws `PortTaken`. */
export const listening = async (server: Server, what: string, port: number): Promise<string> => {
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') throw new PortTaken(what, port);
    throw error;
  }
  const connections: Connections = new Map();
  connectionsOf.set(server, connections);
  server.on('connection', (socket: Socket) => {
    connections.set(socket, 0);
    socket.on('close', () => connections.delete(socket));
  });
  server.on('request', ({ socket }, response) => {
    connections.set(socket, (connections.get(socket) ?? 0) + 1);
    response.on('close', () => {
      const waiting = connections.get(socket);
      if (waiting === undefined) return;
      connections.set(socket, waiting - 1);
      if (waiting === 1 && !server.listening) socket.destroySoon();
    });
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

/**
 * Stops listening, ends connections that wait for no answer at once and the others when they have it. Node's own
 * `closeIdleConnections` spares connections that have asked nothing yet, which browsers open ahead of need.
 */
export const closed = (server: Server): Promise<void> =>
  new Promise((resolve, reject) => {
    if (!server.listening) return resolve();
    server.close((error) => (error ? reject(error) : resolve()));
    for (const [socket, waiting] of connectionsOf.get(server) ?? []) if (waiting === 0) socket.destroy();
  });
