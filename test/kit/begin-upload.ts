import { once } from 'node:events';
import { type ClientRequest, request } from 'node:http';
import { AwsV4Signer } from 'aws4fetch';
import { onTestFinished } from 'vitest';
import type { Outputs } from '../../infra/local/outputs.ts';
import { newUser } from './user.ts';

/** Begins an upload of five bytes, and returns once the stack serves it. The stack waits for the bytes. */
export const beginUpload = async (outputs: Outputs): Promise<ClientRequest> => {
  const { identityId, keys } = await newUser(outputs);
  const { S3Endpoint, BucketName, Region: region } = outputs;
  const signer = new AwsV4Signer({
    ...keys,
    region,
    service: 's3',
    method: 'PUT',
    url: `${S3Endpoint}/${BucketName}/private/${encodeURIComponent(identityId)}/a`,
  });
  const { url, headers } = await signer.sign();
  const upload = request(url, {
    method: 'PUT',
    headers: { ...Object.fromEntries(headers), 'content-length': 5, expect: '100-continue' },
  });
  onTestFinished(() => void upload.destroy());
  upload.flushHeaders();
  await once(upload, 'continue');
  return upload;
};
