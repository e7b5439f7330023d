import { ann, bob, bucket, issueCredentials, region, type TestS3 } from '../../../../infra/local/s3/test-s3.ts';
import type { Principal } from '../../../../src/cli/attack/chain.ts';
import { attackFiles, type FilesOptions } from '../../../../src/cli/attack/files/attack-files.ts';
import { findBucket } from '../../../../src/cli/attack/files/bucket.ts';
import { createS3Send } from '../../../../src/cli/attack/files/s3-exchange.ts';
import { fileTechniques } from '../../../../src/cli/attack/files/techniques/all.ts';
import { config } from '../../../kit/fake-pools.ts';

const principal = (name: string, identityId: string): Principal => ({
  ...{ name, identityId, keys: issueCredentials(identityId) },
  ...{ idToken: 'an.id.token', accessToken: 'an.access.token' },
});

/** Attacks the files of two users of S3 alone, each as the other. */
export const attackTestFiles = (api: TestS3, options: Partial<FilesOptions> = {}) => {
  const place = findBucket({ BucketName: bucket, S3Endpoint: api.endpoint }, { ...config, region });
  if ('kind' in place) throw new Error(place.reason);
  const send = createS3Send();
  return attackFiles(
    { bucket: place, send, sendToTheEnd: send, now: Date.now },
    [principal('Ann', ann), principal('Bob', bob)],
    {
      techniques: fileTechniques.map(({ name }) => name),
      signal: new AbortController().signal,
      ...options,
    },
  );
};
