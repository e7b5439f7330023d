import type { S3Call } from './call.ts';
import type { DataFiles } from './data-files.ts';
import type { Payload } from './operations.ts';
import { receivePayload } from './receive-payload.ts';
import { createS3Error } from './s3-error.ts';
import { type PayloadSigning, parseStatedPayload } from './stated-payload.ts';

interface Receiving {
  readonly data: DataFiles;
  readonly bytes: () => AsyncIterable<Buffer>;
  readonly maxBytes: number;
}

/** Creates the body of a request, which is read only on demand. */
export const createPayload = (
  call: S3Call,
  signing: PayloadSigning,
  { data, bytes, maxBytes }: Receiving,
): Payload => ({
  store: async () => {
    const stated = parseStatedPayload(call, signing, { maxBytes });
    return data.create((write) => receivePayload(bytes(), stated, write));
  },
  read: async (limits) => {
    const stated = parseStatedPayload(call, signing, limits);
    const pieces: Buffer[] = [];
    await receivePayload(bytes(), stated, (piece) => void pieces.push(piece));
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces));
    } catch {
      throw createS3Error('MalformedXML');
    }
  },
});
