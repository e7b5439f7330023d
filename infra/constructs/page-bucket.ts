import { RemovalPolicy, type Stack, Validations } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';

/**
 * The files of the page. Unlike users' files they go with the stack, whatever the stage: nothing is in it that a deployment does not
 * write again. There are no versions for the same reason.
 */
export const createPageBucket = (stack: Stack): Bucket => {
  const bucket = new Bucket(stack, 'PageBucket', {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    // With S3's own keys: CloudFront needs a permission for any other.
    encryption: BucketEncryption.S3_MANAGED,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  Validations.of(bucket).acknowledge({
    id: 'AwsSolutions-S1',
    reason: 'CloudFront alone reads it, and what it reads is what everybody may read.',
  });
  return bucket;
};
