import type { Result } from 'neverthrow';
import { readEnvironmentCredentials } from '../../../src/aws/environment-credentials.ts';
import { isRefusal } from '../../../src/aws/refusals.ts';
import { createServiceAt, ServiceError } from '../../../src/aws/service-client.ts';
import { findBucket } from '../../../src/aws/service-endpoint.ts';
import { encodePath } from '../../../src/aws/uri-encode.ts';
import { createWireS3 } from '../../../src/aws/wire-s3.ts';
import { findText } from '../../../src/aws/xml-text.ts';
import type { ObjectHeaders } from './find-object-headers.ts';

/** The bucket that the page is served from. Every operation rejects if it fails, whatever the reason. */
export interface PageBucket {
  /** Replaces an existing object of that name. */
  put(name: string, content: Uint8Array, headers: ObjectHeaders): Promise<void>;
  /** Lists the names of all objects. */
  names(): Promise<readonly string[]>;
  /** Succeeds even if there is no object of that name. */
  delete(name: string): Promise<void>;
}

/** Patient limits: a deployment would rather wait for minutes than fail. `silence` is in milliseconds. */
const patience = { maxAttempts: 5, silence: 10_000 };

/** Creates the bucket over S3, with the credentials of the function's role. */
export const createPageBucket = (bucketName: string, env: Readonly<Record<string, string | undefined>>): PageBucket => {
  const { AWS_REGION: region } = env;
  if (!region) throw new Error('There is no AWS_REGION.');
  const { endpoint, base } = findBucket(bucketName, region, env);
  const ask = createServiceAt({ ...patience, endpoint, region, service: 's3' })(readEnvironmentCredentials);
  const objects = createWireS3(ask, base);
  return {
    put: async (name, body, headers) => {
      const answered = await ask<true>(
        { method: 'PUT', path: base + encodePath(name), headers: { ...headers }, body },
        (response) => {
          if (response.status === 200) return { kind: 'Done', value: true };
          const code = findText(response.body, 'Code');
          if (isRefusal(code)) return { kind: 'Refused' };
          if (response.status >= 500) return { kind: 'Lost' };
          throw new ServiceError(
            code || `HTTP ${response.status}`,
            findText(response.body, 'Message'),
            response.status,
          );
        },
      );
      if (answered.kind === 'GivenUp') throw new Error(`S3 did not accept ${name}.`);
    },
    names: async () => {
      const names: string[] = [];
      let token: string | undefined;
      do {
        const page = done(await objects.list({ prefix: '', token }), 'S3 did not list the bucket.');
        names.push(...page.keys);
        token = page.next;
      } while (token !== undefined);
      return names;
    },
    delete: async (name) => done(await objects.delete(name), `S3 did not delete ${name}.`),
  };
};

const done = <T>(result: Result<T, unknown>, failure: string): T =>
  result.match(
    (value) => value,
    () => {
      throw new Error(failure);
    },
  );
