import { err, ok, type Result } from 'neverthrow';

declare const brand: unique symbol;

/**
 * What a file is, as in `image/png` or `text/plain; charset=utf-8`: kept as it is written, 3 to 255 visible characters
 * and spaces.
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
 * Where nobody says what a file is.
 *
 * @example
 * const mediaType = parseMediaType(file.type).unwrapOr(unknownMediaType);
 */
export const unknownMediaType = 'application/octet-stream' as MediaType;

const longest = 255;

/**
 * A type and a subtype, and parameters as far as a header carries them; what they mean is not looked at (RFC 9110,
 * 8.3.1).
 *
 * @example
 * const mediaType = parseMediaType('text/plain; charset=utf-8'); // ok
 */
export const parseMediaType = (raw: string): Result<MediaType, InvalidMediaType> => {
  if (raw.length > longest) return invalid('is longer than 255 characters');
  if (!mediaType.test(raw)) return invalid('is no type/subtype with parameters of visible ASCII');
  return ok(raw as MediaType);
};

/** Two tokens; and behind a semicolon whatever ends in no space, which a header would lose. */
const mediaType = /^[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+(?: *;[ -~]*[!-~])?$/;

const invalid = (reason: string) => err({ kind: 'InvalidMediaType', reason } as const);
