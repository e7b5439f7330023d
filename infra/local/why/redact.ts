import { type CanonicalParts, uriDecode } from '../http-api/canonical-request.ts';

/** Headers whose values are never secret. Any other may hold a token, a key or a cookie. */
const plain = new Set([
  ...['accept', 'accept-encoding', 'accept-language', 'content-encoding', 'content-length', 'content-type', 'date'],
  ...['host', 'if-match', 'if-none-match', 'idempotency-key', 'origin', 'user-agent'],
  ...['x-amz-content-sha256', 'x-amz-date', 'x-amz-user-agent', 'amz-sdk-invocation-id', 'amz-sdk-request'],
]);

const secretParameters = new Set(['x-amz-security-token', 'x-amz-signature']);

/** Characters. A value longer than an id or a date may be a token or somebody's text. */
const longestShown = 128;

/** Returns the length of a value, and nothing else of it. */
export const redact = (value: string): string => `<${value.length} characters>`;

export const redactQuery = (query: string): string =>
  query
    .split('&')
    .map((pair) => {
      const [name = '', ...value] = pair.split('=');
      const text = value.join('=');
      const isShown = text.length <= longestShown && !secretParameters.has(uriDecode(name).toLowerCase());
      return isShown ? pair : `${name}=${redact(text)}`;
    })
    .join('&');

/** Redacts the parts of a canonical request, so that they may be kept and shown. */
export const redactParts = (parts: CanonicalParts): CanonicalParts => ({
  ...parts,
  query: redactQuery(parts.query),
  headers: parts.headers.map(([name, value]) => [
    name,
    plain.has(name) && value.length <= longestShown ? value : redact(value),
  ]),
});
