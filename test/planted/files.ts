import { AwsClient } from 'aws4fetch';
import type { Outputs } from '../../infra/local/outputs.ts';
import type { Keys } from './in-a-function.ts';

/** Returns somebody’s way to the files, by a signer that knows nothing of this project. `path` is below the bucket. */
export const filesAs =
  ({ Region: region, S3Endpoint: endpoint, BucketName: bucket }: Outputs, keys: Keys) =>
  async (method: string, path: string, body?: string): Promise<number> => {
    const client = new AwsClient({ ...keys, region, service: 's3', retries: 0 });
    const response = await client.fetch(`${endpoint}/${bucket}${path}`, {
      method,
      ...(body !== undefined && { body }),
    });
    await response.text();
    return response.status;
  };

export const createListPath = (prefix?: string): string =>
  `/?list-type=2${prefix === undefined ? '' : `&prefix=${encodeURIComponent(prefix)}`}`;
