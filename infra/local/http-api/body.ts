import type { IncomingMessage } from 'node:http';

/** Maximum payload of an HTTP API in bytes [API Gateway Developer Guide, "Quotas for HTTP APIs": 10 MB]. */
export const maxPayload = 10 * 1024 * 1024;

/**
 * Reads the whole body, or returns `'too large'`. Rejects if the client disconnects. Reads and discards some more of a
 * body that is too large, so that the usual client finishes sending and sees its answer rather than a reset; but not
 * for ever: at most as much again as is allowed, and for at most `patience` milliseconds.
 */
export const readBody = (request: IncomingMessage, patience = 2000): Promise<Buffer | 'too large'> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    let timer: NodeJS.Timeout | undefined;
    const giveUpSoon = () => {
      timer ??= setTimeout(() => resolve('too large'), patience);
    };
    if (Number(request.headers['content-length']) > maxPayload) giveUpSoon();
    request
      .on('data', (chunk: Buffer) => {
        length += chunk.length;
        if (length <= maxPayload) return chunks.push(chunk);
        chunks.length = 0;
        return length > 2 * maxPayload ? resolve('too large') : giveUpSoon();
      })
      .on('end', () => resolve(length > maxPayload ? 'too large' : Buffer.concat(chunks)))
      .on('error', reject)
      .on('close', () => clearTimeout(timer));
  });
