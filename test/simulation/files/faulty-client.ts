import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { ann, issueCredentials, region, type TestS3 } from '../../../infra/local/s3/test-s3.ts';
import type { NetworkFault } from './faults.ts';
import { createFaultyHandler, type FaultyHandler, type Handle } from './faulty-handler.ts';

export interface FaultyClient extends Disposable {
  readonly client: S3Client;
  readonly network: FaultyHandler;
}

/** Creates the SDK's client for a local S3, with faults in front of its request handler. It makes three attempts. */
export const createFaultyClient = (
  { endpoint }: TestS3,
  onFault: (kind: NetworkFault) => void = () => {},
  more: S3ClientConfig = {},
): FaultyClient => {
  const { accessKeyId, secretAccessKey, sessionToken } = issueCredentials(ann);
  const settings = { region, endpoint, forcePathStyle: true };
  const plain = new S3Client(settings);
  const inner = plain.config.requestHandler;
  const network = createFaultyHandler(inner.handle.bind(inner) as unknown as Handle, onFault);
  const client = new S3Client({
    ...settings,
    credentials: { accessKeyId, secretAccessKey, sessionToken },
    requestHandler: { metadata: { handlerProtocol: 'http/1.1' }, handle: network.handle } as never,
    retryStrategy: atOnce(3),
    ...more,
  });
  return {
    ...{ client, network },
    [Symbol.dispose]: () => {
      client.destroy();
      plain.destroy();
    },
  };
};

/** Retries at once what the SDK would retry, up to a number of attempts. */
const atOnce = (attempts: number) => {
  const token = (tried: number) => ({ getRetryCount: () => tried, getRetryDelay: () => 0 });
  return {
    acquireInitialRetryToken: async () => token(0),
    refreshRetryTokenForRetry: async (
      { getRetryCount }: { getRetryCount(): number },
      { errorType }: { errorType: string },
    ) => {
      const tried = getRetryCount() + 1;
      if (tried >= attempts || errorType === 'CLIENT_ERROR') throw new Error('No attempts are left.');
      return token(tried);
    },
    recordSuccess: () => {},
  };
};
