import { hashSha256, type RawRequest } from '../http-api/canonical-request.ts';
import { type Row, removeDuplicates } from './path-variants.ts';
import type { SignedService } from './service.ts';
import type { Variant } from './variants.ts';

/** Bytes. A longer body is not rewritten to see whether another form of it was signed. */
const longest = 1024 * 1024;

/** Creates variants with other hashes of the body that signers use; `right` is the service's. */
export const createBodyVariants = (request: RawRequest, right: string, service: SignedService): readonly Variant[] =>
  removeDuplicates(right, service.bodyRows(request)).map(([payloadHash, difference, advice]) => ({
    ...{ part: 'body', difference, advice },
    of: (here) => ({ ...here, parts: { ...here.parts, payloadHash } }),
  }));

/** Returns what signers use for a service that hashes the body it received. */
export const createBodyRows = ({ body }: RawRequest): readonly Row[] => [
  [hashSha256(''), 'the request was signed without its body', 'Give the signer the body that is sent.'],
  [
    'UNSIGNED-PAYLOAD',
    'the body was signed as UNSIGNED-PAYLOAD, but no header says so',
    'Send x-amz-content-sha256: UNSIGNED-PAYLOAD, and sign that header; or sign the body.',
  ],
  leftOut,
  ...(body.length === 0 || body.length > longest ? emptied : listOtherForms(body)),
];

/** Returns what signers use instead of the payload hash that the request states. */
export const createStatedRows = (): readonly Row[] => {
  const asStated = 'Give the signer x-amz-content-sha256 as it is sent, and sign that header.';
  return [
    ['UNSIGNED-PAYLOAD', 'the payload was signed as UNSIGNED-PAYLOAD, but the request does not say so', asStated],
    [hashSha256(''), 'the request was signed as one without a payload', asStated],
    leftOut,
    ...['STREAMING-AWS4-HMAC-SHA256-PAYLOAD', 'STREAMING-UNSIGNED-PAYLOAD-TRAILER'].map(
      (each): Row => [each, `the payload was signed as ${each}, but the request does not say so`, asStated],
    ),
  ];
};

const leftOut: Row = ['', 'the hash of the body was left out when the request was signed', 'Hash an empty body, too.'];

const emptied: readonly Row[] = ['{}', 'null', 'undefined', '""'].map((text) => [
  hashSha256(text),
  `the body was ${text} when the request was signed`,
  'Give the signer the body that is sent: none.',
]);

const listOtherForms = (body: Buffer): readonly Row[] => {
  const text = body.toString('utf8');
  const asSent =
    'Sign the bytes that are sent: serialize the body once, and give that string to the signer and to fetch.';
  const row = (form: string | undefined, difference: string, encoding: BufferEncoding = 'utf8'): readonly Row[] =>
    form === undefined ? [] : [[hashSha256(Buffer.from(form, encoding)), difference, asSent]];
  return [
    ...row(rewriteJson(text), 'the body was the same JSON in another form when it was signed'),
    ...row(rewriteJson(text, 2), 'the body was the same JSON with indentation when it was signed'),
    ...row(text.replace(/\s+$/, ''), 'white space was added to the end of the body after signing'),
    ...row(`${text}\n`, 'the line break at the end of the body was removed after signing'),
    ...row(text.replaceAll('\r\n', '\n'), 'line breaks were changed to CRLF after signing'),
    ...row(text.replaceAll(/\r?\n/g, '\r\n'), 'CRLF line breaks were changed after signing'),
    ...row(text.replace(/^\ufeff/, ''), 'a byte order mark was added after signing'),
    ...row(text, 'the body was signed in Latin-1 and not in UTF-8', 'latin1'),
    ...row(JSON.stringify(text), 'the body was serialized as JSON a second time when it was signed'),
  ];
};

const rewriteJson = (text: string, indent?: number): string | undefined => {
  try {
    return JSON.stringify(JSON.parse(text), null, indent);
  } catch {
    return undefined;
  }
};
