import { RemovalPolicy, type Stack, Validations } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';

/**
 * Creates the bucket for the page's files. Unlike users' files, it is deleted with the stack in every stage: each
 * deployment writes everything in it again. For the same reason it is not versioned.
 */
export const createPageBucket = (stack: Stack): Bucket => {
  const bucket = new Bucket(stack, 'PageBucket', {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    // S3-managed keys: CloudFront needs a permission for any others.
    encryption: BucketEncryption.S3_MANAGED,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  Validations.of(bucket).acknowledge({
    id: 'AwsSolutions-S1',
    reason: 'Only CloudFront reads it, and everybody may read what it serves.',
  });
  return bucket;
};
