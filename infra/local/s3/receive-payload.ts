import { createHash } from 'node:crypto';
import { decodeChunks } from './aws-chunked.ts';
import { type Checksum, checksums, isChecksum } from './checksums.ts';
import { createS3Error } from './s3-error.ts';
import { invalidChecksum, type StatedPayload } from './stated-payload.ts';

/** A payload that arrived and matches what was stated. */
export interface ReceivedPayload {
  /** Bytes. */
  readonly size: number;
  readonly md5: Buffer;
  readonly checksum?: Checksum;
}

/**
 * Passes a payload on as it arrives, one piece at a time, and waits for each to be taken. Throws at the end if it is
 * not what was stated: until then, nothing that was passed on counts.
 */
export const receivePayload = async (
  source: AsyncIterable<Buffer>,
  stated: StatedPayload,
  take: (bytes: Buffer) => Promise<void> | void,
): Promise<ReceivedPayload> => {
  const { checksum, chunking } = stated;
  const md5 = createHash('md5');
  const sha256 = stated.sha256 === undefined ? undefined : createHash('sha256');
  const digest = checksum && checksums[checksum.algorithm].start();
  const trailers = new Map<string, string>();
  let size = 0;
  const bytes =
    chunking === undefined ? source : decodeChunks(source, chunking, (name, value) => trailers.set(name, value));
  for await (const piece of bytes) {
    size += piece.length;
    if (size > stated.length) throw createS3Error('IncompleteBody');
    md5.update(piece);
    sha256?.update(piece);
    digest?.update(piece);
    await take(piece);
  }
  if (size < stated.length) throw createS3Error('IncompleteBody');
  const actualMd5 = md5.digest();
  const actualSha256 = sha256?.digest('hex');
  if (actualSha256 !== stated.sha256)
    throw createS3Error('XAmzContentSHA256Mismatch', {
      elements: {
        ClientComputedContentSHA256: String(stated.sha256),
        S3ComputedContentSHA256: String(actualSha256),
      },
    });
  if (stated.md5 !== undefined && stated.md5 !== actualMd5.toString('base64')) throw createS3Error('BadDigest');
  if (checksum === undefined || digest === undefined) return { size, md5: actualMd5 };
  const { algorithm } = checksum;
  const value = checksum.value ?? trailers.get(checksums[algorithm].header) ?? '';
  if (!isChecksum(algorithm, value)) throw invalidChecksum(algorithm);
  if (value !== digest.value())
    throw createS3Error('BadDigest', {
      message: `The ${algorithm} you specified did not match the calculated checksum.`,
    });
  return { size, md5: actualMd5, checksum: { algorithm, value } };
};
