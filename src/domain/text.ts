/**
 * Whether a well-formed string is longer than so many bytes of UTF-8. A UTF-16 unit takes one to three of them, so most strings need
 * not be encoded to tell.
 */
export const isLongerThan = (text: string, bytes: number): boolean =>
  text.length > bytes || (text.length * 3 > bytes && new TextEncoder().encode(text).length > bytes);
