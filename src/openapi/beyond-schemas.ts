import { maxBodyBytes } from '../adapters/api-gateway/body.ts';

/**
 * Rules for requests that no OpenAPI schema can express. Because of them, a request that is valid by the document is
 * refused, or one that is invalid is accepted. The document lists them for its readers, and the tests know no other
 * exceptions.
 */
export const beyondSchemas = {
  utf8Bytes:
    'Texts are limited in bytes of UTF-8, `x-max-utf8-bytes`. `maxLength` counts characters: ' +
    'a text within it may still be too long, and gets 422.',
  loneSurrogate: 'A lone surrogate, which only an escape such as `"\\ud800"` can write, gets 422.',
  bodyBytes: `A body is at most ${maxBodyBytes.toLocaleString('en-US')} bytes: a larger one gets 413.`,
  charset: 'A `charset` of `Content-Type` other than `utf-8` gets 415.',
  otherJson: 'A body of a type `application/…+json` is accepted too, and so is one without a `Content-Type`.',
} as const satisfies Readonly<Record<string, string>>;
