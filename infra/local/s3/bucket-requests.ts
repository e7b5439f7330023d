import { bucketArn } from '../../template/arns.ts';
import type { RequestContext } from '../iam/context.ts';
import type { S3Call } from './call.ts';
import type { CopySource } from './copy-source.ts';
import type { Operation } from './operation.ts';

/** What IAM decides about a request to S3. */
export interface BucketRequest {
  readonly action: string;
  readonly arn: string;
  /** The condition keys that are S3's own. */
  readonly context: RequestContext;
}

export interface Bucket {
  readonly name: string;
  readonly accountId: string;
}

/** The part of a call that says what is requested. */
export interface BucketCall extends Pick<S3Call, 'key' | 'header' | 'parameter' | 'presigned'> {
  readonly operation: Operation;
  /** Present for a copy. */
  readonly source?: CopySource;
}

interface Row {
  readonly action: string;
  readonly of: 'bucket' | 'object';
}

/**
 * The permissions that each operation needs [S3 User Guide, "Required permissions for Amazon S3 API operations";
 * Service Authorization Reference, "Actions, resources, and condition keys for Amazon S3"]. `DeleteObjects` names its
 * keys in the body: each is decided separately.
 */
const rows: Readonly<Record<Operation, readonly Row[]>> = {
  AbortMultipartUpload: [{ action: 's3:AbortMultipartUpload', of: 'object' }],
  CompleteMultipartUpload: [{ action: 's3:PutObject', of: 'object' }],
  CopyObject: [{ action: 's3:PutObject', of: 'object' }],
  CreateMultipartUpload: [{ action: 's3:PutObject', of: 'object' }],
  DeleteObject: [{ action: 's3:DeleteObject', of: 'object' }],
  DeleteObjects: [],
  DeleteObjectTagging: [{ action: 's3:DeleteObjectTagging', of: 'object' }],
  GetBucketLocation: [{ action: 's3:GetBucketLocation', of: 'bucket' }],
  GetObject: [{ action: 's3:GetObject', of: 'object' }],
  GetObjectTagging: [{ action: 's3:GetObjectTagging', of: 'object' }],
  HeadBucket: [{ action: 's3:ListBucket', of: 'bucket' }],
  HeadObject: [{ action: 's3:GetObject', of: 'object' }],
  ListMultipartUploads: [{ action: 's3:ListBucketMultipartUploads', of: 'bucket' }],
  ListObjectVersions: [{ action: 's3:ListBucketVersions', of: 'bucket' }],
  ListObjectsV2: [{ action: 's3:ListBucket', of: 'bucket' }],
  ListParts: [{ action: 's3:ListMultipartUploadParts', of: 'object' }],
  PutObject: [{ action: 's3:PutObject', of: 'object' }],
  PutObjectTagging: [{ action: 's3:PutObjectTagging', of: 'object' }],
  UploadPart: [{ action: 's3:PutObject', of: 'object' }],
};

export const listBucketRequests = (asked: BucketCall, bucket: Bucket): readonly BucketRequest[] => {
  const { operation, key, source } = asked;
  const context = { ...createContext(asked, bucket), ...(isListing[operation] && createListingContext(asked)) };
  const own = rows[operation].map(({ action, of }) => ({
    action,
    arn: of === 'bucket' ? bucketArn(bucket.name) : formatObjectArn(bucket.name, key),
    context,
  }));
  return source === undefined
    ? own
    : [
        {
          action: 's3:GetObject',
          arn: formatObjectArn(source.bucket, source.key),
          context: createContext(asked, bucket),
        },
        ...own,
      ];
};

/** Creates the request for a permission that an operation turns out to need besides its own. */
export const createObjectRequest = (
  action: 's3:DeleteObject' | 's3:DeleteObjectVersion' | 's3:GetObjectTagging' | 's3:PutObjectTagging',
  key: string,
  asked: BucketCall,
  bucket: Bucket,
): BucketRequest => ({
  action,
  arn: formatObjectArn(bucket.name, key),
  context: createContext(asked, bucket),
});

/**
 * Creates the request that decides whether a caller may learn that an object is missing: only those who may list it [S3
 * API Reference, "GetObject", "Permissions"]. [open] Whether S3 asks with the key as prefix. In favour: buckets whose
 * policies condition `s3:prefix`, as Amplify's do, answer `NoSuchKey` [amplify-js#853, #1135].
 */
export const createListRequest = (key: string, asked: BucketCall, bucket: Bucket): BucketRequest => ({
  action: 's3:ListBucket',
  arn: bucketArn(bucket.name),
  context: { ...createContext(asked, bucket), 's3:prefix': key },
});

const formatObjectArn = (bucket: string, key: string): string => `${bucketArn(bucket)}/${key}`;

const isListing: Partial<Readonly<Record<Operation, boolean>>> = {
  ListObjectsV2: true,
  ListObjectVersions: true,
  ListMultipartUploads: true,
};

/** Condition keys that are named like their headers. */
const ofHeaders = [
  ...['x-amz-content-sha256', 'x-amz-copy-source', 'x-amz-metadata-directive', 'x-amz-server-side-encryption'],
  ...['x-amz-storage-class', 'if-match', 'if-none-match'],
];

const createContext = ({ header, presigned }: BucketCall, { accountId }: Bucket): RequestContext => ({
  's3:authType': presigned ? 'REST-QUERY-STRING' : 'REST-HEADER',
  's3:signatureversion': 'AWS4-HMAC-SHA256',
  's3:ResourceAccount': accountId,
  'aws:ResourceAccount': accountId,
  ...present(ofHeaders, header),
});

/**
 * Returns condition keys from parameters [S3 User Guide, "Bucket policy examples using condition keys"]; an absent
 * parameter is not an empty one.
 */
const createListingContext = ({ parameter, operation }: BucketCall): RequestContext => {
  const maxKeys = operation === 'ListMultipartUploads' ? parameter('max-uploads') : parameter('max-keys');
  return { ...present(['prefix', 'delimiter'], parameter), ...(maxKeys !== undefined && { 's3:max-keys': maxKeys }) };
};

const present = (names: readonly string[], read: (name: string) => string | undefined): RequestContext =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = read(name);
      return value === undefined ? [] : [[`s3:${name}`, value]];
    }),
  );
