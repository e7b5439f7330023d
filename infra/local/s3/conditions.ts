import type { S3Call } from './call.ts';
import { formatHeaders } from './description.ts';
import type { Condition, StoredObject } from './objects.ts';
import { createS3Error, notImplemented } from './s3-error.ts';

interface Headers {
  readonly ifMatch: string;
  readonly ifNoneMatch: string;
  readonly ifModifiedSince: string;
  readonly ifUnmodifiedSince: string;
}

const ofRead: Headers = {
  ifMatch: 'if-match',
  ifNoneMatch: 'if-none-match',
  ifModifiedSince: 'if-modified-since',
  ifUnmodifiedSince: 'if-unmodified-since',
};

const ofCopySource: Headers = {
  ifMatch: 'x-amz-copy-source-if-match',
  ifNoneMatch: 'x-amz-copy-source-if-none-match',
  ifModifiedSince: 'x-amz-copy-source-if-modified-since',
  ifUnmodifiedSince: 'x-amz-copy-source-if-unmodified-since',
};

/**
 * Throws if the read is conditional and the object does not meet the condition. An entity-tag condition overrides the
 * date condition beside it [S3 API Reference, "GetObject", If-Match and If-None-Match; RFC 9110, 13.2.2].
 */
export const checkRead = (call: S3Call, object: StoredObject): void => {
  const { failed, unchanged } = holdAgainst(call, ofRead, object);
  if (failed !== undefined) throw preconditionFailed(failed);
  if (unchanged !== undefined) {
    const { etag, 'last-modified': lastModified } = formatHeaders(object);
    throw createS3Error('NotModified', { headers: { etag: String(etag), 'last-modified': String(lastModified) } });
  }
};

/** Checks the source of a copy likewise, except that a copy cannot answer 304: an unchanged source fails with 412. */
export const checkCopySource = (call: S3Call, object: StoredObject): void => {
  const { failed, unchanged } = holdAgainst(call, ofCopySource, object);
  const condition = failed ?? unchanged;
  if (condition !== undefined) throw preconditionFailed(condition);
};

const holdAgainst = (call: S3Call, names: Headers, { etag, lastModified }: StoredObject) => {
  const [match, noneMatch] = [call.header(names.ifMatch), call.header(names.ifNoneMatch)];
  const [modifiedSince, unmodifiedSince] = [
    parseTime(call, names.ifModifiedSince),
    parseTime(call, names.ifUnmodifiedSince),
  ];
  const failed =
    match !== undefined
      ? !matches(match, etag) && 'If-Match'
      : unmodifiedSince !== undefined && lastModified > unmodifiedSince && 'If-Unmodified-Since';
  const unchanged =
    noneMatch !== undefined
      ? matches(noneMatch, etag) && 'If-None-Match'
      : modifiedSince !== undefined && lastModified <= modifiedSince && 'If-Modified-Since';
  return { failed: failed || undefined, unchanged: unchanged || undefined };
};

/**
 * Parses the condition of a write: that no object exists, or that this one does [S3 User Guide, "How to prevent object
 * overwrites with conditional writes"]. Throws for anything else, as AWS does.
 */
export const writeCondition = (call: S3Call): Condition => {
  const [match, noneMatch] = [call.header('if-match'), call.header('if-none-match')];
  if (noneMatch !== undefined && noneMatch !== '*') throw notImplemented('If-None-Match');
  return (current) => {
    if (noneMatch !== undefined && current !== undefined) throw preconditionFailed('If-None-Match');
    if (match === undefined) return;
    if (current === undefined) throw createS3Error('NoSuchKey');
    if (!matches(match, current.etag)) throw preconditionFailed('If-Match');
  };
};

/** Creates the condition of a delete. Deleting a missing object succeeds, whatever entity tag was expected. */
export const deleteCondition = (match: string | undefined): Condition => {
  return (current) => {
    if (match !== undefined && current !== undefined && !matches(match, current.etag))
      throw preconditionFailed('If-Match');
  };
};

const preconditionFailed = (condition: string) =>
  createS3Error('PreconditionFailed', { elements: { Condition: condition } });

const matches = (header: string, etag: string): boolean =>
  header.split(',').some((each) => {
    const tag = each.trim();
    return tag === '*' || tag.replace(/^(?:W\/)?"(.*)"$/, '$1') === etag;
  });

/** Epoch milliseconds; `undefined` for an invalid date, which is ignored (RFC 9110, 13.1.3). */
const parseTime = (call: S3Call, name: string): number | undefined => {
  const time = Date.parse(call.header(name) ?? '');
  return Number.isNaN(time) ? undefined : time;
};
