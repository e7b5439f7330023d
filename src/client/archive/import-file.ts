import { err, ok, type Result } from 'neverthrow';
import type { AttachmentKey } from '../../domain/attachment-key.ts';
import type { Upload } from '../attach.ts';
import type { FileFailure } from '../file-failures.ts';
import type { FilesClient } from '../files.ts';
import type { CallOptions } from '../notes.ts';
import type { NotThere } from './import-all.ts';
import type { ReadFailure, TarEntry } from './read-entries.ts';
import { isSameFile } from './same-file.ts';
import { createStreamedFile } from './streamed-file.ts';

/**
 * A store of unfinished uploads of large files. If it outlives the process, another process can resume them.
 *
 * @example
 * const uploads = new Map<string, Upload | undefined>();
 * const inMemory: KeptUploads = { kept: (key) => uploads.get(key), keep: (key, upload) => uploads.set(key, upload) };
 */
export interface KeptUploads {
  /** The upload that was kept for this key, if there is one. */
  kept(key: string): Upload | undefined;
  /** Keeps the upload for this key; `undefined` means that it is done. The import waits for it. */
  keep(key: string, upload: Upload | undefined): unknown;
}

export interface FileImport extends CallOptions {
  readonly files: Pick<FilesClient, 'attach' | 'download'>;
  /** The sizes in bytes of the files that are there, by key. */
  readonly there: ReadonlyMap<string, number>;
  readonly uploads: KeptUploads | undefined;
  readonly onBytes: (done: number) => void;
}

/** Sends a file to its key, unless it is already there. Another file at that key stays. */
export const importFile = async (
  { key, entry }: { readonly key: AttachmentKey; readonly entry: TarEntry },
  { files, there, uploads, onBytes, ...calls }: FileImport,
): Promise<Result<NotThere | undefined, FileFailure | ReadFailure>> => {
  const other: NotThere = { kind: 'file', key, because: 'changed' };
  const size = there.get(key);
  if (size !== undefined) {
    if (size !== entry.size) return ok(other);
    const download = await files.download(key, calls);
    if (download.isErr()) return err(download.error);
    if (download.value.size !== entry.size) return ok(other);
    return (await isSameFile(entry, download.value)).map((isSame) => (isSame ? undefined : other));
  }
  const kept = uploads?.kept(key);
  const resume = kept?.key === key && kept.size === entry.size ? kept : undefined;
  const sent = await files.attach(createStreamedFile(entry), {
    ...{ ...calls, key, resume },
    onUpload: (upload) => uploads?.keep(key, upload),
    onProgress: ({ done }) => onBytes(done),
  });
  if (sent.isOk()) await uploads?.keep(key, undefined);
  // The file cannot be read from its beginning again, so the next import begins the upload anew.
  else if (resume !== undefined && sent.error.kind === 'FileUnreadable') await uploads?.keep(key, undefined);
  else if (sent.error.kind === 'S3Refused' && sent.error.code === 'PreconditionFailed') return ok(other);
  return sent.map(() => undefined);
};
