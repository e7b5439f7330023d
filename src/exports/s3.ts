/**
 * Files in an S3 bucket.
 *
 * @module owned-notes/s3
 */
export type { S3AttachmentStoreOptions } from '../adapters/s3/s3-attachment-store.ts';
export { createLazyS3AttachmentStore as createS3AttachmentStore } from '../adapters/s3/sdk-attachment-store.ts';
