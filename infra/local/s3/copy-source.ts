import { checkKey, decodeKey } from './address.ts';
import { invalidArgument, notImplemented } from './s3-error.ts';

export interface CopySource {
  readonly bucket: string;
  readonly key: string;
}

/** Parses `bucket/key` or `/bucket/key`, URL-encoded, as in `x-amz-copy-source` [S3 API Reference, "CopyObject"]. */
export const parseCopySource = (header: string): CopySource => {
  // A version follows the `?`; a `?` in a key is escaped.
  if (header.includes('?')) throw notImplemented('x-amz-copy-source');
  if (/^arn(?::|%3A)/i.test(header)) throw notImplemented('x-amz-copy-source');
  const source = decodeKey(header.replace(/^(?:\/|%2F)/i, ''));
  const slash = source.indexOf('/');
  if (slash < 1 || slash === source.length - 1)
    throw invalidArgument(
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
      'x-amz-copy-source',
      header,
    );
  const key = source.slice(slash + 1);
  checkKey(key);
  return { bucket: source.slice(0, slash), key };
};
