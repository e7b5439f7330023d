import type { Checksum } from './checksums.ts';
import { checksums } from './checksums.ts';
import { writeCondition } from './conditions.ts';
import { readDescription } from './description.ts';
import type { Operate } from './operations.ts';
import { floorToSecond } from './s3-response.ts';

export const putObject: Operate = async ({ call, files, now, payload }) => {
  const [condition, description] = [writeCondition(call), readDescription(call)];
  // Checked once before the bytes arrive, to spare them, and again when the object is stored.
  condition(files.objects.find(call.key));
  const { file, filled } = await payload.store();
  const { size, md5, checksum } = filled;
  const etag = md5.toString('hex');
  const object = {
    ...{ key: call.key, etag, size, lastModified: floorToSecond(now()), description, inParts: false },
    ...(checksum !== undefined && { checksum: { ...checksum, type: 'FULL_OBJECT' as const } }),
    parts: [{ file, size }],
  };
  await files.objects.put(object, condition);
  return { status: 200, headers: createWriteHeaders(etag, checksum) };
};

export const createWriteHeaders = (etag: string, checksum: Checksum | undefined): Record<string, string> => ({
  etag: `"${etag}"`,
  'x-amz-server-side-encryption': 'AES256',
  ...(checksum !== undefined && {
    [checksums[checksum.algorithm].header]: checksum.value,
    'x-amz-checksum-type': 'FULL_OBJECT',
  }),
});
