import { randomUUID } from 'node:crypto';
import { type IncomingHttpHeaders, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { AwsV4Signer } from 'aws4fetch';
import { BadRequest } from '../console/route.ts';
import type { TemporaryCredentials } from '../credentials.ts';
import { formatBasicTime } from '../http-api/canonical-request.ts';
import { redactTokens } from '../redact-tokens.ts';
import { clipText, redactHeader, redactRecord } from '../trace/redact.ts';
import type { Tried, TryRequest } from './tried.ts';

/** Milliseconds: longer than the API waits for its functions. */
const patience = 35_000;

interface SendOptions {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: TemporaryCredentials;
  /** Epoch milliseconds, by the service's clock. */
  readonly time: number;
}

/**
 * Signs a request as any client does, and sends it over HTTP to the service itself, which does not know where it comes
 * from.
 */
export const sendAs = async (
  { service, method, path, headers, body }: TryRequest,
  { endpoint, region, credentials, time }: SendOptions,
): Promise<Tried> => {
  if (!/^[A-Z]+$/.test(method)) throw new BadRequest('A method consists of capital letters.');
  if (!/^\/[\x21-\x7e]*$/.test(path) || path.startsWith('//'))
    throw new BadRequest('A path begins with one slash, and has no characters that must be escaped.');
  try {
    const { accessKeyId, secretAccessKey, sessionToken } = credentials;
    const signer = new AwsV4Signer({
      ...{ accessKeyId, secretAccessKey, sessionToken, region, service, method, datetime: formatBasicTime(time) },
      ...{ url: `${endpoint}${path}`, headers: headers.map(([name, value]): [string, string] => [name, value]) },
      ...(body !== '' && { body }),
    });
    const signed = await signer.sign();
    // The trace of a request to the table is found by this id, since it has no other.
    const name = service === 'dynamodb' ? `console-${randomUUID()}` : undefined;
    const named = name === undefined ? {} : { 'x-amzn-trace-id': name };
    const sent = { ...Object.fromEntries(signed.headers), ...named, host: signed.url.host };
    const began = performance.now();
    const answer = await exchange(signed.url, { method, headers: sent, body });
    const requestId = answer.headers['apigw-requestid'] ?? answer.headers['x-amz-request-id'] ?? name;
    return redactTokens({
      sent: {
        ...{ method, url: signed.url.href },
        headers: Object.entries(sent).map(([name, value]) => [name, redactHeader(name, value)] as const),
      },
      answer: { status: answer.status, headers: redactRecord(answer.headers), body: clipText(answer.body) },
      milliseconds: performance.now() - began,
      ...(typeof requestId === 'string' && { requestId }),
    });
  } catch (error) {
    // From Node, about a header or path that cannot be sent; or from the connection.
    throw new BadRequest(`That cannot be sent: ${error instanceof Error ? error.message : 'the reason is not known'}`);
  }
};

interface ServiceAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const exchange = (
  url: URL,
  {
    method,
    headers,
    body,
  }: { readonly method: string; readonly headers: Readonly<Record<string, string>>; readonly body: string },
): Promise<ServiceAnswer> =>
  new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, timeout: patience }, (response) => {
      const { statusCode: status = 0, headers: answered } = response;
      buffer(response).then((whole) => resolve({ status, headers: answered, body: whole }), reject);
    });
    sent.on('error', reject).on('timeout', () => sent.destroy(new Error('There was no answer in time.')));
    sent.end(body === '' ? undefined : body);
  });
