import { err, ok, type Result } from 'neverthrow';
import { encodePath } from '../aws/uri-encode.ts';
import { readDocument, readFlag } from '../client/s3-answers.ts';
import { encodeBase64, hashSha256 } from '../client/sha256.ts';
import { isText } from '../client/shapes.ts';
import { escapeXml, readText, type XmlElement } from '../client/xml.ts';
import type { Operator, OperatorFailure } from './operator.ts';

/** How many times to read a list that has entries each time: somebody may be writing meanwhile. */
const passes = 1000;

/** Deletes every version of every object below a prefix, and the delete markers; returns how many. */
export const eraseVersions = (operator: Operator, prefix: string): Promise<Result<number, OperatorFailure>> =>
  repeatUntilNone(async () => {
    const listed = await operator.s3({
      ...{ method: 'GET', query: { 'encoding-type': 'url', prefix, versions: '' } },
      read: (answer) => {
        const list = answer.status === 200 ? readDocument(answer, 'ListVersionsResult') : undefined;
        return list && readFlag(list, 'IsTruncated') !== undefined
          ? readEntries(list, prefix, ['Version', 'DeleteMarker'], 'VersionId')
          : undefined;
      },
    });
    if (listed.isErr()) return err(listed.error);
    if (listed.value.length === 0) return ok(0);
    const objects = listed.value.map(
      ([key, version]) => `<Object><Key>${escapeKey(key)}</Key><VersionId>${escapeXml(version)}</VersionId></Object>`,
    );
    const body = new TextEncoder().encode(
      `<Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${objects.join('')}<Quiet>true</Quiet></Delete>`,
    );
    const deleted = await operator.s3<OperatorFailure | 'all'>({
      ...{ method: 'POST', query: { delete: '' }, body },
      headers: { 'content-type': 'application/xml', 'x-amz-checksum-sha256': encodeBase64(await hashSha256(body)) },
      read: (answer) => {
        const result = answer.status === 200 ? readDocument(answer, 'DeleteResult') : undefined;
        const refused = result?.children.find(({ name }) => name === 'Error');
        if (refused === undefined) return result && 'all';
        const code = readText(refused, 'Code') ?? '';
        return { kind: 'S3Refused', status: 403, code, message: readText(refused, 'Message') ?? code };
      },
    });
    if (deleted.isErr()) return err(deleted.error);
    return deleted.value === 'all' ? ok(listed.value.length) : err(deleted.value);
  });

/**
 * Aborts every multipart upload under way below a prefix, with its parts; returns how many, and the keys of those that
 * no URL can name.
 */
export const eraseUploads = async (
  operator: Operator,
  prefix: string,
): Promise<Result<{ readonly count: number; readonly left: readonly string[] }, OperatorFailure>> => {
  let left: readonly string[] = [];
  const count = await repeatUntilNone(async () => {
    const listed = await operator.s3({
      ...{ method: 'GET', query: { 'encoding-type': 'url', prefix, uploads: '' } },
      read: (answer) => {
        const list = answer.status === 200 ? readDocument(answer, 'ListMultipartUploadsResult') : undefined;
        return list && readEntries(list, prefix, ['Upload'], 'UploadId');
      },
    });
    if (listed.isErr()) return err(listed.error);
    const named = listed.value.filter(([key]) => isKeptByUrls(key));
    left = listed.value.flatMap(([key]) => (isKeptByUrls(key) ? [] : key));
    for (const [key, uploadId] of named) {
      const aborted = await operator.s3({
        ...{ method: 'DELETE', path: encodePath(key), query: { uploadId } },
        read: ({ status }) => (status === 204 ? true : undefined),
      });
      const isGone = aborted.isErr() && aborted.error.kind === 'S3Refused' && aborted.error.code === 'NoSuchUpload';
      if (aborted.isErr() && !isGone) return err(aborted.error);
    }
    return ok(named.length);
  });
  return count.map((counted) => ({ count: counted, left }));
};

/** Tells whether a URL with this path names this key: it resolves the segments `.` and `..`, escaped or not. */
const isKeptByUrls = (key: string): boolean =>
  new URL(`https://bucket.example/${encodePath(key)}`).pathname === `/${encodePath(key)}`;

/** Erases the first page of a list until the list is empty; returns how many entries there were. */
const repeatUntilNone = async (
  ofPage: () => Promise<Result<number, OperatorFailure>>,
): Promise<Result<number, OperatorFailure>> => {
  let count = 0;
  for (let pass = 1; pass <= passes; pass++) {
    const done = await ofPage();
    if (done.isErr()) return err(done.error);
    if (done.value === 0) return ok(count);
    count += done.value;
  }
  return err({ kind: 'Aborted', reason: 'The list of files was not empty after any of the attempts.' });
};

/** Returns keys with the ids beside them; `undefined` if an entry is not one that was asked for. */
const readEntries = (
  list: XmlElement,
  prefix: string,
  names: readonly string[],
  idName: string,
): readonly (readonly [key: string, id: string])[] | undefined => {
  if (readText(list, 'EncodingType') !== 'url') return undefined;
  const entries = list.children
    .filter(({ name }) => names.includes(name))
    .map((each) => [unescapeKey(readText(each, 'Key') ?? ''), readText(each, idName)] as const);
  // Never delete what belongs to somebody else, whoever names it.
  const isSound = entries.every(([key, id]) => key?.startsWith(prefix) === true && isText(id));
  return isSound ? (entries as readonly (readonly [string, string])[]) : undefined;
};

/** Decodes a key: `encoding-type=url` encodes keys as forms do, with `+` for a space. */
const unescapeKey = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
};

/**
 * Escapes a key, with control characters as numeric references, as S3 requires in XML [Amazon S3 User Guide, "XML
 * related object key constraints"].
 */
const escapeKey = (key: string): string =>
  escapeXml(key).replaceAll(/\p{Cc}/gu, (character) => `&#${character.charCodeAt(0)};`);
