/** The length of a well-formed string in bytes of UTF-8. */
export const utf8Length = (text: string): number => new TextEncoder().encode(text).length;
