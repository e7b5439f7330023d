import { uriDecode } from '../http-api/canonical-request.ts';
import { createS3Error } from './s3-error.ts';

/** The bucket and key that a request names, whether or not they exist. */
export interface Address {
  /** `undefined` for the service itself. */
  readonly bucket: string | undefined;
  /** Empty for the bucket itself. */
  readonly key: string;
}

/**
 * Parses an address in virtual-hosted style (`bucket.s3.region.amazonaws.com/key`, `bucket.localhost/key`) or path
 * style (`127.0.0.1/bucket/key`) [S3 User Guide, "Virtual hosting of buckets"]. `host` and `path` are as received. The
 * path is never normalised: `a//b` and `a/../b` are keys.
 */
export const parseAddress = (host: string, path: string, region: string): Address => {
  const name = host.replace(/:\d*$/, '').toLowerCase();
  const known = listServiceHosts(region);
  const service = known.includes(name) ? undefined : known.find((each) => name.endsWith(`.${each}`));
  if (service !== undefined) return { bucket: name.slice(0, -service.length - 1), key: decodeKey(path.slice(1)) };
  const [, bucket = '', key] = /^\/([^/]*)(?:\/(.*))?$/s.exec(path) ?? [];
  if (bucket === '' && key !== undefined) throw createS3Error('InvalidURI');
  return { bucket: bucket === '' ? undefined : decodeKey(bucket), key: decodeKey(key ?? '') };
};

/** Host names of the service, longest first. */
const listServiceHosts = (region: string): readonly string[] => [
  ...[`s3.dualstack.${region}.amazonaws.com`, `s3.${region}.amazonaws.com`, 's3.amazonaws.com'],
  ...['s3.localhost', 'localhost'],
];

/** Bytes of UTF-8 that a key may have [S3 User Guide, "Naming Amazon S3 objects"]. */
export const longestKey = 1024;

/**
 * Decodes a key from a path. A literal `+` is a space there, which S3 decodes before it verifies the signature
 * [nginx/nginx-s3-gateway#77].
 */
export const decodeKey = (escapedKey: string): string => {
  if (/%(?![0-9A-Fa-f]{2})/.test(escapedKey)) throw createS3Error('InvalidURI');
  const bytes = Buffer.from(uriDecode(escapedKey.replaceAll('+', ' ')), 'latin1');
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw createS3Error('InvalidURI');
  }
};

/** Throws if no object can have this key, however the key was sent. */
export const checkKey = (key: string): void => {
  const size = Buffer.byteLength(key);
  if (size > longestKey)
    throw createS3Error('KeyTooLongError', { elements: { Size: String(size), MaxSizeAllowed: String(longestKey) } });
  if (climbsOut(key)) throw createS3Error('InvalidURI');
};

/**
 * Returns whether at any point its `..` segments outnumber the segments that lead down. Other relative segments are
 * literal and lead nowhere [S3 User Guide, "Naming Amazon S3 objects", "Objects with relative path elements"].
 */
const climbsOut = (key: string): boolean => {
  let depth = 0;
  return key.split('/').some((segment) => {
    depth += segment === '..' ? -1 : segment === '.' || segment === '' ? 0 : 1;
    return depth < 0;
  });
};
