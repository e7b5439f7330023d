import { err, ok, type Result } from 'neverthrow';

declare const brand: unique symbol;

/**
 * The media type of a file, such as `image/png` or `text/plain; charset=utf-8`: kept as written, 3 to 255 visible ASCII
 * characters and spaces.
 *
 * @example
 * const mediaType: MediaType = parseMediaType('image/png').unwrapOr(unknownMediaType);
 */
export type MediaType = string & { readonly [brand]: 'MediaType' };

/**
 * Why a text is not a valid media type. `reason` completes a sentence that begins with the text: "is longer than 255
 * characters".
 *
 * @example
 * const reason = parseMediaType('png').match(() => '', (invalid) => invalid.reason);
 */
export interface InvalidMediaType {
  readonly kind: 'InvalidMediaType';
  readonly reason: string;
}

/**
 * The media type of a file whose type nobody states.
 *
 * @example
 * const mediaType = parseMediaType(file.type).unwrapOr(unknownMediaType);
 */
export const unknownMediaType = 'application/octet-stream' as MediaType;

const longest = 255;

/**
 * Parses a media type: a type, a subtype, and any parameters that a header can carry. Does not interpret the parameters
 * (RFC 9110, 8.3.1).
 *
 * @example
 * const mediaType = parseMediaType('text/plain; charset=utf-8'); // ok
 */
export const parseMediaType = (raw: string): Result<MediaType, InvalidMediaType> => {
  if (raw.length > longest) return invalid('is longer than 255 characters');
  if (!mediaType.test(raw)) return invalid('is not a type/subtype with parameters of visible ASCII');
  return ok(raw as MediaType);
};

/** Two tokens, then optionally a semicolon and text that does not end in a space, which a header would lose. */
const mediaType = /^[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+(?: *;[ -~]*[!-~])?$/;

const invalid = (reason: string) => err({ kind: 'InvalidMediaType', reason } as const);
