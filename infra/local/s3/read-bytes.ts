import type { IncomingMessage } from 'node:http';
import { createS3Error } from './s3-error.ts';

/** Thrown when a client disconnected during its request: there is nobody to answer. */
export class ConnectionBroken extends Error {
  constructor() {
    super('The client has gone.');
    this.name = 'ConnectionBroken';
  }
}

/**
 * Yields the body as it arrives. Unlike the request's own iterator, it leaves the connection open when a reader stops,
 * so that there can be a response. It waits up to `patience` milliseconds for more.
 */
export async function* readBytes(request: IncomingMessage, patience: number): AsyncGenerator<Buffer> {
  for (;;) {
    const bytes: Buffer | null = request.read();
    if (bytes !== null) yield bytes;
    else if (request.readableEnded) return;
    else if (request.destroyed) throw new ConnectionBroken();
    else await waitForMore(request, patience);
  }
}

const events = ['readable', 'end', 'close', 'error'] as const;

const waitForMore = (request: IncomingMessage, patience: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      for (const event of events) request.off(event, go);
    };
    const go = () => {
      stop();
      resolve();
    };
    const timer = setTimeout(() => {
      stop();
      reject(createS3Error('RequestTimeout'));
    }, patience);
    for (const event of events) request.on(event, go);
  });
