import { okAsync } from 'neverthrow';
import { ann, issueCredentials, region, type TestS3 } from '../../../infra/local/s3/test-s3.ts';
import type { Session } from '../../../src/client/credentials-session.ts';
import { createFilesClient } from '../../../src/client/files.ts';
import type { FilesClientOptions } from '../../../src/client/s3-calls.ts';

/** Creates the session of somebody whom the local S3 knows. */
export const createSessionAs = (identityId: string): Pick<Session, 'credentials' | 'forget'> => ({
  credentials: () => {
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = issueCredentials(identityId);
    return okAsync({ identityId, accessKeyId, secretAccessKey, sessionToken, expires: Number(expiration) });
  },
  forget: () => {},
});

export const createBucketConfig = ({ endpoint }: Pick<TestS3, 'endpoint'>) => ({
  ...{ region, bucketName: 'owned-notes-uploads', s3Endpoint: endpoint },
});

/** Creates the client of Ann, or of somebody else, for the local S3; it retries without waiting. */
export const createTestFilesClient = (
  s3: Pick<TestS3, 'endpoint'>,
  options: FilesClientOptions = {},
  identityId = ann,
) => createFilesClient(createBucketConfig(s3), createSessionAs(identityId), { sleep: async () => {}, ...options });

/** Creates a file of `size` pseudo-random bytes. */
export const createFile = (size: number, name = 'file.bin', seed = 1): File => {
  const words = new Uint32Array(Math.ceil(size / 4));
  for (let at = 0, state = seed; at < words.length; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    words[at] = state;
  }
  return new File([new Uint8Array(words.buffer, 0, size)], name, { type: 'application/x-test' });
};
