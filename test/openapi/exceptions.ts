import { maxBodyBytes } from '../../src/adapters/api-gateway/body.ts';
import { fieldNames, noteFields } from '../../src/domain/note-fields.ts';
import type { beyondSchemas } from '../../src/openapi/beyond-schemas.ts';
import type { AskedRequest } from './exchange.ts';

/** A rule that the document states only in words. */
interface Exception {
  /** Decides whether the rule refuses a request that is valid by the schemas. */
  readonly refuses?: (request: AskedRequest) => boolean;
  /** Returns a request that the rule treats as equal to this one, and that the schemas can judge. */
  readonly standsFor?: (request: AskedRequest) => AskedRequest;
}

const countBytes = ({ body = '' }: AskedRequest): number => Buffer.byteLength(body);

/** Lists the texts of a body that is valid by the schemas. */
const readTexts = ({ body = '' }: AskedRequest) => {
  // Skips a byte order mark.
  const text = typeof body === 'string' ? body.replace(/^\ufeff/, '') : new TextDecoder().decode(body);
  const note = JSON.parse(text);
  return fieldNames.flatMap((name) => (typeof note[name] === 'string' ? [{ name, text: String(note[name]) }] : []));
};

const hasBody = ({ body }: AskedRequest): boolean => body !== undefined && body.length > 0;
const readType = ({ headers }: AskedRequest): string => (headers['content-type'] ?? '').toLowerCase();

/** One rule for each such sentence of the document. A sentence without a rule, or the reverse, does not compile. */
export const exceptions: Readonly<Record<keyof typeof beyondSchemas, Exception>> = {
  utf8Bytes: {
    refuses: (request) =>
      hasBody(request) &&
      readTexts(request).some(({ name, text }) => {
        const { maxBytes } = noteFields[name];
        return Buffer.byteLength(text) > maxBytes && [...text].length <= maxBytes;
      }),
  },
  loneSurrogate: {
    refuses: (request) => hasBody(request) && readTexts(request).some(({ text }) => !text.isWellFormed()),
  },
  bodyBytes: { refuses: (request) => countBytes(request) > maxBodyBytes },
  charset: {
    refuses: (request) => {
      const charset = /;\s*charset=([^;]*)/.exec(readType(request))?.[1];
      return hasBody(request) && charset !== undefined && !/^"?utf-?8"?$/.test(charset.trim());
    },
  },
  otherJson: {
    standsFor: (request) => {
      if (!/^\s*application\/[\w.-]+\+json\s*(;|$)/.test(readType(request)) && 'content-type' in request.headers)
        return request;
      const type = readType(request).replace(/^[^;]*/, 'application/json');
      return { ...request, headers: { ...request.headers, 'content-type': type } };
    },
  },
};
