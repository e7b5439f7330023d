import type { S3Client } from '@aws-sdk/client-s3';
import type { AttachmentStore } from '../../ports/attachment-store.ts';
import type { S3 } from './s3.ts';
import { createS3AttachmentStore, type S3AttachmentStoreOptions } from './s3-attachment-store.ts';

/**
 * Creates a store of files in an S3 bucket, below `private/<owner>/`, through the SDK's client. The SDK is an optional
 * peer dependency, loaded by the first call, when whoever made `client` has it; this module loads without it. If it
 * cannot be loaded, a call rejects. A get also rejects if a permission is missing, including the one to list the
 * bucket.
 *
 * @example
 * import { S3Client } from '@aws-sdk/client-s3';
 * const attachments = createS3AttachmentStore(new S3Client({ region: 'us-east-1' }), 'my-bucket');
 */
export const createLazyS3AttachmentStore = (
  client: S3Client,
  bucket: string,
  options: S3AttachmentStoreOptions = {},
): AttachmentStore => {
  let loading: Promise<S3> | undefined;
  const onUse: S3 = async (operation, input) => {
    loading ??= import('./sdk-s3.ts').then(({ createSdkS3: sdkS3 }) => sdkS3(client));
    return (await loading)(operation, input);
  };
  return createS3AttachmentStore(onUse, bucket, options);
};
