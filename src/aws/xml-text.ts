/** What is in the first element of a name, or `''`: for answers with nothing in them that XML would escape. */
export const findText = (xml: string, element: string): string =>
  new RegExp(`(?<=<${element}>)[^<]*(?=</${element}>)`).exec(xml)?.[0].trim() ?? '';
