/**
 * Returns the text of the first element with this name, or `''`. It is for texts without XML escapes, which it does not
 * decode.
 */
export const findText = (xml: string, element: string): string =>
  new RegExp(`(?<=<${element}>)[^<]*(?=</${element}>)`).exec(xml)?.[0].trim() ?? '';
