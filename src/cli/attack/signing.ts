import { AwsV4Signer } from 'aws4fetch';
import type { Credentials } from '../../client/credentials.ts';

export type Keys = Pick<Credentials, 'accessKeyId' | 'secretAccessKey'> & { readonly sessionToken?: string };

export interface Signing {
  readonly keys: Keys;
  readonly region: string;
  readonly service: string;
  /** Epoch milliseconds. */
  readonly time: number;
}

export interface ToSign {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * Returns a request's headers with a Signature Version 4, for any service, including signatures that must be rejected.
 */
export const signHeaders = async (
  { method, url, headers, body }: ToSign,
  { keys, region, service, time }: Signing,
): Promise<Readonly<Record<string, string>>> => {
  const signer = new AwsV4Signer({
    ...{ method, url, headers, ...keys, region, service },
    datetime: new Date(time).toISOString().replace(/[:-]|\.\d{3}/g, ''),
    ...(body !== undefined && { body }),
  });
  const signed = await signer.sign();
  // `fetch` sets it from the URL.
  return Object.fromEntries([...signed.headers].filter(([name]) => name !== 'host'));
};
