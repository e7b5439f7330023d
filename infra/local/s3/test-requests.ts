import { createHash, createHmac } from 'node:crypto';
import type { TemporaryCredentials } from '../credentials.ts';
import { type Got, type Sent, send } from '../http-api/test-request.ts';
import { region, type TestS3 } from './test-s3.ts';

/** A request to S3 as a client sends it, with nothing normalized on the way. */
export interface RequestOptions {
  readonly method?: string;
  /** As sent over the wire, in virtual-hosted style unless `host` says otherwise. */
  readonly path: string;
  readonly host?: string;
  /** In lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** By default, the hash of the body. */
  readonly payloadHash?: string;
  /** Headers to send unsigned. */
  readonly unsigned?: Readonly<Record<string, string>>;
  /** Epoch milliseconds. */
  readonly at?: number;
  readonly scope?: { readonly region?: string; readonly service?: string };
}

export const host = 'owned-notes-uploads.s3.us-east-1.amazonaws.com';

const formatDate = (at: number): string => new Date(at).toISOString().replace(/[-:]|\.\d{3}/g, '');

/** Signs with Signature Version 4 as S3's documentation describes it, without the code under test. */
export const sign = (by: TemporaryCredentials, asking: RequestOptions): Sent => {
  const { method = 'GET', path, body = '', at = Date.now() } = asking;
  const date = formatDate(at);
  const payloadHash = asking.payloadHash ?? hashSha256(body);
  const headers: Readonly<Record<string, string>> = {
    host: asking.host ?? host,
    'x-amz-content-sha256': payloadHash,
    'x-amz-date': date,
    'x-amz-security-token': by.sessionToken,
    ...asking.headers,
  };
  const names = Object.keys(headers).sort();
  const canonical = [
    ...[method, ...canonicalizeTarget(path), ...names.map((name) => `${name}:${headers[name]}`), ''],
    ...[names.join(';'), payloadHash],
  ].join('\n');
  const scope = formatScope(date, asking.scope);
  const authorization =
    `AWS4-HMAC-SHA256 Credential=${by.accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, ` +
    `Signature=${calculateSignature(by, date, scope, canonical)}`;
  return { method, path, body, headers: Object.entries({ ...headers, authorization, ...asking.unsigned }).flat() };
};

/** Signs in the query; `query` holds other parameters that the signer adds. */
export const presign = (by: TemporaryCredentials, asking: RequestOptions & { readonly query?: string }): Sent => {
  const { method = 'GET', body = '', at = Date.now(), query = '' } = asking;
  const date = formatDate(at);
  const scope = formatScope(date, asking.scope);
  const unsignedPath = `${asking.path}?${[
    ...(query === '' ? [] : [query]),
    'X-Amz-Algorithm=AWS4-HMAC-SHA256',
    `X-Amz-Credential=${encodeURIComponent(`${by.accessKeyId}/${scope}`)}`,
    ...[`X-Amz-Date=${date}`, 'X-Amz-Expires=900', `X-Amz-Security-Token=${encodeURIComponent(by.sessionToken)}`],
    'X-Amz-SignedHeaders=host',
  ].join('&')}`;
  const canonical = [
    ...[method, ...canonicalizeTarget(unsignedPath), `host:${asking.host ?? host}`, '', 'host'],
    asking.payloadHash ?? 'UNSIGNED-PAYLOAD',
  ].join('\n');
  const path = `${unsignedPath}&X-Amz-Signature=${calculateSignature(by, date, scope, canonical)}`;
  return {
    method,
    path,
    body,
    headers: ['host', asking.host ?? host, ...Object.entries(asking.unsigned ?? {}).flat()],
  };
};

const formatScope = (date: string, wrong: RequestOptions['scope'] = {}): string =>
  `${date.slice(0, 8)}/${wrong.region ?? region}/${wrong.service ?? 's3'}/aws4_request`;

/** Returns the path and the canonical query. Signers take a literal `+` in a query for a space. */
const canonicalizeTarget = (target: string): readonly [string, string] => {
  const [path = '', query = ''] = target.split(/\?(.*)/s);
  const pairs = query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => pair.split(/=(.*)/s, 2).map((each) => escapeUri(decodeURIComponent(each.replaceAll('+', ' ')))))
    .map(([name = '', value = '']) => `${name}=${value}`);
  return [path, pairs.sort().join('&')];
};

const escapeUri = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);

const calculateSignature = (by: TemporaryCredentials, date: string, scope: string, canonical: string): string => {
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${by.secretAccessKey}`);
  return hmac(key, `AWS4-HMAC-SHA256\n${date}\n${scope}\n${hashSha256(canonical)}`).toString('hex');
};

export const hashSha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

export const ask = (api: TestS3, by: TemporaryCredentials, asking: RequestOptions): Promise<Got> =>
  send(api, sign(by, asking));

/** Returns the status and error code, such as `403 AccessDenied`, or the status alone if there is no body. */
export const describeOutcome = ({ status, body }: Got): string =>
  `${status} ${/<Code>(.*?)<\/Code>/.exec(body)?.[1] ?? ''}`.trim();
