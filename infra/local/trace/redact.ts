import { uriDecode } from '../http-api/canonical-request.ts';
import { splitTarget } from '../http-api/request-target.ts';
import { describeHidden } from '../redact-tokens.ts';
import type { Pairs, Shown } from './trace.ts';

/** Shortens a signature to enough characters to tell two apart. */
const shortSignature = (signature: string): string => `${signature.slice(0, 8)}…`;

/** Headers that may carry a secret, whatever their value looks like. */
const secretHeaders = new Set([
  ...['cookie', 'proxy-authorization', 'set-cookie', 'x-amz-security-token', 'x-api-key'],
  ...['x-amz-server-side-encryption-customer-key', 'x-amz-copy-source-server-side-encryption-customer-key'],
]);

const authorizationForm = /^(AWS4-HMAC-SHA256 +Credential=[^,\s]+, *SignedHeaders=[^,\s]+, *Signature=)([0-9a-f]{64})$/;

export const redactHeader = (name: string, value: string): string => {
  const lower = name.toLowerCase();
  if (secretHeaders.has(lower)) return describeHidden(value);
  if (lower !== 'authorization') return value;
  const [, before, signature = ''] = authorizationForm.exec(value) ?? [];
  return before === undefined ? describeHidden(value) : before + shortSignature(signature);
};

/** Redacts Node's `rawHeaders`. */
export const redactHeaders = (rawHeaders: readonly string[]): Pairs =>
  rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [[name, redactHeader(name, rawHeaders[index + 1] ?? '')] as const] : [],
  );

export const redactRecord = (headers: Readonly<Record<string, unknown>>): Pairs =>
  Object.entries(headers).flatMap(([name, value]) =>
    [value].flat().map((each) => [name, redactHeader(name, String(each))] as const),
  );

export const redactQuery = (query: string): string =>
  query
    .split('&')
    .map((pair) => {
      const mark = pair.indexOf('=');
      if (mark === -1) return pair;
      const [name, value] = [pair.slice(0, mark), pair.slice(mark + 1)];
      switch (uriDecode(name).toLowerCase()) {
        case 'x-amz-security-token':
          return `${name}=${describeHidden(value)}`;
        case 'x-amz-signature':
          return `${name}=${shortSignature(value)}`;
        default:
          return pair;
      }
    })
    .join('&');

/** Redacts a path with its query. */
export const redactTarget = (url: string): string => {
  const { path, query } = splitTarget(url);
  return query === '' ? path : `${path}?${redactQuery(query)}`;
};

/** Redacts a canonical request. Its lines are method, path, query, headers, an empty line, header names, hash. */
export const redactCanonicalRequest = (text: string): string =>
  text
    .split('\n')
    .map((line, index) => {
      if (index < 2) return line;
      if (index === 2) return redactQuery(line);
      const mark = line.indexOf(':');
      return mark === -1 ? line : `${line.slice(0, mark)}:${redactHeader(line.slice(0, mark), line.slice(mark + 1))}`;
    })
    .join('\n');

/** Characters of a body that are kept: enough to read a note, and too few to fill the memory. */
const mostKept = 8 * 1024;

export const clipText = (bytes: Buffer | string): Shown => {
  const text = typeof bytes === 'string' ? bytes : bytes.subarray(0, 4 * mostKept).toString('utf8');
  const isCut = text.length > mostKept || (typeof bytes !== 'string' && bytes.length > 4 * mostKept);
  return { text: text.slice(0, mostKept), bytes: Buffer.byteLength(bytes), isCut };
};

/** Formats a value as JSON, with long texts cut, and without the secrets in headers and queries. */
export const formatJson = (value: unknown): string =>
  JSON.stringify(
    value,
    (name, each) => {
      if (name === 'headers' && typeof each === 'object' && each !== null && !Array.isArray(each))
        return Object.fromEntries(redactRecord(each));
      if (name === 'rawQueryString') return redactQuery(String(each));
      if (name === 'queryStringParameters') return Object.fromEntries(shownParameters(Object(each)));
      if (name === 'cookies') return '(hidden)';
      return typeof each === 'string' ? shownString(each) : each;
    },
    2,
  );

const shownString = (text: string): string => (text.length > mostKept ? `${text.slice(0, mostKept)}…` : text);

const shownParameters = (parameters: Readonly<Record<string, unknown>>): Pairs =>
  Object.entries(parameters).map(([name, value]) => {
    const [, shown = ''] = redactQuery(`${name}=${value}`).split(/=(.*)/s);
    return [name, shown] as const;
  });
