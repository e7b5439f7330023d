import type { IncomingMessage } from 'node:http';
import { createS3Error } from './s3-error.ts';

/** A client that went away in the middle of its request: nobody is there to answer. */
export class ConnectionBroken extends Error {
  constructor() {
    super('The client has gone.');
    this.name = 'ConnectionBroken';
  }
}

/**
 * The body as it comes. Unlike the request's own iterator it leaves the connection as it is when a reader stops, so that there can be
 * an answer; and it waits for more no longer than `patience`, in milliseconds.
 */
export async function* readBytes(request: IncomingMessage, patience: number): AsyncGenerator<Buffer> {
  for (;;) {
    const bytes: Buffer | null = request.read();
    if (bytes !== null) yield bytes;
    else if (request.readableEnded) return;
    else if (request.destroyed) throw new ConnectionBroken();
    else await more(request, patience);
  }
}

const events = ['readable', 'end', 'close', 'error'] as const;

const more = (request: IncomingMessage, patience: number): Promise<void> =>
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
