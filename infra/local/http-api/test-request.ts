import { createHash, createHmac } from 'node:crypto';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { TemporaryCredentials } from '../credentials.ts';
import { region, type TestApi } from './test-api.ts';

/** A request exactly as sent over the wire, except for `content-length` and `connection`. */
export interface Sent {
  readonly method: string;
  readonly path: string;
  /** Names, in lower case, alternating with values. */
  readonly headers: readonly string[];
  readonly body: string | Buffer;
}

export interface Got {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Sends a request without normalizing, adding or reordering anything; `fetch` would do all three. */
export const send = ({ port }: Pick<TestApi, 'port'>, { method, path, headers, body }: Sent): Promise<Got> =>
  new Promise((resolve, reject) => {
    const length = body.length > 0 ? ['content-length', String(Buffer.byteLength(body))] : [];
    const options = { host: '127.0.0.1', port, method, path, setHost: false, agent: false as const };
    const request = httpRequest({ ...options, headers: [...headers, ...length] }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });

export interface Signing {
  readonly method?: string;
  readonly path?: string;
  readonly body?: string | Buffer;
  /** In lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly secret?: string;
  /** Epoch milliseconds. */
  readonly at?: number;
  readonly scope?: {
    readonly date?: string;
    readonly region?: string;
    readonly service?: string;
    readonly end?: string;
  };
  readonly signedHeaders?: readonly string[];
  readonly payloadHash?: string;
  /** Replaces the query in the canonical request. */
  readonly canonicalQuery?: string;
}

/** Signs a request, with whatever mistakes are asked for. A query must be in canonical form. */
export const sign = ({ host }: TestApi, by: TemporaryCredentials, signing: Signing = {}): Sent => {
  const { method = 'GET', path = '/notes', body = '', at = Date.now(), scope: wrong = {} } = signing;
  const date = signing.headers?.['x-amz-date'] ?? new Date(at).toISOString().replace(/[-:]|\.\d{3}/g, '');
  const headers: Readonly<Record<string, string>> = {
    host,
    'x-amz-date': date,
    'x-amz-security-token': by.sessionToken,
    ...signing.headers,
  };
  const names = signing.signedHeaders ?? Object.keys(headers).sort();
  const [uri = '', query = ''] = path.split('?');
  const canonical = [
    method,
    // Encoded a second time: it is encoded once in the request.
    uri.split('/').map(encodeURIComponent).join('/'),
    signing.canonicalQuery ?? query,
    ...names.map((name) => `${name}:${headers[name]}`),
    '',
    names.join(';'),
    signing.payloadHash ?? headers['x-amz-content-sha256'] ?? hashSha256(body),
  ].join('\n');
  const scope = [
    wrong.date ?? date.slice(0, 8),
    wrong.region ?? region,
    wrong.service ?? 'execute-api',
    wrong.end ?? 'aws4_request',
  ];
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${signing.secret ?? by.secretAccessKey}`);
  const signature = hmac(key, `AWS4-HMAC-SHA256\n${date}\n${scope.join('/')}\n${hashSha256(canonical)}`).toString(
    'hex',
  );
  const authorization = [
    `AWS4-HMAC-SHA256 Credential=${by.accessKeyId}/${scope.join('/')}`,
    `SignedHeaders=${names.join(';')}`,
    `Signature=${signature}`,
  ].join(', ');
  return { method, path, body, headers: Object.entries({ ...headers, authorization }).flat() };
};

export const hashSha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

export const omitHeader = (sent: Sent, name: string): Sent => ({
  ...sent,
  headers: sent.headers.filter((_, index) => sent.headers[index - (index % 2)] !== name),
});

/** Returns the request with this as the only header of the name. */
export const withHeader = (sent: Sent, name: string, value: string): Sent =>
  withAnother(omitHeader(sent, name), name, value);

/** Returns the request with this header appended. */
export const withAnother = (sent: Sent, name: string, value: string): Sent => ({
  ...sent,
  headers: [...sent.headers, name, value],
});

export const findHeader = ({ headers }: Sent, name: string): string => headers[headers.indexOf(name) + 1] ?? '';
