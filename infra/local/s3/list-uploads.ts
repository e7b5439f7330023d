import { compareText } from '../../../src/domain/text.ts';
import { checksums } from './checksums.ts';
import { parseCount, parseEncoding } from './list-objects.ts';
import type { Operate } from './operations.ts';
import { notImplemented } from './s3-error.ts';
import { createXmlResponse, formatIsoTime } from './s3-response.ts';
import { element, optionalElement, textElement } from './xml.ts';

/** [S3 API Reference, "ListParts", "ListMultipartUploads"] */
const longestPage = 1000;

export const listParts: Operate = ({ call, files, bucket }) => {
  const upload = files.uploads.find(call.parameter('uploadId') ?? '', call.key);
  const maxParts = Math.min(parseCount(call, 'max-parts', longestPage), longestPage);
  const marker = parseCount(call, 'part-number-marker', 0);
  const encode = parseEncoding(call);
  const left = files.uploads.parts(upload.id).filter(({ number }) => number > marker);
  const page = left.slice(0, maxParts);
  const { checksum } = upload;
  return createXmlResponse(
    {},
    'ListPartsResult',
    textElement('Bucket', bucket),
    textElement('Key', encode(upload.key)),
    textElement('UploadId', upload.id),
    textElement('PartNumberMarker', marker),
    textElement('NextPartNumberMarker', page.at(-1)?.number ?? 0),
    textElement('MaxParts', maxParts),
    textElement('IsTruncated', page.length < left.length),
    textElement('StorageClass', 'STANDARD'),
    optionalElement('ChecksumAlgorithm', checksum?.algorithm),
    optionalElement('ChecksumType', checksum?.type),
    ...page.map((part) =>
      element(
        'Part',
        textElement('PartNumber', part.number),
        textElement('LastModified', formatIsoTime(part.lastModified)),
        textElement('ETag', `"${part.etag}"`),
        textElement('Size', part.size),
        ...(checksum === undefined ? [] : [optionalElement(checksums[checksum.algorithm].element, part.checksum)]),
      ),
    ),
  );
};

export const listUploads: Operate = ({ call, files, bucket }) => {
  if ((call.parameter('delimiter') ?? '') !== '') throw notImplemented('delimiter');
  const encode = parseEncoding(call);
  const prefix = call.parameter('prefix') ?? '';
  const [keyMarker, idMarker] = [call.parameter('key-marker') ?? '', call.parameter('upload-id-marker') ?? ''];
  const maxUploads = Math.min(parseCount(call, 'max-uploads', longestPage), longestPage);
  const left = files.uploads
    .all()
    .filter(({ key }) => key.startsWith(prefix))
    .sort((a, b) => compareText(a.key, b.key) || a.initiated - b.initiated || compareText(a.id, b.id));
  // For the marker's own key, only uploads after the marked one; none if no upload is marked.
  const marked = left.findIndex(({ key, id }) => key === keyMarker && id === idMarker);
  const rest = left.filter(({ key }, index) => {
    const order = compareText(key, keyMarker);
    return keyMarker === '' || order > 0 || (order === 0 && marked !== -1 && index > marked);
  });
  const page = rest.slice(0, maxUploads);
  const isTruncated = page.length < rest.length;
  return createXmlResponse(
    {},
    'ListMultipartUploadsResult',
    textElement('Bucket', bucket),
    textElement('KeyMarker', encode(keyMarker)),
    textElement('UploadIdMarker', idMarker),
    optionalElement('NextKeyMarker', isTruncated ? encode(page.at(-1)?.key ?? '') : undefined),
    optionalElement('NextUploadIdMarker', isTruncated ? page.at(-1)?.id : undefined),
    textElement('Prefix', encode(prefix)),
    optionalElement('EncodingType', call.parameter('encoding-type')),
    textElement('MaxUploads', maxUploads),
    textElement('IsTruncated', isTruncated),
    ...page.map(({ id, key, initiated, checksum }) =>
      element(
        'Upload',
        textElement('Key', encode(key)),
        textElement('UploadId', id),
        textElement('Initiated', formatIsoTime(initiated)),
        textElement('StorageClass', 'STANDARD'),
        optionalElement('ChecksumAlgorithm', checksum?.algorithm),
        optionalElement('ChecksumType', checksum?.type),
      ),
    ),
  );
};
