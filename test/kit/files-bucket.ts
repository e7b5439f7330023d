import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '../../infra/local/s3/test-client.ts';
import { ann, bucket, startTestS3 } from '../../infra/local/s3/test-s3.ts';
import { createS3AttachmentStore, type S3AttachmentStoreOptions } from '../../src/adapters/s3/s3-attachment-store.ts';
import { createSdkS3 } from '../../src/adapters/s3/sdk-s3.ts';
import type { OpenedAttachmentStore } from '../../src/laws/attachments/opened-store.ts';

const MiB = 1024 * 1024;

/** Files in an empty bucket of the local S3, by the SDK's client, which may do there what it likes. */
export const openFilesInBucket = async (
  options: S3AttachmentStoreOptions = { partBytes: 5 * MiB },
): Promise<OpenedAttachmentStore> => {
  await using opening = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'files-'));
  opening.defer(() => rm(folder, { recursive: true, force: true }));
  const api = opening.use(await startTestS3({ folder, denial: () => undefined }));
  const client = createClient(api, ann);
  opening.defer(async () => client.destroy());
  const opened = opening.move();
  return {
    ...createS3AttachmentStore(createSdkS3(client), bucket, options),
    ...(options.maxBytes !== undefined && { maxBytes: options.maxBytes }),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
};
