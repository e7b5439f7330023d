import type { S3Call } from './call.ts';
import { createPage } from './list-page.ts';
import type { Objects, StoredObject } from './objects.ts';
import type { Operate } from './operations.ts';
import { invalidArgument } from './s3-error.ts';
import { createXmlResponse, formatIsoTime, type S3Response, urlEncode } from './s3-response.ts';
import { element, optionalElement, textElement, type Xml } from './xml.ts';

/** Entries on a page at most, whatever is requested [S3 API Reference, "ListObjectsV2", max-keys]. */
const longestPage = 1000;

/**
 * Echoes the request's parameters, and counts keys and common prefixes in `KeyCount`: Amplify 6 checks both against the
 * page.
 */
export const listObjects: Operate = ({ call, files, bucket }): S3Response => {
  const encode = parseEncoding(call);
  const [prefix, delimiter, startAfter] = [
    call.parameter('prefix') ?? '',
    call.parameter('delimiter'),
    call.parameter('start-after'),
  ];
  const token = call.parameter('continuation-token');
  const maxKeys = Math.min(parseCount(call, 'max-keys', longestPage), longestPage);
  const { entries, isTruncated } = createPage(files.objects.keys, {
    ...{ prefix, delimiter: delimiter ?? '', maxKeys },
    // A token resumes where the previous page ended, which is past `start-after`.
    startAfter: token === undefined ? (startAfter ?? '') : '',
    after: token === undefined ? undefined : decodeToken(token),
  });
  const last = entries.at(-1);
  return createXmlResponse(
    {},
    'ListBucketResult',
    textElement('Name', bucket),
    textElement('Prefix', encode(prefix)),
    optionalElement('StartAfter', startAfter === undefined ? undefined : encode(startAfter)),
    optionalElement('ContinuationToken', token),
    optionalElement('NextContinuationToken', isTruncated && last !== undefined ? encodeToken(last.name) : undefined),
    textElement('KeyCount', entries.length),
    textElement('MaxKeys', maxKeys),
    optionalElement('Delimiter', delimiter === undefined ? undefined : encode(delimiter)),
    optionalElement('EncodingType', call.parameter('encoding-type')),
    textElement('IsTruncated', isTruncated),
    ...entries.map(({ kind, name }) =>
      kind === 'CommonPrefix'
        ? element('CommonPrefixes', textElement('Prefix', encode(name)))
        : createContents(files.objects, name, encode),
    ),
  );
};

export const parseEncoding = (call: S3Call): ((text: string) => string) => {
  const encoding = call.parameter('encoding-type');
  if (encoding === undefined) return (text) => text;
  if (encoding !== 'url')
    throw invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', encoding);
  return urlEncode;
};

export const parseCount = (call: S3Call, name: string, byDefault: number): number => {
  const value = call.parameter(name);
  if (value === undefined || value === '') return byDefault;
  if (!/^\d{1,10}$/.test(value) || Number(value) > 2_147_483_647)
    throw invalidArgument(`Argument ${name} must be an integer between 0 and 2147483647`, name, value);
  return Number(value);
};

/** Encodes the last entry of a page as an opaque token. */
const encodeToken = (entry: string): string => `1${Buffer.from(entry).toString('base64url')}`;

const decodeToken = (token: string): string => {
  const entry = Buffer.from(token.slice(1), 'base64url').toString();
  if (token === '' || encodeToken(entry) !== token)
    throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', token);
  return entry;
};

const createContents = (objects: Objects, key: string, encode: (text: string) => string): Xml => {
  const { etag, size, lastModified, checksum } = objects.find(key) as StoredObject;
  return element(
    'Contents',
    textElement('Key', encode(key)),
    textElement('LastModified', formatIsoTime(lastModified)),
    textElement('ETag', `"${etag}"`),
    optionalElement('ChecksumAlgorithm', checksum?.algorithm),
    optionalElement('ChecksumType', checksum?.type),
    textElement('Size', size),
    textElement('StorageClass', 'STANDARD'),
  );
};
