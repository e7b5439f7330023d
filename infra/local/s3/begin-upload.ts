import type { S3Call } from './call.ts';
import { type ChecksumAlgorithm, type ChecksumType, checksums, isAlgorithm } from './checksums.ts';
import { readDescription } from './description.ts';
import type { Operate } from './operations.ts';
import { createS3Error, notImplemented } from './s3-error.ts';
import { createXmlResponse, floorToSecond } from './s3-response.ts';
import type { Upload } from './uploads.ts';
import { textElement } from './xml.ts';

export const beginUpload: Operate = async ({ call, files, bucket, now }) => {
  const checksum = parseUploadChecksum(call);
  const { id, key } = await files.uploads.begin({
    ...{ key: call.key, initiated: floorToSecond(now()), description: readDescription(call) },
    ...(checksum !== undefined && { checksum }),
  });
  return createXmlResponse(
    checksum === undefined
      ? {}
      : { 'x-amz-checksum-algorithm': checksum.algorithm, 'x-amz-checksum-type': checksum.type },
    'InitiateMultipartUploadResult',
    textElement('Bucket', bucket),
    textElement('Key', key),
    textElement('UploadId', id),
  );
};

/** [S3 User Guide, "Checking object integrity", "Using part-level checksums for multipart uploads"] */
const parseUploadChecksum = (call: S3Call): Upload['checksum'] => {
  const [algorithm, type] = [
    call.header('x-amz-checksum-algorithm')?.toUpperCase(),
    call.header('x-amz-checksum-type'),
  ];
  if (algorithm === undefined) {
    if (type === undefined) return undefined;
    throw createS3Error('InvalidRequest', {
      message: 'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
    });
  }
  if (!isAlgorithm(algorithm)) throw notImplemented('x-amz-checksum-algorithm');
  const row = checksums[algorithm];
  if (!isType(type, algorithm))
    throw createS3Error('InvalidRequest', {
      message: `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
    });
  return { algorithm, type: type ?? row.type };
};

/**
 * Returns whether an algorithm has this checksum type: a full-object hash cannot be derived from the hashes of parts,
 * and CRC-64/NVME has full-object checksums only.
 */
const isType = (type: string | undefined, algorithm: ChecksumAlgorithm): type is ChecksumType | undefined => {
  if (type === 'FULL_OBJECT') return checksums[algorithm].combined !== undefined;
  if (type === 'COMPOSITE') return algorithm !== 'CRC64NVME';
  return type === undefined;
};
