import { maxBodyBytes } from '../../src/adapters/api-gateway/body.ts';
import { fieldNames, noteFields } from '../../src/domain/note-fields.ts';
import type { beyondSchemas } from '../../src/openapi/beyond-schemas.ts';
import type { AskedRequest } from './exchange.ts';

/** What the document says in words only. */
interface Exception {
  /** Whether it has a request refused that is good by the schemas. */
  readonly refuses?: (request: AskedRequest) => boolean;
  /** The request that one which it has taken stands for, and that is good by the schemas if this one is. */
  readonly standsFor?: (request: AskedRequest) => AskedRequest;
}

const bytesIn = ({ body = '' }: AskedRequest): number => Buffer.byteLength(body);

/** The texts of a body; it is good by the schemas. */
const textsIn = ({ body = '' }: AskedRequest) => {
  // Passes over a byte order mark.
  const text = typeof body === 'string' ? body.replace(/^\ufeff/, '') : new TextDecoder().decode(body);
  const note = JSON.parse(text);
  return fieldNames.flatMap((name) => (typeof note[name] === 'string' ? [{ name, text: String(note[name]) }] : []));
};

const hasBody = ({ body }: AskedRequest): boolean => body !== undefined && body.length > 0;
const typeOf = ({ headers }: AskedRequest): string => (headers['content-type'] ?? '').toLowerCase();

/** One for each sentence of the document's: a sentence without one, or one more, does not compile. */
export const exceptions: Readonly<Record<keyof typeof beyondSchemas, Exception>> = {
  utf8Bytes: {
    refuses: (request) =>
      hasBody(request) &&
      textsIn(request).some(({ name, text }) => {
        const { maxBytes } = noteFields[name];
        return Buffer.byteLength(text) > maxBytes && [...text].length <= maxBytes;
      }),
  },
  loneSurrogate: {
    refuses: (request) => hasBody(request) && textsIn(request).some(({ text }) => !text.isWellFormed()),
  },
  bodyBytes: { refuses: (request) => bytesIn(request) > maxBodyBytes },
  charset: {
    refuses: (request) => {
      const charset = /;\s*charset=([^;]*)/.exec(typeOf(request))?.[1];
      return hasBody(request) && charset !== undefined && !/^"?utf-?8"?$/.test(charset.trim());
    },
  },
  otherJson: {
    standsFor: (request) => {
      if (!/^\s*application\/[\w.-]+\+json\s*(;|$)/.test(typeOf(request)) && 'content-type' in request.headers)
        return request;
      const type = typeOf(request).replace(/^[^;]*/, 'application/json');
      return { ...request, headers: { ...request.headers, 'content-type': type } };
    },
  },
};
