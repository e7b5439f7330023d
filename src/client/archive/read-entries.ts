import { err, ok, type Result } from 'neverthrow';
import type { FileUnreadable } from '../failures.ts';
import { type ArchiveCut, cut, type InvalidArchive, invalid, quote } from './archive-failures.ts';
import type { ByteReader } from './byte-reader.ts';
import { readPax } from './pax.ts';
import { blockSize, calculatePadding, readHeader, type TarHeader } from './tar-header.ts';
import { typeKeyword } from './write-entry.ts';

/**
 * Why an archive could not be read to its end.
 *
 * @example
 * const inWords = ({ reason }: ReadFailure): string => reason;
 */
export type ReadFailure = InvalidArchive | ArchiveCut | FileUnreadable;

/** A file in a tar. */
export interface TarEntry {
  /** The name as it is in the tar: never use it as a path to write to. */
  readonly name: string;
  readonly size: number;
  readonly type?: string;
  /** Epoch seconds. */
  readonly time: number;
  /** Takes the next bytes, at most `count`. The next entry skips what was not taken. */
  take(count: number): Promise<Result<Uint8Array<ArrayBuffer>, ReadFailure>>;
  /** Skips what is left. Returns where the entry ends, in bytes from the beginning of the archive. */
  end(): Promise<Result<number, ReadFailure>>;
}

/** The most bytes that may describe an entry, whose name has 1,024 bytes at most. */
const longestDescription = 64 * 1024;

/**
 * Yields the files of a tar in order, up to the blocks of zeros that end it. Skips folders. Refuses links, devices and
 * whatever else a tar may hold. Ends at the first failure, which it yields.
 */
export async function* readEntries(reader: ByteReader): AsyncGenerator<Result<TarEntry, ReadFailure>, void> {
  let at = 0;
  const take = async (count: number): Promise<Result<Uint8Array<ArrayBuffer>, ReadFailure>> => {
    const read = await reader.take(count);
    if (read.isErr()) return err(read.error);
    at += read.value.length;
    return read.value.length === count ? ok(read.value) : err(cut);
  };
  const skip = async (count: number): Promise<Result<void, ReadFailure>> => {
    const skipped = await reader.skip(count);
    if (skipped.isErr()) return err(skipped.error);
    at += skipped.value;
    return skipped.value === count ? ok() : err(cut);
  };

  let described: Description = {};
  for (;;) {
    const block = await take(blockSize);
    if (block.isErr()) return yield err(at > 0 && at < blockSize ? invalid(notTar) : block.error);
    const header = readHeader(block.value);
    if (header === undefined)
      return yield err(invalid(at === blockSize ? notTar : `There is no header at byte ${at - blockSize}.`));
    if (header === 'zeros') return;
    if (header.flag === 'x' || header.flag === 'L') {
      if (header.size > longestDescription) return yield err(invalid('The description of an entry is too long.'));
      const bytes = await take(header.size);
      const skipped = await skip(calculatePadding(header.size));
      if (bytes.isErr()) return yield err(bytes.error);
      if (skipped.isErr()) return yield err(skipped.error);
      const read = parseDescription(header, bytes.value);
      if (read === undefined) return yield err(invalid('The description of an entry cannot be read.'));
      described = { ...described, ...read };
      continue;
    }
    const { name = header.name, size = header.size, type } = described;
    described = {};
    if (header.flag === '5' && size === 0) continue;
    if (header.flag !== '0')
      return yield err(invalid(`${quote(name)} is a link, or something else that is not a file.`));
    const end = at + size + calculatePadding(size);
    if (!Number.isSafeInteger(end)) return yield err(invalid(`${quote(name)} is larger than any file can be.`));
    const passOver = async () => (await skip(end - at)).map(() => end);
    yield ok({
      ...{ name, size, time: header.time, ...(type !== undefined && { type }) },
      take: (count) => take(Math.min(count, end - calculatePadding(size) - at)),
      end: passOver,
    });
    const passed = await passOver();
    if (passed.isErr()) return yield err(passed.error);
  }
}

const notTar = 'That is not an archive of notes, which is a tar file.';

interface Description {
  readonly name?: string;
  readonly size?: number;
  readonly type?: string;
}

const parseDescription = ({ flag }: TarHeader, bytes: Uint8Array): Description | undefined => {
  // A long name in GNU tar's own format, with a zero at its end.
  if (flag === 'L') {
    const name = decodeText(bytes)?.replace(/\0+$/, '');
    return name === undefined ? undefined : { name };
  }
  const records = readPax(bytes);
  const [name, size, type] = ['path', 'size', typeKeyword].map((keyword) => records?.get(keyword));
  if (records === undefined || (size !== undefined && !/^\d{1,16}$/.test(size))) return undefined;
  return {
    ...(name !== undefined && { name }),
    ...(size !== undefined && { size: Number(size) }),
    ...(type !== undefined && { type }),
  };
};

const decodeText = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
};
