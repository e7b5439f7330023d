import { createHash } from 'node:crypto';
import type { RequestTarget } from './request-target.ts';

/** A request without its body, as it came, before any normalization. */
export interface RawHead {
  readonly method: string;
  readonly target: RequestTarget;
  /** Names and values in turn, as in Node's `rawHeaders`: trimmed, and one character for each byte. */
  readonly rawHeaders: readonly string[];
}

/** A whole request as it came. */
export interface RawRequest extends RawHead {
  readonly body: Buffer;
}

/**
 * Creates the canonical request of Signature Version 4 [IAM User Guide, "Create a signed AWS API request"] from the
 * method, path and headers of `request` and from `query`, which is the request's own except for a literal `+`. `path`
 * is the canonical path, for a service whose form differs from that of all others.
 */
export const createCanonicalRequest = (
  request: RawHead,
  query: string,
  signedHeaders: readonly string[],
  payloadHash: string,
  path?: string,
): string => formatCanonicalParts(createCanonicalParts(request, query, signedHeaders, payloadHash, path));

/** The parts of a canonical request, each as it appears there. */
export interface CanonicalParts {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly payloadHash: string;
}

export const createCanonicalParts = (
  request: RawHead,
  query: string,
  signedHeaders: readonly string[],
  payloadHash: string,
  path = canonicalizePath(request.target.path),
): CanonicalParts => ({
  method: request.method,
  path,
  query: canonicalizeQuery(query),
  headers: signedHeaders.map((name) => [
    name,
    findHeaderValues(request.rawHeaders, name).map(collapseSpaces).join(','),
  ]),
  payloadHash,
});

export const formatCanonicalParts = ({ method, path, query, headers, payloadHash }: CanonicalParts): string =>
  [
    ...[method, path, query],
    ...headers.map(([name, value]) => `${name}:${value}`),
    ...['', headers.map(([name]) => name).join(';'), payloadHash],
  ].join('\n');

/** Finds the values of a header, in the order of the request; `name` is in lower case. */
export const findHeaderValues = (rawHeaders: readonly string[], name: string): string[] =>
  rawHeaders.filter((_, index) => index % 2 === 1 && String(rawHeaders[index - 1]).toLowerCase() === name);

/**
 * Returns the hash, in hex, of bytes or of a string with one byte per character. The encoding has no effect on bytes.
 */
export const hashSha256 = (bytes: string | Buffer): string =>
  createHash('sha256')
    .update(bytes as string, 'latin1')
    .digest('hex');

/** Formats epoch milliseconds as `20261123T052400Z`. */
export const formatBasicTime = (time: number): string => new Date(time).toISOString().replace(/[-:]|\.\d{3}/g, '');

/** Encodes a path a second time, as every service but S3 does: what came as `%20` is signed as `%2520`. */
export const canonicalizePath = (path: string): string => path.split('/').map(uriEncode).join('/');

/**
 * Encodes and then sorts a query, by name and then by value: sorted as one string, `=` would count as part of the name.
 */
export const canonicalizeQuery = (query: string): string =>
  query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const mark = pair.indexOf('=');
      const [name, value] = mark === -1 ? [pair, ''] : [pair.slice(0, mark), pair.slice(mark + 1)];
      return [uriEncode(uriDecode(name)), uriEncode(uriDecode(value))] as const;
    })
    .sort(([name, value], [otherName, otherValue]) => compareText(name, otherName) || compareText(value, otherValue))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Escapes everything but the unreserved characters of RFC 3986, in upper-case hex. One character is one byte. */
export const uriEncode = (bytes: string): string =>
  bytes.replace(/[^A-Za-z0-9\-._~]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);

/** Decodes escapes into one character for each byte. A `+` stays a `+`. */
export const uriDecode = (text: string): string =>
  text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));

/**
 * Replaces each run of white space, including tabs, with one space, as every signer does. The ends are trimmed already:
 * what `trim` would find there is a byte of a character, such as the last one of "à".
 */
const collapseSpaces = (value: string): string => value.replace(/[ \t]+/g, ' ');
