import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { issueCredentials, region, type TestS3 } from './test-s3.ts';

/** Creates AWS's own client for an identity. Its connections end when the server stops. */
export const createClient = ({ endpoint }: TestS3, identityId: string, more: S3ClientConfig = {}): S3Client => {
  const { accessKeyId, secretAccessKey, sessionToken } = issueCredentials(identityId);
  return new S3Client({
    ...{ region, endpoint, forcePathStyle: true, maxAttempts: 1 },
    credentials: { accessKeyId, secretAccessKey, sessionToken },
    ...more,
  });
};
