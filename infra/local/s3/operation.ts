import type { S3Call } from './call.ts';
import { createS3Error, notImplemented } from './s3-error.ts';

/** The operations that are implemented here, by their names in S3's API. */
export type Operation =
  | 'AbortMultipartUpload'
  | 'CompleteMultipartUpload'
  | 'CopyObject'
  | 'CreateMultipartUpload'
  | 'DeleteObject'
  | 'DeleteObjects'
  | 'DeleteObjectTagging'
  | 'GetBucketLocation'
  | 'GetObject'
  | 'GetObjectTagging'
  | 'HeadBucket'
  | 'HeadObject'
  | 'ListMultipartUploads'
  | 'ListObjectsV2'
  | 'ListObjectVersions'
  | 'ListParts'
  | 'PutObject'
  | 'PutObjectTagging'
  | 'UploadPart';

interface Route {
  readonly operation: Operation;
  readonly method: string;
  readonly of: 'bucket' | 'object';
  /** Parameters and headers that must be present. */
  readonly having: readonly string[];
}

/** The first match counts [S3 API Reference, "Request syntax" of each]. */
const routes: readonly Route[] = [
  { operation: 'ListObjectsV2', method: 'GET', of: 'bucket', having: ['list-type'] },
  { operation: 'ListMultipartUploads', method: 'GET', of: 'bucket', having: ['uploads'] },
  { operation: 'ListObjectVersions', method: 'GET', of: 'bucket', having: ['versions'] },
  { operation: 'GetBucketLocation', method: 'GET', of: 'bucket', having: ['location'] },
  { operation: 'HeadBucket', method: 'HEAD', of: 'bucket', having: [] },
  { operation: 'DeleteObjects', method: 'POST', of: 'bucket', having: ['delete'] },
  { operation: 'GetObjectTagging', method: 'GET', of: 'object', having: ['tagging'] },
  { operation: 'PutObjectTagging', method: 'PUT', of: 'object', having: ['tagging'] },
  { operation: 'DeleteObjectTagging', method: 'DELETE', of: 'object', having: ['tagging'] },
  { operation: 'ListParts', method: 'GET', of: 'object', having: ['uploadId'] },
  { operation: 'GetObject', method: 'GET', of: 'object', having: [] },
  { operation: 'HeadObject', method: 'HEAD', of: 'object', having: [] },
  { operation: 'UploadPart', method: 'PUT', of: 'object', having: ['uploadId', 'partNumber'] },
  { operation: 'CopyObject', method: 'PUT', of: 'object', having: ['x-amz-copy-source'] },
  { operation: 'PutObject', method: 'PUT', of: 'object', having: [] },
  { operation: 'AbortMultipartUpload', method: 'DELETE', of: 'object', having: ['uploadId'] },
  { operation: 'DeleteObject', method: 'DELETE', of: 'object', having: [] },
  { operation: 'CreateMultipartUpload', method: 'POST', of: 'object', having: ['uploads'] },
  { operation: 'CompleteMultipartUpload', method: 'POST', of: 'object', having: ['uploadId'] },
];

/**
 * S3's subresources that are not implemented here. Each is refused, since without it the request would mean something
 * else.
 */
const subresources = [
  ...['accelerate', 'acl', 'analytics', 'attributes', 'cors', 'encryption', 'intelligent-tiering', 'inventory'],
  ...['legal-hold', 'lifecycle', 'logging', 'metadataConfiguration', 'metadataTable', 'metrics', 'notification'],
  ...['object-lock', 'ownershipControls', 'policy', 'policyStatus', 'publicAccessBlock', 'renameObject', 'replication'],
  ...['requestPayment', 'restore', 'retention', 'select', 'session', 'torrent', 'versionId', 'versioning'],
  ...['website', 'append', 'abac'],
];

/** Headers that ask for features that are not implemented here. */
const headers = [
  ...['x-amz-tagging', 'x-amz-website-redirect-location', 'x-amz-write-offset-bytes', 'x-amz-mfa'],
  ...['x-amz-server-side-encryption-customer-algorithm', 'x-amz-copy-source-server-side-encryption-customer-algorithm'],
  ...['x-amz-server-side-encryption-aws-kms-key-id', 'x-amz-object-lock-mode', 'x-amz-object-lock-legal-hold'],
  ...[
    'x-amz-rename-source',
    'x-amz-if-match-size',
    'x-amz-if-match-last-modified-time',
    'x-amz-if-match-initiated-time',
  ],
];

export const findOperation = (call: S3Call): Operation => {
  for (const name of subresources) if (call.parameter(name) !== undefined) throw notImplemented(name);
  for (const name of headers) if (call.header(name) !== undefined) throw notImplemented(name);
  if (call.header('x-amz-acl') !== undefined || call.headersFrom('x-amz-grant-').length > 0)
    throw createS3Error('AccessControlListNotSupported');
  const encryption = call.header('x-amz-server-side-encryption');
  if (encryption !== undefined && encryption !== 'AES256') throw notImplemented('x-amz-server-side-encryption');
  if ((call.header('x-amz-storage-class') ?? 'STANDARD') !== 'STANDARD') throw createS3Error('InvalidStorageClass');

  const of = call.key === '' ? 'bucket' : 'object';
  const has = (name: string) => (call.parameter(name) ?? call.header(name)) !== undefined;
  const found = routes.find((route) => route.method === call.method && route.of === of && route.having.every(has));
  if (found === undefined)
    throw routes.some(({ method }) => method === call.method)
      ? notImplemented(call.method)
      : createS3Error('MethodNotAllowed');
  if (has('versions') && !found.having.includes('versions')) throw notImplemented('versions');
  if (has('tagging') && !found.having.includes('tagging')) throw notImplemented('tagging');
  if (found.operation === 'UploadPart' && has('x-amz-copy-source')) throw notImplemented('x-amz-copy-source');
  if (found.operation === 'ListObjectsV2' && call.parameter('list-type') !== '2') throw notImplemented('list-type');
  return found.operation;
};
