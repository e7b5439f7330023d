import { err, ok, type Result } from 'neverthrow';
import { attachmentName } from '../domain/attachment-key.ts';
import { type Ending, withEnding } from './ending.ts';
import type { S3Refused, UnexpectedAnswer } from './failures.ts';
import type { FileFailure } from './file-failures.ts';
import { type FileHead, fetchFileHead } from './file-head.ts';
import { parseFileKey } from './file-key.ts';
import { choosePartSize, listParts, smallestPart } from './parts.ts';
import { createCounter, type Progress } from './progress.ts';
import { readRange } from './read-range.ts';
import type { S3 } from './s3-calls.ts';
import { encodeBase64, hashComposite, hashSha256, isSameChecksum } from './sha256.ts';

/**
 * Options for reading a file.
 *
 * @example
 * const options: DownloadOptions = { signal: AbortSignal.timeout(60_000) };
 */
export interface DownloadOptions {
  /** Ends the call, and the reading of the parts after it. */
  readonly signal?: AbortSignal;
  /** Called as bytes arrive. */
  readonly onProgress?: (progress: Progress) => unknown;
}

/**
 * A stored file, ready to be read.
 *
 * @example
 * const whole = async ({ parts }: Download): Promise<readonly Uint8Array[]> => {
 *   const pieces: Uint8Array[] = [];
 *   for await (const piece of parts()) pieces.push(piece._unsafeUnwrap());
 *   return pieces;
 * };
 */
export interface Download {
  /**
   * The file's name: the last segment of the key, without the time. It is untrusted: never use it as a path unchecked.
   */
  readonly name: string;
  readonly size: number;
  /** The media type that the sender claimed. */
  readonly type: string;
  /**
   * SHA-256 in base64, if S3 has one: of the whole file, or of the hashes of its parts, followed by `-` and their
   * number.
   */
  readonly checksum?: string;
  /**
   * Yields the bytes in order, some MiB at a time. The file is whole only if this ends without a failure, which would
   * come last: until then, the bytes may be cut short, and they are compared with S3's SHA-256, if it has one, only at
   * the end. Read it once.
   */
  parts(): AsyncGenerator<Result<Uint8Array, FileFailure>, void>;
}

export const downloadFile = async (
  s3: S3,
  attachment: string,
  { signal, onProgress }: DownloadOptions,
  ending: Ending,
): Promise<Result<Download, FileFailure>> => {
  const key = parseFileKey(attachment);
  if (key.isErr()) return err(key.error);
  const head = await fetchFileHead(s3, key.value, ending);
  if (head.isErr()) return err(head.error);
  if (head.value === undefined) return err(noSuchFile);
  const { size, type, checksum } = head.value;
  const parts = () => readParts(s3, key.value, head.value as FileHead, { signal, onProgress });
  return ok({ name: attachmentName(key.value), size, type, ...(checksum !== undefined && { checksum }), parts });
};

export const noSuchFile: S3Refused = {
  ...{ kind: 'S3Refused', status: 404, code: 'NoSuchKey' },
  message: 'There is no such file.',
};

async function* readParts(
  s3: S3,
  key: string,
  head: FileHead,
  {
    signal,
    onProgress,
  }: { readonly signal: AbortSignal | undefined; readonly onProgress: DownloadOptions['onProgress'] },
): AsyncGenerator<Result<Uint8Array, FileFailure>, void> {
  const progress = createCounter(head.size, onProgress);
  const hashes: Uint8Array<ArrayBuffer>[] = [];
  // The parts in which this client sends a file of this size, so that each can be hashed.
  for (const part of listParts(head.size, choosePartSize(head.size) ?? smallestPart)) {
    const read = await withEnding<Uint8Array<ArrayBuffer>, FileFailure>(
      signal,
      async (ending) => {
        const bytes = await readRange(s3, key, head, part, (count) => progress.add(count), ending);
        if (bytes.isOk()) hashes.push(await hashSha256(bytes.value));
        return bytes;
      },
      Number.POSITIVE_INFINITY,
    );
    yield read;
    if (read.isErr()) return;
  }
  const checked = await withEnding<void, FileFailure>(signal, async () => {
    progress.all();
    return (await isAsSent(head, hashes)) ? ok() : err(otherBytes(key));
  });
  if (checked.isErr()) yield err(checked.error);
}

/**
 * Whether the bytes match the checksum, as far as that can be checked: a checksum over other parts than these, or of
 * another kind, proves nothing.
 */
const isAsSent = async ({ checksum }: FileHead, hashes: readonly Uint8Array<ArrayBuffer>[]): Promise<boolean> => {
  const [, count] = /-(\d+)$/.exec(checksum ?? '') ?? [];
  if (checksum === undefined) return true;
  if (count === undefined)
    return hashes.length !== 1 || encodeBase64(hashes[0] as Uint8Array<ArrayBuffer>) === checksum;
  return Number(count) !== hashes.length || isSameChecksum(await hashComposite(hashes), checksum);
};

const otherBytes = (key: string): UnexpectedAnswer => ({
  ...{ kind: 'UnexpectedAnswer', url: key, status: 206 },
  reason: 'The downloaded file is not the one that was uploaded: its SHA-256 differs.',
});
