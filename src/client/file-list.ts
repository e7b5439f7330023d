import type { Result } from 'neverthrow';
import type { Ending } from './ending.ts';
import type { Answer } from './exchange.ts';
import type { FileFailure } from './file-failures.ts';
import { readDocument, readFlag, readWholeNumber } from './s3-answers.ts';
import type { S3 } from './s3-calls.ts';
import { isText } from './shapes.ts';
import { readText, type XmlElement } from './xml.ts';

/**
 * A file of who is signed in.
 *
 * @example
 * const total = (all: readonly StoredFile[]): number => all.reduce((sum, { size }) => sum + size, 0);
 */
export interface StoredFile {
  /** What a note's `attachment` says. Other clients write keys that this one does not take: those are listed all the same. */
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** Epoch milliseconds, of a second, at which the file came to be there. */
  readonly time: number;
}

/**
 * One page of the user's files.
 *
 * @example
 * const isLast = ({ next }: FilePage): boolean => next === undefined;
 */
export interface FilePage {
  /** In the order of their keys' bytes: of keys that begin with a time, the oldest first. */
  readonly files: readonly StoredFile[];
  /** What to give as `after` for the page that follows; absent at the end. */
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

/** The page of a list, if it is one of these files. */
const readPage = (answer: Answer, own: string): FilePage | undefined => {
  const list = answer.status === 200 ? readDocument(answer, 'ListBucketResult') : undefined;
  if (list === undefined || readText(list, 'EncodingType') !== 'url') return undefined;
  if (unescapeKey(readText(list, 'Prefix')) !== own) return undefined;
  const contents = list.children.filter(({ name }) => name === 'Contents');
  const files = contents.map((each) => readFile(each, own));
  const [isTruncated, next] = [readFlag(list, 'IsTruncated'), readText(list, 'NextContinuationToken')];
  if (isTruncated === undefined || files.includes(undefined) || readWholeNumber(list, 'KeyCount') !== files.length)
    return undefined;
  // One without the other is a list that ends in the middle, or goes on behind its end.
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
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z$/.test(text) ? numberOr(Date.parse(text)) : undefined;

const numberOr = (time: number): number | undefined => (Number.isNaN(time) ? undefined : time);

/** `encoding-type=url` writes keys as forms do, with `+` for a space. */
const unescapeKey = (text: string | undefined): string | undefined => {
  try {
    return text === undefined ? undefined : decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
};
