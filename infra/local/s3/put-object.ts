import { wholeSecond } from './answer.ts';
import type { Checksum } from './checksums.ts';
import { checksums } from './checksums.ts';
import { writeCondition } from './conditions.ts';
import { descriptionOf } from './description.ts';
import type { Operate } from './operations.ts';

export const putObject: Operate = async ({ call, files, now, payload }) => {
  const [condition, description] = [writeCondition(call), descriptionOf(call)];
  // Once before the bytes come, to spare them; and once when the object is put there.
  condition(files.objects.find(call.key));
  const { file, filled } = await payload.store();
  const { size, md5, checksum } = filled;
  const etag = md5.toString('hex');
  const object = {
    ...{ key: call.key, etag, size, lastModified: wholeSecond(now()), description, inParts: false },
    ...(checksum !== undefined && { checksum: { ...checksum, type: 'FULL_OBJECT' as const } }),
    parts: [{ file, size }],
  };
  await files.objects.put(object, condition);
  return { status: 200, headers: writtenHeaders(etag, checksum) };
};

export const writtenHeaders = (etag: string, checksum: Checksum | undefined): Record<string, string> => ({
  etag: `"${etag}"`,
  'x-amz-server-side-encryption': 'AES256',
  ...(checksum !== undefined && {
    [checksums[checksum.algorithm].header]: checksum.value,
    'x-amz-checksum-type': 'FULL_OBJECT',
  }),
});
