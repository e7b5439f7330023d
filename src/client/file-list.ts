import type { Result } from 'neverthrow';
import type { Ending } from './ending.ts';
import type { Answer } from './exchange.ts';
import type { FileFailure } from './file-failures.ts';
import { readDocument, readFlag, readWholeNumber } from './s3-answers.ts';
import type { S3 } from './s3-calls.ts';
import { isText } from './shapes.ts';
import { readText, type XmlElement } from './xml.ts';

/**
 * A file of the signed-in user.
 *
 * @example
 * const total = (all: readonly StoredFile[]): number => all.reduce((sum, { size }) => sum + size, 0);
 */
export interface StoredFile {
  /**
   * The key, as in a note's `attachment`. Other clients write keys that this one does not accept; they are listed too.
   */
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** When the file was stored, in epoch milliseconds, to the second. */
  readonly time: number;
}

/**
 * One page of the user's files.
 *
 * @example
 * const isLast = ({ next }: FilePage): boolean => next === undefined;
 */
export interface FilePage {
  /** In byte order of their keys: keys that begin with a time come oldest first. */
  readonly files: readonly StoredFile[];
  /** Pass it as `after` to get the next page; absent on the last page. */
  readonly next?: string;
}

export const listFiles = (s3: S3, after: string | undefined, ending: Ending): Promise<Result<FilePage, FileFailure>> =>
  s3.call({
    ...{ method: 'GET', ending },
    query: (own) => ({
      // Keys may have characters that XML cannot carry.
      ...{ 'list-type': '2', 'encoding-type': 'url', prefix: own },
      ...(after !== undefined && { 'continuation-token': after }),
    }),
    read: readPage,
  });

/** Reads a page of the list. Returns `undefined` if it is not a list of this user's files. */
const readPage = (answer: Answer, own: string): FilePage | undefined => {
  const list = answer.status === 200 ? readDocument(answer, 'ListBucketResult') : undefined;
  if (list === undefined || readText(list, 'EncodingType') !== 'url') return undefined;
  if (unescapeKey(readText(list, 'Prefix')) !== own) return undefined;
  const contents = list.children.filter(({ name }) => name === 'Contents');
  const files = contents.map((each) => readFile(each, own));
  const [isTruncated, next] = [readFlag(list, 'IsTruncated'), readText(list, 'NextContinuationToken')];
  if (isTruncated === undefined || files.includes(undefined) || readWholeNumber(list, 'KeyCount') !== files.length)
    return undefined;
  // One without the other is a list that breaks off, or one that goes on past its end.
  if (isTruncated !== isText(next)) return undefined;
  return { files: files as readonly StoredFile[], ...(isText(next) && { next }) };
};

const readFile = (element: XmlElement, own: string): StoredFile | undefined => {
  const key = unescapeKey(readText(element, 'Key'));
  const size = readWholeNumber(element, 'Size');
  const time = parseTime(readText(element, 'LastModified') ?? '');
  if (key === undefined || !key.startsWith(own) || size === undefined || time === undefined) return undefined;
  return { key: key.slice(own.length), size, time };
};

const parseTime = (text: string): number | undefined =>
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z$/.test(text) ? dropNaN(Date.parse(text)) : undefined;

const dropNaN = (time: number): number | undefined => (Number.isNaN(time) ? undefined : time);

/** Decodes a key: `encoding-type=url` encodes keys as forms do, with `+` for a space. */
const unescapeKey = (text: string | undefined): string | undefined => {
  try {
    return text === undefined ? undefined : decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
};
