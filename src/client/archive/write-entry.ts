import { joinBytes } from '../exchange.ts';
import { encodePax } from './pax.ts';
import { blockSize, encodeHeader, fitsHeader, largestOctal, paddingSize } from './tar-header.ts';

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
 * Where a file's media type is: in the attribute that desktops keep it in [freedesktop.org, "Common Extended Attributes"], by the name
 * under which tars keep attributes. Those who know it restore it, the others pass over it, and none complains.
 */
export const typeKeyword = 'SCHILY.xattr.user.mime_type';

/** What goes before the bytes of an entry. */
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

/** What goes behind so many bytes. */
export const createPadding = (size: number): Bytes => new Uint8Array(paddingSize(size));

/** A whole entry of JSON. */
export const createJsonEntry = (name: string, value: unknown, time: number): Bytes => {
  const bytes = new TextEncoder().encode(`${JSON.stringify(value)}\n`);
  return joinBytes([createEntryHead({ name, size: bytes.length, time }), bytes, createPadding(bytes.length)]);
};

/** Two blocks of zeros end an archive. */
export const endOfArchive = (): Bytes => new Uint8Array(2 * blockSize);
