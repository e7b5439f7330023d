import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clientOf } from '../infra/local/s3/test-client.ts';
import { ann, bucket, startTestS3 } from '../infra/local/s3/test-s3.ts';
import { type S3AttachmentStoreOptions, s3AttachmentStore } from '../src/adapters/s3/s3-attachment-store.ts';
import { sdkS3 } from '../src/adapters/s3/sdk-s3.ts';
import type { OpenedAttachmentStore } from '../src/laws/attachments/opened-store.ts';

const MiB = 1024 * 1024;

/** Files in an empty bucket of the local S3, by the SDK's client, which may do there what it likes. */
export const filesInBucket = async (
  options: S3AttachmentStoreOptions = { partBytes: 5 * MiB },
): Promise<OpenedAttachmentStore> => {
  await using opening = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'files-'));
  opening.defer(() => rm(folder, { recursive: true, force: true }));
  const api = opening.use(await startTestS3({ folder, denial: () => undefined }));
  const client = clientOf(api, ann);
  opening.defer(async () => client.destroy());
  const opened = opening.move();
  return {
    ...s3AttachmentStore(sdkS3(client), bucket, options),
    ...(options.maxBytes !== undefined && { maxBytes: options.maxBytes }),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
};
