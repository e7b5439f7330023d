import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export class PortTaken extends Error {
  constructor(what: string, port: number) {
    super(`Port ${port}, for ${what}, is taken. Choose another one, or 0 for any.`);
    this.name = 'PortTaken';
  }
}

/** Starts to listen on 127.0.0.1, and nowhere else, and gives the URL. Throws `PortTaken`. */
export const listening = async (server: Server, what: string, port: number): Promise<string> => {
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') throw new PortTaken(what, port);
    throw error;
  }
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

/** Stops listening, ends idle connections at once and the others when they have been answered. */
export const closed = (server: Server): Promise<void> =>
  new Promise((resolve, reject) => {
    if (!server.listening) return resolve();
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeIdleConnections();
  });
