import { Duration, RemovalPolicy, type Stack, Validations } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, HttpMethods, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Stage } from '../stages.ts';

/**
 * Tells whether a stage has files. IAM has no policy variable for a user pool's `sub`, so there are no files unless the
 * identity owns the notes (decision 24).
 */
export const hasFiles = ({ owner }: Stage): boolean => owner === 'identity';

/**
 * Creates the bucket for users' files. Each file is below `private/<identity id>/`, the prefix that the identity pool's
 * role lets its user reach. No function is involved: clients upload directly to S3.
 */
export const createFilesBucket = (
  stack: Stack,
  stage: Stage,
  allowedOrigins: readonly string[],
): Bucket | undefined => {
  if (!hasFiles(stage)) return undefined;
  const { retain } = stage;
  const bucket = new Bucket(stack, 'FilesBucket', {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    // S3-managed keys cost nothing and need no permission.
    encryption: BucketEncryption.S3_MANAGED,
    versioned: retain,
    removalPolicy: retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    lifecycleRules: [
      { id: 'AbandonedUploads', abortIncompleteMultipartUploadAfter: Duration.days(7) },
      ...(retain
        ? [{ id: 'FormerVersions', noncurrentVersionExpiration: Duration.days(30), expiredObjectDeleteMarker: true }]
        : []),
    ],
    ...(allowedOrigins.length > 0 && {
      cors: [
        {
          allowedOrigins: [...allowedOrigins],
          allowedMethods: [HttpMethods.GET, HttpMethods.HEAD, HttpMethods.PUT, HttpMethods.POST, HttpMethods.DELETE],
          // Client libraries sign headers of their own, which change from version to version.
          allowedHeaders: ['*'],
          // The headers that `owned-notes/client` and Amplify's clients read (decision 27).
          exposedHeaders: [
            ...['etag', 'content-range', 'date', 'x-amz-version-id', 'x-amz-request-id', 'x-amz-id-2'],
            'x-amz-checksum-sha256',
          ],
          maxAge: 3600,
        },
      ],
    }),
  });
  Validations.of(bucket).acknowledge({
    id: 'AwsSolutions-S1',
    reason:
      'Access logs would hold every user’s identity id and the names of their files; CloudTrail is available instead.',
  });
  return bucket;
};
