import { checksums } from './checksums.ts';
import { checkCopySource, writeCondition } from './conditions.ts';
import { readDescription } from './description.ts';
import { findObject } from './get-object.ts';
import { listDataFiles, type StoredObject } from './objects.ts';
import type { Operate, OperationContext } from './operations.ts';
import { createS3Error, invalidArgument } from './s3-error.ts';
import { createXmlResponse, floorToSecond, formatIsoTime } from './s3-response.ts';
import { textElement } from './xml.ts';

/**
 * A copy shares the files of its source, whose bytes never change. So copying a large object takes no longer than a
 * small one.
 */
export const copyObject: Operate = async (asked) => {
  const { call, files, bucket, now, source } = asked;
  if (source === undefined) throw new Error('A copy has a source.');
  if (source.bucket !== bucket) throw createS3Error('NoSuchBucket', { elements: { BucketName: source.bucket } });
  const directive = call.header('x-amz-metadata-directive') ?? 'COPY';
  if (directive !== 'COPY' && directive !== 'REPLACE')
    throw invalidArgument('Unknown metadata directive.', 'x-amz-metadata-directive', directive);
  const original = findObject(asked, source.key);
  checkCopySource(call, original);
  if (source.key === call.key && directive === 'COPY')
    throw createS3Error('InvalidRequest', {
      message:
        'This copy request is illegal because it is trying to copy an object to itself without changing the ' +
        'object’s metadata, storage class, website redirect location or encryption attributes.',
    });
  const lastModified = floorToSecond(now());
  const condition = writeCondition(call);
  const description = directive === 'COPY' ? original.description : readDescription(call);
  const tags = chooseTags(asked, original);
  files.data.hold(listDataFiles(original));
  const { tags: _, ...untagged } = original;
  const copy = { ...untagged, key: call.key, lastModified, description, ...(tags && { tags }) };
  await files.objects.put(copy, condition);
  const { checksum, etag } = original;
  return createXmlResponse(
    {},
    'CopyObjectResult',
    textElement('LastModified', formatIsoTime(lastModified)),
    textElement('ETag', `"${etag}"`),
    ...(checksum === undefined
      ? []
      : [
          textElement(checksums[checksum.algorithm].element, checksum.value),
          textElement('ChecksumType', checksum.type),
        ]),
  );
};

/**
 * Returns the tags to copy. Copying tags requires permission to read and to write them [S3 User Guide, "Managing object
 * tags", CopyObject].
 */
const chooseTags = (
  { call, denial, requestTo }: OperationContext,
  { key, tags }: StoredObject,
): StoredObject['tags'] => {
  const directive = call.header('x-amz-tagging-directive') ?? 'COPY';
  if (directive !== 'COPY' && directive !== 'REPLACE')
    throw invalidArgument('Unknown tagging directive.', 'x-amz-tagging-directive', directive);
  if (tags === undefined || directive === 'REPLACE') return undefined;
  const denied = denial(requestTo.readTags(key)) ?? denial(requestTo.writeTags(call.key));
  if (denied !== undefined) throw createS3Error('AccessDenied', { message: denied });
  return tags;
};
