import { compareText } from '../../../src/domain/text.ts';
import type { SortedKeys } from './key-order.ts';

export interface PageRequest {
  readonly prefix: string;
  /** Empty for none. */
  readonly delimiter: string;
  /** Keys up to and including this one are omitted; empty for none. */
  readonly startAfter: string;
  /** The last entry of the previous page; `undefined` for the first page. */
  readonly after: string | undefined;
  readonly maxKeys: number;
}

/** A key, or the common prefix of several keys up to the delimiter. */
export interface Entry {
  readonly kind: 'Key' | 'CommonPrefix';
  readonly name: string;
}

export interface Page {
  /** At most `maxKeys`, in byte order. */
  readonly entries: readonly Entry[];
  readonly isTruncated: boolean;
}

/**
 * Creates a page of a listing [S3 API Reference, "ListObjectsV2"; S3 User Guide, "Organizing objects using prefixes"].
 * Keys that have the delimiter after the prefix are rolled up into one entry, which counts once.
 */
export const createPage = (keys: Pick<SortedKeys, 'from'>, asked: PageRequest): Page => {
  const { prefix, delimiter, startAfter, after, maxKeys } = asked;
  const entries: Entry[] = [];
  if (maxKeys === 0) return { entries, isTruncated: false };
  const start = [prefix, startAfter, after ?? ''].reduce((a, b) => (compareText(a, b) < 0 ? b : a));
  for (const key of keys.from(start)) {
    if (!key.startsWith(prefix)) break;
    if (startAfter !== '' && compareText(key, startAfter) <= 0) continue;
    const entry = createEntry(key, prefix, delimiter);
    if (after !== undefined && compareText(entry.name, after) <= 0) continue;
    if (entry.kind === 'CommonPrefix' && entries.at(-1)?.name === entry.name) continue;
    if (entries.length === maxKeys) return { entries, isTruncated: true };
    entries.push(entry);
  }
  return { entries, isTruncated: false };
};

const createEntry = (key: string, prefix: string, delimiter: string): Entry => {
  const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
  return end === -1 ? { kind: 'Key', name: key } : { kind: 'CommonPrefix', name: key.slice(0, end + delimiter.length) };
};
