import { err, ok, type Result } from 'neverthrow';
import type { AttachmentKey } from '../domain/attachment-key.ts';
import type { Ending } from './ending.ts';
import type { FileFailure } from './file-failures.ts';
import { fetchFileHead } from './file-head.ts';
import { type FileLike, readPart, readType } from './file-like.ts';
import type { Part } from './parts.ts';
import type { Counting } from './progress.ts';
import { runInParallel } from './run-in-parallel.ts';
import { hasChecksum, readWrittenTag } from './s3-answers.ts';
import type { S3 } from './s3-calls.ts';
import { encodeBase64, hashComposite, hashSha256, isSameChecksum } from './sha256.ts';
import { type Begun, complete, isRefusal, listSentParts, type SentPart, sendPart } from './uploads.ts';

/** The outcome of an attempt that has to begin again, at this key or at another. */
export type Again = { readonly again: 'here' | 'elsewhere' };
export type Attempted = Result<AttachmentKey | Again, FileFailure>;

/** Concurrent requests. Each holds a part in memory. */
const mostAtOnce = 3;

/**
 * Sends a file in one request. A file that is already at the key counts as sent if it has the same bytes: a reply may
 * have been lost.
 */
export const sendWhole = async (
  s3: S3,
  key: AttachmentKey,
  file: FileLike,
  isResumed: boolean,
  ending: Ending,
): Promise<Attempted> => {
  const read = await ending.race(readPart(file, { start: 0, end: file.size }));
  if (read.isErr()) return err(read.error);
  const hash = await hashSha256(read.value);
  const checksum = encodeBase64(hash);
  if (isResumed) {
    const found = await findUploaded(s3, key, file.size, checksum, ending);
    if (found.isErr() || found.value === key) return found;
  }
  const sent = await s3.call({
    ...{ method: 'PUT', key, body: read.value, hash, ending },
    headers: () => ({ 'content-type': readType(file), 'if-none-match': '*', 'x-amz-checksum-sha256': checksum }),
    read: (answer) => (hasChecksum(answer, checksum) ? readWrittenTag(answer) : undefined),
  });
  if (sent.isOk()) return ok(key);
  const isLost = sent.error.kind === 'Unreachable';
  if (!isLost && !isOvertaken(sent.error)) return err(sent.error);
  const found = await findUploaded(s3, key, file.size, checksum, ending);
  // S3 may refuse before it has read the whole body, which some platforms report as a broken connection. The failure
  // stands, unless our file is there.
  return isLost && (found.isErr() || found.value !== key) ? err(sent.error) : found;
};

/**
 * Sends the parts that S3 does not have yet, and completes the upload. A part that S3 has counts if its bytes are those
 * of the file.
 */
export const sendInParts = async (
  s3: S3,
  begun: Begun,
  key: AttachmentKey,
  file: FileLike,
  parts: readonly Part[],
  progress: Counting,
  ending: Ending,
): Promise<Attempted> => {
  const hashes: Uint8Array<ArrayBuffer>[] = [];
  const hashed = async (part: Part) => {
    const read = await readPart(file, part);
    if (read.isErr()) return err(read.error);
    const hash = await hashSha256(read.value);
    hashes[part.number - 1] = hash;
    return ok({ bytes: read.value, hash });
  };
  /** Handles the failure of an upload that is gone: it may have been completed, and the reply lost. */
  const goneOr = async (failure: FileFailure): Promise<Attempted> => {
    if (!isRefusal(failure, 'NoSuchUpload') && !isOvertaken(failure)) return err(failure);
    const left = parts.filter(({ number }) => hashes[number - 1] === undefined);
    const read = await runInParallel(left, mostAtOnce, ending, hashed);
    if (read.isErr()) return err(read.error);
    return findUploaded(s3, key, file.size, await hashComposite(hashes), ending);
  };

  const there = await listSentParts(s3, begun, ending);
  if (there.isErr()) return goneOr(there.error);
  const sent = await runInParallel<Part, SentPart, FileFailure>(parts, mostAtOnce, ending, async (part, own) => {
    const read = await hashed(part);
    if (read.isErr()) return err(read.error);
    const { bytes, hash } = read.value;
    const known = there.value.get(part.number);
    const isThere = known?.size === bytes.length && known.checksum === encodeBase64(hash);
    const done = isThere ? ok(known) : await sendPart(s3, begun, part, { bytes, hash }, own);
    if (done.isOk()) progress.add(bytes.length);
    return done;
  });
  if (sent.isErr()) return goneOr(sent.error);
  const checksum = await hashComposite(hashes);
  const completed = await complete(s3, begun, { parts: sent.value, size: file.size, checksum }, ending);
  return completed.isOk() ? ok(key) : goneOr(completed.error);
};

/**
 * Whether another request was faster. After a conflict, a PUT is to be retried, and a multipart upload to be begun
 * again [Amazon S3 API Reference, "CompleteMultipartUpload"].
 */
const isOvertaken = (failure: FileFailure): boolean =>
  isRefusal(failure, 'PreconditionFailed', 'ConditionalRequestConflict');

/** Checks whether the file at the key is this one. Another file stays untouched, and this one goes to another key. */
const findUploaded = async (
  s3: S3,
  key: AttachmentKey,
  size: number,
  checksum: string,
  ending: Ending,
): Promise<Attempted> => {
  const found = await fetchFileHead(s3, key, ending);
  if (found.isErr()) return err(found.error);
  if (found.value === undefined) return ok({ again: 'here' });
  const isOurs = found.value.size === size && isSameChecksum(found.value.checksum ?? '', checksum);
  return ok(isOurs ? key : { again: 'elsewhere' });
};
