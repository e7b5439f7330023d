import { formatAwsHost } from '../aws/domains.ts';
import { uriEncode } from '../aws/uri-encode.ts';
import type { Credentials } from './credentials.ts';

/**
 * Returns the bucket's URL: virtual-hosted style on AWS, path style elsewhere [Amazon S3 User Guide, "Virtual hosting
 * of buckets"].
 */
export const createBucketUrl = (bucketName: string, region: string, s3Endpoint: string | undefined): string =>
  s3Endpoint === undefined ? `https://${bucketName}.${formatAwsHost('s3', region)}` : `${s3Endpoint}/${bucketName}`;

/** Returns the prefix that the identity pool's role lets this user reach, and nobody else. */
export const formatOwnPrefix = ({ identityId }: Pick<Credentials, 'identityId'>): string => `private/${identityId}/`;

export const formatQuery = (parameters: Readonly<Record<string, string>>): string => {
  const pairs = Object.entries(parameters).map(([name, value]) => `${name}=${uriEncode(value)}`);
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
};
