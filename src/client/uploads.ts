import { err, ok, type Result } from 'neverthrow';
import type { Ending } from './ending.ts';
import type { FileFailure } from './file-failures.ts';
import type { Part } from './parts.ts';
import { hasChecksum, readDocument, readFlag, readWholeNumber, readWrittenTag } from './s3-answers.ts';
import type { S3 } from './s3-calls.ts';
import { encodeBase64, isSameChecksum } from './sha256.ts';
import { isText } from './shapes.ts';
import { escapeXml, readText, type XmlElement } from './xml.ts';

export type Bytes = Uint8Array<ArrayBuffer>;

/** A part that S3 has. */
export interface SentPart {
  readonly number: number;
  readonly size: number;
  /** With its quotes. */
  readonly etag: string;
  /** SHA-256 in base64. */
  readonly checksum: string;
}

/** A multipart upload that has begun. */
export interface Begun {
  readonly key: string;
  readonly uploadId: string;
}

/**
 * Begins a multipart upload. Repeating it begins a second one, and leaves one of them to the bucket's lifecycle rule.
 */
export const begin = (s3: S3, key: string, type: string, ending: Ending): Promise<Result<Begun, FileFailure>> =>
  s3.call({
    ...{ method: 'POST', key, query: () => ({ uploads: '' }), ending },
    headers: () => ({ 'content-type': type, 'x-amz-checksum-algorithm': 'SHA256' }),
    read: (answer, own) => {
      const result = answer.status === 200 ? readDocument(answer, 'InitiateMultipartUploadResult') : undefined;
      const uploadId = result && readText(result, 'UploadId');
      const isOfKey = result !== undefined && readText(result, 'Key') === own + key;
      return isText(uploadId) && isOfKey ? { key, uploadId } : undefined;
    },
  });

/** Sends one part. Sending the same part again replaces the first [Amazon S3 API Reference, "UploadPart"]. */
export const sendPart = async (
  s3: S3,
  { key, uploadId }: Begun,
  { number }: Part,
  { bytes, hash }: { readonly bytes: Bytes; readonly hash: Bytes },
  ending: Ending,
): Promise<Result<SentPart, FileFailure>> => {
  const checksum = encodeBase64(hash);
  return s3.call({
    ...{ method: 'PUT', key, query: () => ({ partNumber: String(number), uploadId }), body: bytes, hash, ending },
    headers: () => ({ 'x-amz-checksum-sha256': checksum }),
    read: (answer) => {
      const etag = readWrittenTag(answer);
      if (etag === undefined || !hasChecksum(answer, checksum)) return undefined;
      return { number, size: bytes.length, etag, checksum };
    },
  });
};

/** Lists all parts of an upload that S3 has, page after page. */
export const listSentParts = async (
  s3: S3,
  begun: Begun,
  ending: Ending,
): Promise<Result<ReadonlyMap<number, SentPart>, FileFailure>> => {
  const all = new Map<number, SentPart>();
  for (let marker = 0; ; ) {
    const page = await fetchPartsPage(s3, begun, marker, ending);
    if (page.isErr()) return err(page.error);
    for (const part of page.value.parts) all.set(part.number, part);
    if (page.value.next === undefined) return ok(all);
    marker = page.value.next;
  }
};

const fetchPartsPage = (s3: S3, { key, uploadId }: Begun, marker: number, ending: Ending) =>
  s3.call({
    ...{ method: 'GET', key, ending },
    query: () => ({ 'part-number-marker': String(marker), uploadId }),
    read: (answer) => {
      const result = answer.status === 200 ? readDocument(answer, 'ListPartsResult') : undefined;
      if (result === undefined || readText(result, 'UploadId') !== uploadId) return undefined;
      const parts = result.children.filter(({ name }) => name === 'Part').map(readPart);
      const isTruncated = readFlag(result, 'IsTruncated');
      const next = readWholeNumber(result, 'NextPartNumberMarker') ?? 0;
      // Pages go forward, or they would never end.
      if (isTruncated === undefined || parts.includes(undefined) || (isTruncated && next <= marker)) return undefined;
      return { parts: parts as readonly SentPart[], next: isTruncated ? next : undefined };
    },
  });

const readPart = (element: XmlElement): SentPart | undefined => {
  const [number, size, etag] = [
    readWholeNumber(element, 'PartNumber'),
    readWholeNumber(element, 'Size'),
    readText(element, 'ETag'),
  ];
  // The parts of another client's upload may have no checksum: they are sent again.
  const checksum = readText(element, 'ChecksumSHA256') ?? '';
  return number === undefined || size === undefined || !isText(etag) ? undefined : { number, size, etag, checksum };
};

/**
 * Completes an upload, unless there is a file at its key. The checksum that S3 returns for the whole file must match,
 * if there is one.
 */
export const complete = async (
  s3: S3,
  { key, uploadId }: Begun,
  { parts, size, checksum }: { readonly parts: readonly SentPart[]; readonly size: number; readonly checksum: string },
  ending: Ending,
): Promise<Result<void, FileFailure>> => {
  const listed = parts.map(
    (part) =>
      `<Part><ChecksumSHA256>${part.checksum}</ChecksumSHA256><ETag>${escapeXml(part.etag)}</ETag><PartNumber>${part.number}</PartNumber></Part>`,
  );
  const done = await s3.call({
    ...{ method: 'POST', key, query: () => ({ uploadId }), ending, mayFailLate: true },
    headers: () => ({ 'content-type': 'application/xml', 'if-none-match': '*', 'x-amz-mp-object-size': String(size) }),
    body: `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${listed.join('')}</CompleteMultipartUpload>`,
    read: (answer, own) => {
      const result = answer.status === 200 ? readDocument(answer, 'CompleteMultipartUploadResult') : undefined;
      if (result === undefined || readText(result, 'Key') !== own + key) return undefined;
      return isSameChecksum(readText(result, 'ChecksumSHA256') ?? checksum, checksum) ? result : undefined;
    },
  });
  return done.map(() => undefined);
};

/** Aborts an upload and drops its parts. Succeeds if the upload is already gone. */
export const giveUp = async (s3: S3, { key, uploadId }: Begun, ending: Ending): Promise<Result<void, FileFailure>> => {
  const done = await s3.call({
    ...{ method: 'DELETE', key, query: () => ({ uploadId }), ending },
    read: ({ status, bytes }) => (status === 204 && bytes.length === 0 ? true : undefined),
  });
  if (done.isErr() && isRefusal(done.error, 'NoSuchUpload')) return ok();
  return done.map(() => undefined);
};

export const isRefusal = (failure: FileFailure, ...codes: readonly string[]): boolean =>
  failure.kind === 'S3Refused' && codes.includes(failure.code);
