import { err, ok, type Result } from 'neverthrow';
import { type AttachmentKey, createAttachmentKey } from '../domain/attachment-key.ts';
import type { Ending } from './ending.ts';
import { type FileUnreadable, type NotSent, notSent } from './failures.ts';
import type { FileFailure } from './file-failures.ts';
import { parseFileKey } from './file-key.ts';
import { type FileLike, readType } from './file-like.ts';
import { choosePartSize, listParts, smallestPart } from './parts.ts';
import { createCounter, type Progress } from './progress.ts';
import type { S3 } from './s3-calls.ts';
import { type Attempted, sendInParts, sendWhole } from './sending.ts';
import { type Begun, begin, giveUp } from './uploads.ts';

/**
 * The state of an upload, with which to resume it. It survives JSON, so that another process can resume it on another
 * day. S3 keeps parts for seven days.
 *
 * @example
 * const kept = (json: string): Upload => JSON.parse(json);
 */
export interface Upload {
  readonly key: string;
  /** The file's size in bytes. */
  readonly size: number;
  /** The id of a multipart upload, once it has begun. */
  readonly uploadId?: string;
}

/**
 * Options for sending a file.
 *
 * @example
 * const options: AttachOptions = { onProgress: ({ done, size }) => console.log(`${done} of ${size} bytes`) };
 */
export interface AttachOptions {
  /**
   * The key to send the file to, which it had before. If the same file is there, it counts as sent. If another file is
   * there, it is left alone, and the call fails with `S3Refused` and status 412. By default the key is a new one, where
   * no other file is in the way.
   */
  readonly key?: string;
  /** Ends the call. S3 keeps what was sent, so that the upload can be resumed. */
  readonly signal?: AbortSignal;
  /** Called as bytes are sent. */
  readonly onProgress?: (progress: Progress) => unknown;
  /**
   * Called with the state of the upload before anything is sent that could be lost, so that the caller can keep it; the
   * call waits for it.
   */
  readonly onUpload?: (upload: Upload) => unknown;
  /**
   * The state that `onUpload` was called with before, for the same file. It is valid for a week; once the file was sent
   * completely, for half a day, as a file that no note names may be removed later.
   */
  readonly resume?: Upload | undefined;
}

/** How often an upload is begun at most: another file may be at the key, or the upload may be gone. */
const beginnings = 5;

export const attachFile = async (
  s3: S3,
  keyTime: () => number,
  file: FileLike,
  { onProgress, onUpload, resume, key: wanted }: AttachOptions,
  ending: Ending,
): Promise<Result<AttachmentKey, FileFailure>> => {
  const sized = expectSendable(file, resume);
  if (sized.isErr()) return err(sized.error);
  const partSize = sized.value;
  if (resume !== undefined && wanted !== undefined && resume.key !== wanted)
    return err(notSent('The upload to resume is to another key.'));
  const place = wanted ?? resume?.key;
  const given = place === undefined ? ok(undefined) : parseFileKey(place);
  if (given.isErr()) return err(given.error);
  const progress = createCounter(file.size, onProgress);
  let begun: Begun | undefined =
    resume?.uploadId === undefined ? undefined : { key: resume.key, uploadId: resume.uploadId };
  let key = given.value;

  const keyToTell = async (): Promise<AttachmentKey> => {
    key ??= createAttachmentKey(file.name ?? '', keyTime());
    // A caller who resumes knows the key.
    if (begun === undefined && key !== resume?.key) await onUpload?.({ key, size: file.size });
    return key;
  };
  const inParts = async (at: AttachmentKey): Promise<Attempted> => {
    const upload = begun ? ok(begun) : await begin(s3, at, readType(file), ending);
    if (upload.isErr()) return err(upload.error);
    if (begun === undefined) await onUpload?.({ key: at, size: file.size, uploadId: upload.value.uploadId });
    begun = upload.value;
    return sendInParts(s3, begun, at, file, listParts(file.size, partSize), progress, ending);
  };

  for (let number = 1; ; number++) {
    const at = await keyToTell();
    const attempted =
      file.size <= smallestPart ? await sendWhole(s3, at, file, at === resume?.key, ending) : await inParts(at);
    if (attempted.isErr()) return err(attempted.error);
    if (typeof attempted.value === 'string') {
      progress.all();
      return ok(attempted.value);
    }
    const { again } = attempted.value;
    if (number === beginnings) return err(takenKey);
    // Nobody can use its parts any more. If this fails, S3 drops them within a week.
    if (begun !== undefined) await giveUp(s3, begun, ending);
    begun = undefined;
    if (again === 'elsewhere' && wanted !== undefined) return err(otherFile);
    progress.again();
    if (again === 'elsewhere') key = undefined;
  }
};

const otherFile: FileFailure = {
  ...{ kind: 'S3Refused', status: 412, code: 'PreconditionFailed' },
  message: 'There is another file at this key.',
};

const takenKey: FileFailure = {
  ...{ kind: 'S3Refused', status: 409, code: 'ConditionalRequestConflict' },
  message: 'The upload was overtaken by others again and again.',
};

/** Returns the part size in bytes, or why the file cannot be sent. */
const expectSendable = (file: FileLike, resume: Upload | undefined): Result<number, NotSent | FileUnreadable> => {
  if (typeof file?.slice !== 'function' || !Number.isSafeInteger(file.size) || file.size < 0)
    return err(notSent('What is to be sent is not a file: it has no size, or cannot be read in slices.'));
  if (resume !== undefined && resume.size !== file.size)
    return err(notSent(`The upload to resume is of ${resume.size} bytes, not of ${file.size}.`));
  const partSize = choosePartSize(file.size);
  return partSize === undefined ? err(notSent('The file is larger than any that S3 keeps.')) : ok(partSize);
};
