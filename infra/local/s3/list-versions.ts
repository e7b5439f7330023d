import { parseCount, parseEncoding } from './list-objects.ts';
import { createPage } from './list-page.ts';
import type { StoredObject } from './objects.ts';
import type { Operate } from './operations.ts';
import { notImplemented } from './s3-error.ts';
import { createXmlResponse, formatIsoTime } from './s3-response.ts';
import { element, optionalElement, textElement } from './xml.ts';

/** [S3 API Reference, "ListObjectVersions", max-keys] */
const longestPage = 1000;

/** The version id of every object in a bucket without versioning [S3 User Guide, "How S3 Versioning works"]. */
export const onlyVersion = 'null';

/** In a bucket without versioning, each object has one version and no earlier ones. */
export const listVersions: Operate = ({ call, files, bucket }) => {
  if ((call.parameter('delimiter') ?? '') !== '') throw notImplemented('delimiter');
  const encode = parseEncoding(call);
  const [prefix, marker] = [call.parameter('prefix') ?? '', call.parameter('key-marker') ?? ''];
  const maxKeys = Math.min(parseCount(call, 'max-keys', longestPage), longestPage);
  const page = { prefix, delimiter: '', startAfter: marker, after: undefined, maxKeys };
  const { entries, isTruncated } = createPage(files.objects.keys, page);
  const last = entries.at(-1);
  return createXmlResponse(
    {},
    'ListVersionsResult',
    textElement('Name', bucket),
    textElement('Prefix', encode(prefix)),
    textElement('KeyMarker', encode(marker)),
    textElement('VersionIdMarker', call.parameter('version-id-marker') ?? ''),
    optionalElement('NextKeyMarker', isTruncated && last !== undefined ? encode(last.name) : undefined),
    optionalElement('NextVersionIdMarker', isTruncated ? onlyVersion : undefined),
    textElement('MaxKeys', maxKeys),
    optionalElement('EncodingType', call.parameter('encoding-type')),
    textElement('IsTruncated', isTruncated),
    ...entries.map(({ name }) => {
      const { etag, size, lastModified } = files.objects.find(name) as StoredObject;
      return element(
        'Version',
        textElement('Key', encode(name)),
        textElement('VersionId', onlyVersion),
        textElement('IsLatest', true),
        textElement('LastModified', formatIsoTime(lastModified)),
        textElement('ETag', `"${etag}"`),
        textElement('Size', size),
        textElement('StorageClass', 'STANDARD'),
      );
    }),
  );
};
