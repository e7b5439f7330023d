import { createHash } from 'node:crypto';
import type { S3Call } from './call.ts';
import { calculateComposite, checksums, type SizedChecksum } from './checksums.ts';
import { writeCondition } from './conditions.ts';
import type { StoredObject } from './objects.ts';
import type { Operate } from './operations.ts';
import { readText, readXml } from './read-xml.ts';
import { createS3Error } from './s3-error.ts';
import { createXmlResponse, floorToSecond } from './s3-response.ts';
import { parseChecksum } from './stated-payload.ts';
import { mostParts } from './upload-part.ts';
import type { Upload, UploadedPart } from './uploads.ts';
import { textElement } from './xml.ts';

/** Bytes of each part except the last [S3 User Guide, "Amazon S3 multipart upload limits": 5 MiB]. */
const smallestPart = 5 * 1024 * 1024;

/** Bytes: 10,000 parts with the longest checksum are 2 MB. */
const maxBytes = 4 * 1024 * 1024;

/** The object consists of the files of its parts, in order: none of their bytes is read again. */
export const completeUpload: Operate = async ({ call, files, bucket, now, payload }) => {
  const upload = files.uploads.find(call.parameter('uploadId') ?? '', call.key);
  const condition = writeCondition(call);
  const listed = readListedParts(await payload.read({ maxBytes, checksumOfObject: true }), upload);
  const { key, etag, checksum } = await files.uploads.end(upload, async (there) => {
    const parts = chooseParts(listed, there);
    const object = createObject(upload, parts, floorToSecond(now()));
    checkStated(call, object);
    files.data.hold(parts.map(({ file }) => file));
    await files.objects.put(object, condition);
    return object;
  });
  return createXmlResponse(
    { 'x-amz-server-side-encryption': 'AES256' },
    'CompleteMultipartUploadResult',
    textElement('Location', `https://${bucket}.s3.amazonaws.com/${encodeURIComponent(key)}`),
    textElement('Bucket', bucket),
    textElement('Key', key),
    textElement('ETag', `"${etag}"`),
    ...(checksum === undefined
      ? []
      : [
          textElement(checksums[checksum.algorithm].element, checksum.value),
          textElement('ChecksumType', checksum.type),
        ]),
  );
};

interface ListedPart {
  readonly number: number;
  readonly etag: string;
  readonly checksum: string | undefined;
}

const readListedParts = (body: string, upload: Upload): readonly ListedPart[] => {
  const request = readXml(body);
  const { children, name } = request;
  if (name !== 'CompleteMultipartUpload' || children.some((child) => child.name !== 'Part'))
    throw createS3Error('MalformedXML');
  if (children.length === 0 || children.length > mostParts) throw createS3Error('MalformedXML');
  const parts = children.map((part) => {
    const number = readText(part, 'PartNumber') ?? '';
    const etag = readText(part, 'ETag');
    if (!/^\d{1,5}$/.test(number) || etag === undefined) throw createS3Error('MalformedXML');
    const element = upload.checksum && checksums[upload.checksum.algorithm].element;
    return {
      ...{ number: Number(number), etag: etag.replace(/^"(.*)"$/, '$1') },
      checksum: element === undefined ? undefined : readText(part, element),
    };
  });
  if (parts.some(({ number }, index) => index > 0 && number <= (parts[index - 1]?.number ?? 0)))
    throw createS3Error('InvalidPartOrder');
  return parts;
};

const chooseParts = (listed: readonly ListedPart[], there: readonly UploadedPart[]): readonly UploadedPart[] => {
  const known = new Map(there.map((part) => [part.number, part]));
  const chosen = listed.map(({ number, etag, checksum }) => {
    const part = known.get(number);
    if (part === undefined || part.etag !== etag || (checksum !== undefined && part.checksum !== checksum))
      throw createS3Error('InvalidPart', { elements: { PartNumber: String(number), ETag: etag } });
    return part;
  });
  const small = chosen.slice(0, -1).find(({ size }) => size < smallestPart);
  if (small !== undefined)
    throw createS3Error('EntityTooSmall', {
      elements: {
        ...{ ProposedSize: String(small.size), MinSizeAllowed: String(smallestPart) },
        ...{ PartNumber: String(small.number), ETag: small.etag },
      },
    });
  return chosen;
};

const createObject = (upload: Upload, parts: readonly UploadedPart[], lastModified: number): StoredObject => {
  const md5 = createHash('md5');
  for (const { etag } of parts) md5.update(Buffer.from(etag, 'hex'));
  const checksum = calculateWholeChecksum(upload, parts);
  return {
    ...{ key: upload.key, etag: `${md5.digest('hex')}-${parts.length}`, lastModified, description: upload.description },
    size: parts.reduce((sum, { size }) => sum + size, 0),
    ...(checksum !== undefined && { checksum }),
    inParts: true,
    parts: parts.map(({ file, size, checksum: ofPart }) => ({
      ...{ file, size },
      ...(ofPart !== undefined && { checksum: ofPart }),
    })),
  };
};

const calculateWholeChecksum = ({ checksum }: Upload, parts: readonly UploadedPart[]): StoredObject['checksum'] => {
  if (checksum === undefined) return undefined;
  const { algorithm, type } = checksum;
  const sums = parts.flatMap(({ checksum: value, size }): readonly SizedChecksum[] =>
    value === undefined ? [] : [{ value, size }],
  );
  if (sums.length < parts.length)
    throw createS3Error('InvalidRequest', {
      message:
        `The upload was created using a ${algorithm.toLowerCase()} checksum. ` +
        'The complete request must include the checksum for each part.',
    });
  const value = type === 'FULL_OBJECT' ? checksums[algorithm].combined?.(sums) : calculateComposite(algorithm, sums);
  return value === undefined ? undefined : { algorithm, type, value };
};

/**
 * Checks what the client states about the whole object, if anything. It may state a composite checksum with or without
 * the number of parts.
 */
const checkStated = (call: S3Call, { checksum, size }: StoredObject): void => {
  const stated = parseChecksum(call);
  const type = call.header('x-amz-checksum-type');
  const statedSize = call.header('x-amz-mp-object-size');
  if (statedSize !== undefined && statedSize !== String(size))
    throw createS3Error('InvalidRequest', {
      message: 'The provided ‘x-amz-mp-object-size’ header does not match what was computed.',
    });
  if (type !== undefined && type !== checksum?.type)
    throw createS3Error('InvalidRequest', { message: 'The upload was created using another checksum type.' });
  if (stated === undefined) return;
  const matches =
    stated.algorithm === checksum?.algorithm &&
    (stated.value === checksum.value ||
      (checksum.type === 'COMPOSITE' && checksum.value.startsWith(`${stated.value}-`)));
  if (!matches)
    throw createS3Error('BadDigest', {
      message: `The ${stated.algorithm} you specified did not match the calculated checksum.`,
    });
};
