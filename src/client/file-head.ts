import { err, ok, type Result } from 'neverthrow';
import type { Ending } from './ending.ts';
import type { FileFailure } from './file-failures.ts';
import { readDocument, readEntityTag } from './s3-answers.ts';
import type { S3 } from './s3-calls.ts';
import { readText } from './xml.ts';

/** The metadata of a stored file. */
export interface FileHead {
  readonly size: number;
  /** With its quotes. */
  readonly etag: string;
  /** The media type that the sender claimed. */
  readonly type: string;
  /**
   * SHA-256 in base64 of the whole file, or of the hashes of its parts, followed by `-` and their number; if S3 has one
   * and shows it.
   */
  readonly checksum?: string;
}

/**
 * Fetches the metadata of the file at a key, or `undefined` if there is none. S3 says that a key does not exist only to
 * callers who may list the bucket without a prefix; to others it answers 403, as for keys that they may not see [Amazon
 * S3 API Reference, "HeadObject"]. A list of that one key tells the two apart.
 */
export const fetchFileHead = async (
  s3: S3,
  key: string,
  ending: Ending,
): Promise<Result<FileHead | undefined, FileFailure>> => {
  const head = await s3.call<FileHead>({
    ...{ method: 'HEAD', key, ending, headers: () => ({ 'x-amz-checksum-mode': 'ENABLED' }) },
    read: (answer) => {
      const { status, headers } = answer;
      const [length, etag] = [headers.get('content-length') ?? '', readEntityTag(answer)];
      if (status !== 200 || etag === undefined || !/^\d{1,15}$/.test(length)) return undefined;
      const checksum = headers.get('x-amz-checksum-sha256');
      const type = headers.get('content-type') ?? 'application/octet-stream';
      return { size: Number(length), etag, type, ...(checksum !== null && { checksum }) };
    },
  });
  if (head.isOk() || head.error.kind !== 'S3Refused' || ![403, 404].includes(head.error.status)) return head;
  if (head.error.status === 404) return ok(undefined);
  const isThere = await s3.call<boolean>({
    ...{ method: 'GET', ending },
    query: (own) => ({ 'list-type': '2', 'max-keys': '1', prefix: own + key }),
    read: (answer, own) => {
      const list = answer.status === 200 ? readDocument(answer, 'ListBucketResult') : undefined;
      // The key itself is the first of the keys that begin with it.
      const [first] = list?.children.filter(({ name }) => name === 'Contents') ?? [];
      return list && first !== undefined && readText(first, 'Key') === own + key;
    },
  });
  if (isThere.isErr()) return err(isThere.error);
  return isThere.value ? head : ok(undefined);
};
