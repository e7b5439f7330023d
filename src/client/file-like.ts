import { err, ok, type Result } from 'neverthrow';
import { type FileUnreadable, unreadable } from './failures.ts';
import type { Part } from './parts.ts';

/**
 * A file to send: a `File`, a `Blob` with a name, or anything like one. It is read one part at a time, and again for
 * each part that is sent again.
 *
 * @example
 * const text: FileLike = Object.assign(new Blob(['hello']), { name: 'hello.txt' });
 */
export interface FileLike {
  readonly name?: string;
  /** Bytes. */
  readonly size: number;
  /** A media type. */
  readonly type?: string;
  /** Returns the bytes from `start` up to but not including `end`. */
  slice(
    start: number,
    end: number,
  ): {
    /** Reads all of these bytes. */
    arrayBuffer(): Promise<ArrayBuffer>;
  };
}

/** Reads all bytes of a part. Fails if there are fewer: the file was cut short since, and is another file. */
export const readPart = async (
  file: FileLike,
  { start, end }: Pick<Part, 'start' | 'end'>,
): Promise<Result<Uint8Array<ArrayBuffer>, FileUnreadable>> => {
  try {
    const bytes = new Uint8Array(await file.slice(start, end).arrayBuffer());
    if (bytes.length === end - start) return ok(bytes);
    return err({ kind: 'FileUnreadable', reason: 'The file changed while it was being read.' });
  } catch (cause) {
    return err(unreadable(cause));
  }
};

/**
 * Two tokens, then optionally a semicolon and whatever a header can carry (RFC 9110, 8.3.1); at most 255 characters.
 */
const mediaType = /^(?=.{3,255}$)[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+(?: *;[ -~]*[!-~])?$/;

/** Returns the media type that the file claims, if a header can carry it. */
export const readType = ({ type = '' }: FileLike): string => (mediaType.test(type) ? type : 'application/octet-stream');
