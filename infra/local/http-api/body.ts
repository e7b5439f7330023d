import type { IncomingMessage } from 'node:http';

/** The most that an HTTP API takes, in bytes [API Gateway Developer Guide, "Quotas for HTTP APIs": 10 MB]. */
export const maxPayload = 10 * 1024 * 1024;

/**
 * The whole body, or `'too large'`. Rejects if the client goes away. Of a body that is too large some more is read and
 * thrown away, so that the usual client has finished and sees its answer rather than a reset; but never for ever: as much
 * again as is allowed, for `patience` milliseconds.
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
