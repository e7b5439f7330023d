import type { Operate } from './operations.ts';
import { createWriteHeaders } from './put-object.ts';
import { createS3Error, invalidArgument } from './s3-error.ts';
import { floorToSecond } from './s3-response.ts';

/** [S3 User Guide, "Amazon S3 multipart upload limits"] */
export const mostParts = 10_000;

export const uploadPart: Operate = async ({ call, files, now, payload }) => {
  const asked = call.parameter('partNumber') ?? '';
  const number = Number(asked);
  if (!/^\d{1,5}$/.test(asked) || number < 1 || number > mostParts)
    throw invalidArgument('Part number must be an integer between 1 and 10000, inclusive', 'partNumber', asked);
  const upload = files.uploads.find(call.parameter('uploadId') ?? '', call.key);
  const { file, filled } = await payload.store();
  const { size, md5, checksum } = filled;
  const expected = upload.checksum?.algorithm;
  if (expected !== undefined && checksum !== undefined && checksum.algorithm !== expected) {
    await files.data.letGo([file]);
    throw createS3Error('InvalidRequest', {
      message:
        `Checksum Type mismatch occurred, expected checksum Type: ${expected.toLowerCase()}, ` +
        `actual checksum Type: ${checksum.algorithm.toLowerCase()}`,
    });
  }
  const etag = md5.toString('hex');
  await files.uploads.addPart(upload, {
    ...{ number, etag, size, file, lastModified: floorToSecond(now()) },
    ...(checksum !== undefined && { checksum: checksum.value }),
  });
  const { 'x-amz-checksum-type': _, ...headers } = createWriteHeaders(etag, checksum);
  return { status: 200, headers };
};
