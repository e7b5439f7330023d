import { type S3Call, toByteString } from './call.ts';
import type { Description, StoredObject } from './objects.ts';
import { createS3Error, invalidArgument } from './s3-error.ts';

/** The headers, besides the type, that describe an object. */
const headers = ['cache-control', 'content-disposition', 'content-encoding', 'content-language', 'expires'];

/** The type of an object whose writer gives none [S3 API Reference, "PutObject"]. */
const defaultType = 'binary/octet-stream';

/**
 * Bytes of all names and values together [S3 User Guide, "Working with object metadata", "User-defined object
 * metadata"].
 */
const maxMetadata = 2048;

export const readDescription = (call: S3Call): Description => {
  const described = headers.flatMap((name) => {
    const value = name === 'content-encoding' ? readContentEncoding(call) : call.header(name);
    return value === undefined || value === '' ? [] : [[name, value] as const];
  });
  const metadata = call.headersFrom('x-amz-meta-');
  const size = metadata.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  if (size > maxMetadata)
    throw createS3Error('MetadataTooLarge', { elements: { Size: String(size), MaxSizeAllowed: String(maxMetadata) } });
  return {
    headers: Object.fromEntries([['content-type', call.header('content-type') || defaultType], ...described]),
    metadata: Object.fromEntries(metadata),
  };
};

/** `aws-chunked` encodes the request, not the object. */
const readContentEncoding = (call: S3Call): string | undefined =>
  call
    .header('content-encoding')
    ?.split(',')
    .map((each) => each.trim())
    .filter((each) => each.toLowerCase() !== 'aws-chunked')
    .join(',');

/** Returns the headers of an object, whether it is sent whole or in part. */
export const formatHeaders = ({ etag, lastModified, description }: StoredObject): Record<string, string> => ({
  ...description.headers,
  ...Object.fromEntries(Object.entries(description.metadata).map(([name, value]) => [`x-amz-meta-${name}`, value])),
  etag: `"${etag}"`,
  'last-modified': new Date(lastModified).toUTCString(),
  'accept-ranges': 'bytes',
  'x-amz-server-side-encryption': 'AES256',
});

/** Response headers that a reader can override by parameters [S3 API Reference, "GetObject"]. */
const overriding = ['content-type', ...headers];

export const readOverrides = (call: S3Call): Record<string, string> =>
  Object.fromEntries(
    overriding.flatMap((name) => {
      const value = call.parameter(`response-${name}`);
      if (value === undefined) return [];
      if (/\p{Cc}/u.test(value)) throw invalidArgument('The value is not a header value', `response-${name}`, value);
      return [[name, toByteString(value)]];
    }),
  );
