import { ann, bob, bucket, credentialsOf, region, type TestS3 } from '../../../infra/local/s3/test-s3.ts';
import type { Principal } from '../../../src/cli/attack/chain.ts';
import { bucketIn } from '../../../src/cli/attack/files/bucket.ts';
import { type FilesOptions, filesAttacked } from '../../../src/cli/attack/files/files-attacked.ts';
import { s3Send } from '../../../src/cli/attack/files/s3-exchange.ts';
import { fileTechniques } from '../../../src/cli/attack/files/techniques/all.ts';
import { config } from '../../fake-pools.ts';

const principal = (name: string, identityId: string): Principal => ({
  ...{ name, identityId, keys: credentialsOf(identityId) },
  ...{ idToken: 'an.id.token', accessToken: 'an.access.token' },
});

/** Two users of S3 alone, each against the other's files. */
export const attackedFiles = (api: TestS3, options: Partial<FilesOptions> = {}) => {
  const place = bucketIn({ BucketName: bucket, S3Endpoint: api.endpoint }, { ...config, region });
  if ('kind' in place) throw new Error(place.reason);
  const send = s3Send();
  return filesAttacked(
    { bucket: place, send, sendToTheEnd: send, now: Date.now },
    [principal('Ann', ann), principal('Bob', bob)],
    {
      techniques: fileTechniques.map(({ name }) => name),
      signal: new AbortController().signal,
      ...options,
    },
  );
};
