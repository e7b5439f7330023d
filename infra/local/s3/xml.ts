/** Text that already is XML. */
export type Xml = string & { readonly __brand: 'Xml' };

export const element = (name: string, ...content: readonly Xml[]): Xml =>
  `<${name}>${content.join('')}</${name}>` as Xml;

export const textElement = (name: string, text: string | number | boolean): Xml =>
  element(name, escapeText(String(text)));

/** Creates an element, or nothing for `undefined`. */
export const optionalElement = (name: string, text: string | number | undefined): Xml =>
  text === undefined ? ('' as Xml) : textElement(name, text);

const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';

export const xmlDocument = (name: string, ...content: readonly Xml[]): string =>
  `${declaration}<${name} xmlns="${namespace}">${content.join('')}</${name}>`;

/** Error documents have no namespace [S3 API Reference, "REST error responses"]. */
export const errorDocument = (...content: readonly Xml[]): string => `${declaration}${element('Error', ...content)}`;

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

/**
 * Escapes text. A literal carriage return would be read as a line feed, and most control characters are invalid in XML
 * 1.0. S3 writes them as references nonetheless, and offers `encoding-type=url` to clients that cannot read those [S3
 * API Reference, "ListObjectsV2"].
 */
const escapeText = (text: string): Xml => text.replace(/[&<>"\p{Cc}\u2028\ufffe\uffff]/gu, formatReference) as Xml;

const named: Readonly<Record<string, string>> = {
  ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' },
  ...{ '\t': '\t', '\n': '\n' },
};

const formatReference = (character: string): string =>
  named[character] ?? `&#x${character.charCodeAt(0).toString(16).toUpperCase()};`;
