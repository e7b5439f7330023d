import { AwsV4Signer } from 'aws4fetch';
import { ResultAsync } from 'neverthrow';
import type { Fetch } from './cognito.ts';
import { type Unreachable, unreachable } from './failures.ts';
import type { Credentials } from './session.ts';

export interface ToSign {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Sends one request under a signature of its own, Signature Version 4 for an API of API Gateway. */
export const signedFetch = (
  { method, url, headers, body }: ToSign,
  { accessKeyId, secretAccessKey, sessionToken }: Pick<Credentials, 'accessKeyId' | 'secretAccessKey' | 'sessionToken'>,
  region: string,
  {
    fetch = globalThis.fetch,
    signal,
  }: { readonly fetch?: Fetch | undefined; readonly signal?: AbortSignal | undefined },
): ResultAsync<Response, Unreachable> => {
  const send = async (): Promise<Response> => {
    const signer = new AwsV4Signer({
      ...{ method, url, headers, accessKeyId, secretAccessKey, sessionToken, region, service: 'execute-api' },
      ...(body !== undefined && { body }),
    });
    const signed = await signer.sign();
    return fetch(signed.url.href, {
      method,
      headers: signed.headers,
      ...(body !== undefined && { body }),
      ...(signal !== undefined && { signal }),
    });
  };
  return ResultAsync.fromPromise(send(), (cause) => unreachable(url, cause));
};
