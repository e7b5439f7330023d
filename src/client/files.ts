import { err, ok, type Result, ResultAsync } from 'neverthrow';
import type { AttachmentKey } from '../domain/attachment-key.ts';
import { type AttachOptions, attachFile, type Upload } from './attach.ts';
import { type AttachmentUrl, createAttachmentUrl, type UrlOptions } from './attachment-url.ts';
import type { Session } from './credentials-session.ts';
import { type Download, type DownloadOptions, downloadFile } from './download.ts';
import { type Ending, withEnding } from './ending.ts';
import type { FileFailure } from './file-failures.ts';
import { createKeyTimes, parseFileKey } from './file-key.ts';
import type { FileLike } from './file-like.ts';
import { type FilePage, listFiles, type StoredFile } from './file-list.ts';
import type { CallOptions } from './notes.ts';
import { readDone } from './notes-answers.ts';
import { findMissingCrypto } from './platform.ts';
import { createS3Calls, type FilesClientOptions, type FilesConfig, type S3 } from './s3-calls.ts';
import { giveUp } from './uploads.ts';

/**
 * The files of the signed-in user. S3 keeps them below the user's own prefix, and nothing here leads out of it. Each
 * request is tried up to five times, and has more time the more it carries. A call ends when one of its requests is
 * given up, or by the caller's signal. Nothing is thrown. A call fails with
 * - `S3Refused`, with status and code: S3 refused the request; with 404 if there is no such file;
 * - `CognitoRefused`: sign in again;
 * - `Unreachable`, `UnexpectedAnswer` or `Aborted`: it is unknown whether the call was carried out; every call is safe
 *   to repeat;
 * - `FileUnreadable`: the file to send could not be read;
 * - `NotSent`: nothing was sent: the key is invalid, or the deployment has no files.
 *
 * @example
 * const key = await files.attach(file).andThen((attachment) => notes.create({ content: 'The view', attachment }));
 */
export interface FilesClient {
  /**
   * Sends a file, in parts if it is larger than 5 MiB, and returns the key for a note's `attachment`: `<time>-<name>`.
   * Never replaces another file. To continue an upload that failed, in another process too, pass `resume`: what S3
   * already has is not sent again.
   */
  attach(file: FileLike, options?: AttachOptions): ResultAsync<AttachmentKey, FileFailure>;
  /** Gives up an upload that nobody will continue. S3 drops its parts by itself after seven days. */
  abandon(upload: Upload, options?: CallOptions): ResultAsync<void, FileFailure>;
  /**
   * Creates a presigned URL, under which a browser saves the file or shows it as a picture, until the URL expires. Does
   * not check that the file exists.
   */
  attachmentUrl(attachment: string, options?: UrlOptions): ResultAsync<AttachmentUrl, FileFailure>;
  /** Opens a file for reading, part by part. Fails with `S3Refused` and status 404 if there is none. */
  download(attachment: string, options?: DownloadOptions): ResultAsync<Download, FileFailure>;
  /** Deletes the file for good. Succeeds if it is already gone. */
  detach(attachment: string, options?: CallOptions): ResultAsync<void, FileFailure>;
  /** Lists files, up to 1,000 a page. */
  list(options?: CallOptions & { readonly after?: string | undefined }): ResultAsync<FilePage, FileFailure>;
}

/**
 * Creates a client for the files of the session's user. Makes no request until one of its methods is called.
 *
 * @example
 * const files = createFilesClient(config, session);
 */
export const createFilesClient = (
  config: FilesConfig,
  session: Pick<Session, 'credentials' | 'forget'>,
  options: FilesClientOptions = {},
): FilesClient => {
  const calls = createS3Calls(config, session, options);
  const keyTime = createKeyTimes(() => calls.map(({ clock }) => clock.now()).unwrapOr(0));

  /** Runs a call without a time limit of its own: its requests have theirs. */
  const run = <T>(
    signal: AbortSignal | undefined,
    work: (s3: S3, ending: Ending) => Promise<Result<T, FileFailure>>,
  ): ResultAsync<T, FileFailure> =>
    new ResultAsync(
      withEnding<T, FileFailure>(
        signal,
        async (ending) => {
          const lacking = findMissingCrypto();
          if (lacking !== undefined) return err(lacking);
          return calls.isErr() ? err(calls.error) : work(calls.value, ending);
        },
        Number.POSITIVE_INFINITY,
      ),
    );

  return {
    attach: (file, given = {}) => run(given.signal, (s3, ending) => attachFile(s3, keyTime, file, given, ending)),

    abandon: (upload, { signal } = {}) =>
      run(signal, async (s3, ending) => {
        const key = parseFileKey(upload.key);
        if (key.isErr()) return err(key.error);
        const { uploadId } = upload;
        return uploadId === undefined ? ok() : giveUp(s3, { key: key.value, uploadId }, ending);
      }),

    attachmentUrl: (attachment, given = {}) =>
      run(given.signal, (s3, ending) => createAttachmentUrl(s3, config.region, attachment, given, ending)),

    download: (attachment, given = {}) =>
      run(given.signal, (s3, ending) => downloadFile(s3, attachment, given, ending)),

    detach: (attachment, { signal } = {}) =>
      run(signal, async (s3, ending) => {
        const key = parseFileKey(attachment);
        if (key.isErr()) return err(key.error);
        return (await s3.call({ method: 'DELETE', key: key.value, ending, read: readDone })).map(() => undefined);
      }),

    list: ({ after, signal } = {}) => run(signal, (s3, ending) => listFiles(s3, after, ending)),
  };
};

/**
 * Yields all files, page after page. Ends at the first failure, which it yields.
 *
 * @example
 * for await (const each of listAllFiles(files))
 *   console.log(each.map(({ key, size }) => `${key}: ${size} bytes`).unwrapOr('It failed.'));
 */
export async function* listAllFiles(
  client: Pick<FilesClient, 'list'>,
  options: CallOptions = {},
): AsyncGenerator<Result<StoredFile, FileFailure>, void> {
  const seen = new Set<string>();
  for (let after: string | undefined; ; ) {
    const page = await client.list({ ...options, after });
    if (page.isErr()) {
      yield err(page.error);
      return;
    }
    const { files, next } = page.value;
    for (const file of files) yield ok(file);
    if (next === undefined) return;
    // A page may be empty and still not be the last.
    if (seen.has(next)) {
      yield err(endless);
      return;
    }
    seen.add(next);
    after = next;
  }
}

const endless: FileFailure = {
  ...{ kind: 'UnexpectedAnswer', url: '', status: 200 },
  reason: 'The pages of the list do not advance.',
};
