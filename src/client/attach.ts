import { err, ok, type Result } from 'neverthrow';
import { type AttachmentKey, createAttachmentKey } from '../domain/attachment-key.ts';
import type { Ending } from './ending.ts';
import { type FileUnreadable, type NotSent, notSent } from './failures.ts';
import type { FileFailure } from './file-failures.ts';
import { parseFileKey } from './file-key.ts';
import { type FileLike, typeOf } from './file-like.ts';
import { choosePartSize, listParts, smallestPart } from './parts.ts';
import { createCounter, type Progress } from './progress.ts';
import type { S3 } from './s3-calls.ts';
import { type Attempted, sendInParts, sendWhole } from './sending.ts';
import { type Begun, begin, giveUp } from './uploads.ts';

/**
 * What is known of an upload, to go on with it: as JSON too, in another process, on another day. S3 keeps parts for
 * seven.
 *
 * @example
 * const kept = (json: string): Upload => JSON.parse(json);
 */
export interface Upload {
  readonly key: string;
  /** Bytes of the file. */
  readonly size: number;
  /** Of one in parts, once it was begun. */
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
   * Where the file is to be, and nowhere else: a key that it had before. The same file there counts as sent; another is left alone, and
   * `S3Refused` with the status 412. Left out, the key is a new one, and no other file is in the way.
   */
  readonly key?: string;
  /** Ends the call. What was sent stays with S3, to go on with. */
  readonly signal?: AbortSignal;
  /** Called as bytes are sent. */
  readonly onProgress?: (progress: Progress) => unknown;
  /** Told what to go on with before anything is sent that could be lost, to keep it; waited for. */
  readonly onUpload?: (upload: Upload) => unknown;
  /**
   * What `onUpload` was told of the same file before: within a week, and of a file that is all there within half a day, as one that no note
   * names may be removed later.
   */
  readonly resume?: Upload | undefined;
}

/** How often it is begun: another file may be at the key, or the upload gone. */
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
    return err(notSent('What is to be gone on with is an upload to another key.'));
  const place = wanted ?? resume?.key;
  const given = place === undefined ? ok(undefined) : parseFileKey(place);
  if (given.isErr()) return err(given.error);
  const progress = createCounter(file.size, onProgress);
  let begun: Begun | undefined =
    resume?.uploadId === undefined ? undefined : { key: resume.key, uploadId: resume.uploadId };
  let key = given.value;

  const keyToTell = async (): Promise<AttachmentKey> => {
    key ??= createAttachmentKey(file.name ?? '', keyTime());
    // Whoever goes on knows the key.
    if (begun === undefined && key !== resume?.key) await onUpload?.({ key, size: file.size });
    return key;
  };
  const inParts = async (at: AttachmentKey): Promise<Attempted> => {
    const upload = begun ? ok(begun) : await begin(s3, at, typeOf(file), ending);
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
    // Its parts are of no use to anybody, and are gone in a week if this fails.
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

/** Bytes of a part, if there is a way to send it. */
const expectSendable = (file: FileLike, resume: Upload | undefined): Result<number, NotSent | FileUnreadable> => {
  if (typeof file?.slice !== 'function' || !Number.isSafeInteger(file.size) || file.size < 0)
    return err(notSent('What is to be sent is no file: it has no size, or cannot be read in slices.'));
  if (resume !== undefined && resume.size !== file.size)
    return err(notSent(`What is to be gone on with is an upload of ${resume.size} bytes, and not of ${file.size}.`));
  const partSize = choosePartSize(file.size);
  return partSize === undefined ? err(notSent('The file is larger than S3 keeps any.')) : ok(partSize);
};
