import { err, ok, type Result } from 'neverthrow';
import { type FileUnreadable, unreadable } from './failures.ts';
import type { Part } from './parts.ts';

/** What can be sent: a `File`, a `Blob` with a name, or anything like one. Read a part at a time, and again for what is sent again. */
export interface FileLike {
  readonly name?: string;
  /** Bytes. */
  readonly size: number;
  /** A media type. */
  readonly type?: string;
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

/** The bytes of a part, all of them: a file that was cut short since is another. */
export const readPart = async (
  file: FileLike,
  { start, end }: Pick<Part, 'start' | 'end'>,
): Promise<Result<Uint8Array<ArrayBuffer>, FileUnreadable>> => {
  try {
    const bytes = new Uint8Array(await file.slice(start, end).arrayBuffer());
    if (bytes.length === end - start) return ok(bytes);
    return err({ kind: 'FileUnreadable', reason: 'The file has changed while it was read.' });
  } catch (cause) {
    return err(unreadable(cause));
  }
};

const mediaType = /^[\w!#$&^.+-]{1,64}\/[\w!#$&^.+-]{1,64}(?:\s*;\s*[\w-]+=(?:[\w.+-]+|"[\w.+ -]*"))*$/;

/** What the file is said to be, if a header can say it. */
export const typeOf = ({ type = '' }: FileLike): string => (mediaType.test(type) ? type : 'application/octet-stream');
