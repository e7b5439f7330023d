import { err, ok, type Result } from 'neverthrow';
import { type FileUnreadable, unreadable } from './failures.ts';
import type { Part } from './parts.ts';

/**
 * What can be sent: a `File`, a `Blob` with a name, or anything like one. Read a part at a time, and again for what is
 * sent again.
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
  /** The bytes from `start` up to but not including `end`. */
  slice(
    start: number,
    end: number,
  ): {
    /** All of them. */
    arrayBuffer(): Promise<ArrayBuffer>;
  };
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

/** Two tokens, and behind a semicolon what a header can carry (RFC 9110, 8.3.1); at most 255 characters. */
const mediaType = /^(?=.{3,255}$)[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+(?: *;[ -~]*[!-~])?$/;

/** What the file is said to be, if a header can say it. */
export const typeOf = ({ type = '' }: FileLike): string => (mediaType.test(type) ? type : 'application/octet-stream');
