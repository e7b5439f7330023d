import { createHash, createHmac } from 'node:crypto';
import type { Keys } from '../signing.ts';
import type { Bucket, Style } from './bucket.ts';

/** An S3 request before it is signed. */
export interface S3Asking {
  readonly method: string;
  /** The path below the bucket, as it goes over the wire; `/` is the bucket itself. */
  readonly path: string;
  /** The query as it goes over the wire: `list-type=2&prefix=a%2Fb`. */
  readonly query?: string;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly style?: Style;
  /** The path to sign, if it differs from how S3 is known to read `path`. */
  readonly signedPath?: string;
}

/** A request exactly as it goes over the wire. */
export interface S3Sent {
  readonly method: string;
  readonly origin: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface S3Signing {
  readonly keys: Keys;
  /** Epoch milliseconds. */
  readonly time: number;
}

const algorithm = 'AWS4-HMAC-SHA256';

/** Creates a request without a signature. */
export const createUnsigned = (bucket: Bucket, asking: S3Asking): S3Sent => {
  const { method, path, query = '', headers = {}, body = '', style = 'path' } = asking;
  const { origin, host, path: before } = bucket.by[style];
  const target = `${before}${path}${query === '' ? '' : `?${query}`}`;
  return { method, origin, target, headers: { host, ...headers }, body };
};

/**
 * Signs a request in its headers, by Signature Version 4 for S3: the path is encoded once and never normalized [S3 API
 * Reference, "Signature Calculations for the Authorization Header"]. aws4fetch works on URLs, which remove `..` and
 * `%2e%2e` from a path.
 */
export const signHeaders = (bucket: Bucket, asking: S3Asking, { keys, time }: S3Signing): S3Sent => {
  const sent = createUnsigned(bucket, asking);
  const payloadHash = hashSha256(sent.body);
  const headers = {
    ...sent.headers,
    ...{ 'x-amz-date': formatBasicTime(time), 'x-amz-content-sha256': payloadHash },
    ...(keys.sessionToken !== undefined && { 'x-amz-security-token': keys.sessionToken }),
  };
  const names = Object.keys(headers).sort().join(';');
  const signature = calculateSignature({ ...sent, headers }, asking, bucket, { keys, time }, names, payloadHash);
  const credential = `${keys.accessKeyId}/${formatScope(bucket, time)}`;
  const authorization = `${algorithm} Credential=${credential}, SignedHeaders=${names}, Signature=${signature}`;
  return { ...sent, headers: { ...headers, authorization } };
};

/**
 * Creates a presigned URL, which is valid for `seconds` for anyone who has it. Of the headers only `host` is signed.
 */
export const presign = (bucket: Bucket, asking: S3Asking, { keys, time }: S3Signing, seconds: number): S3Sent => {
  const { query = '' } = asking;
  const claim = new URLSearchParams({
    ...{ 'X-Amz-Algorithm': algorithm, 'X-Amz-Credential': `${keys.accessKeyId}/${formatScope(bucket, time)}` },
    ...{ 'X-Amz-Date': formatBasicTime(time), 'X-Amz-Expires': String(seconds), 'X-Amz-SignedHeaders': 'host' },
    ...(keys.sessionToken !== undefined && { 'X-Amz-Security-Token': keys.sessionToken }),
  });
  const whole = { ...asking, query: [query, String(claim)].filter((each) => each !== '').join('&') };
  const sent = createUnsigned(bucket, whole);
  const signature = calculateSignature(sent, whole, bucket, { keys, time }, 'host', 'UNSIGNED-PAYLOAD');
  return { ...sent, target: `${sent.target}&X-Amz-Signature=${signature}` };
};

const calculateSignature = (
  { method, headers }: S3Sent,
  { path, query = '', style = 'path', signedPath = encodePathOnce(path) }: S3Asking,
  bucket: Bucket,
  { keys, time }: S3Signing,
  names: string,
  payloadHash: string,
): string => {
  const lines = names.split(';').map((name) => `${name}:${headers[name]}`);
  const canonicalPath = `${bucket.by[style].path}${signedPath}`;
  const canonical = [method, canonicalPath, sortQuery(query), ...lines, '', names, payloadHash].join('\n');
  const scope = formatScope(bucket, time);
  const key = scope.split('/').reduce<string | Buffer>(calculateHmac, `AWS4${keys.secretAccessKey}`);
  return calculateHmac(key, [algorithm, formatBasicTime(time), scope, hashSha256(canonical)].join('\n')).toString(
    'hex',
  );
};

const formatScope = ({ region }: Bucket, time: number): string =>
  `${formatBasicTime(time).slice(0, 8)}/${region}/s3/aws4_request`;

const formatBasicTime = (time: number): string => new Date(time).toISOString().replace(/[:-]|\.\d{3}/g, '');

/** Encodes each segment as S3 does: decoded, then encoded once. */
const encodePathOnce = (path: string): string => path.split('/').map(encodeAnew).join('/');

const sortQuery = (query: string): string =>
  query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', value = ''] = pair.split(/=(.*)/s).map((each) => encodeAnew(each.replaceAll('+', ' ')));
      return `${name}=${value}`;
    })
    .sort()
    .join('&');

/** Works byte by byte, since an escape may not decode to a character. */
const encodeAnew = (text: string): string =>
  text
    .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/[^A-Za-z0-9\-._~]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);

const hashSha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const calculateHmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
