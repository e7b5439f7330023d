import type { Operate } from './operations.ts';

export const abortUpload: Operate = async ({ call, files }) => {
  await files.uploads.end(files.uploads.find(call.parameter('uploadId') ?? '', call.key), async () => {});
  return { status: 204, headers: {} };
};
