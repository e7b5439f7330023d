import { joinBytes } from '../exchange.ts';
import { encodePax } from './pax.ts';
import { blockSize, calculatePadding, encodeHeader, fitsHeader, largestOctal } from './tar-header.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export interface EntryHead {
  readonly name: string;
  readonly size: number;
  /** Epoch milliseconds. */
  readonly time: number;
  /** A media type. */
  readonly type?: string;
}

/**
 * The pax keyword for a file's media type: the attribute in which desktops keep it [freedesktop.org, "Common Extended
 * Attributes"], by the name under which tars keep attributes. Programs that know it restore it, the others skip it, and
 * none complains.
 */
export const typeKeyword = 'SCHILY.xattr.user.mime_type';

/** Creates what precedes the bytes of an entry. */
export const createEntryHead = ({ name, size, time, type }: EntryHead): Bytes => {
  const more = new Map([
    ...(fitsHeader(name) ? [] : [['path', name] as const]),
    ...(size > largestOctal ? [['size', String(size)] as const] : []),
    ...(type === undefined ? [] : [[typeKeyword, type] as const]),
  ]);
  const header = encodeHeader({ name, size, flag: '0', time: time / 1000 });
  if (more.size === 0) return header;
  const records = encodePax(more);
  const described = encodeHeader({ name: 'PaxHeaders/entry', size: records.length, flag: 'x', time: time / 1000 });
  return joinBytes([described, records, createPadding(records.length), header]);
};

/** Creates the padding that follows `size` bytes. */
export const createPadding = (size: number): Bytes => new Uint8Array(calculatePadding(size));

/** Creates a whole entry that holds JSON. */
export const createJsonEntry = (name: string, value: unknown, time: number): Bytes => {
  const bytes = new TextEncoder().encode(`${JSON.stringify(value)}\n`);
  return joinBytes([createEntryHead({ name, size: bytes.length, time }), bytes, createPadding(bytes.length)]);
};

/** Creates the two blocks of zeros that end an archive. */
export const createEndOfArchive = (): Bytes => new Uint8Array(2 * blockSize);
