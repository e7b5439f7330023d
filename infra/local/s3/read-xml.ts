import { createS3Error } from './s3-error.ts';

/** An element that contains either elements or text. */
export interface XmlElement {
  readonly name: string;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

/** Deeper than any body that S3 accepts here: `Delete`, `Object`, `Key`. */
const deepest = 4;

/**
 * Parses the few bodies that S3 accepts, and refuses everything they have no use for: a document type, comments, CDATA
 * sections, processing instructions, attributes other than a namespace, custom entities.
 */
export const readXml = (document: string): XmlElement => {
  let at = /^\ufeff?(?:<\?xml [^?<>]*\?>)?/.exec(document)?.[0].length ?? 0;

  const take = (form: RegExp): RegExpExecArray => {
    form.lastIndex = at;
    const match = form.exec(document);
    if (match === null) throw createS3Error('MalformedXML');
    at += match[0].length;
    return match;
  };

  const readElement = (depth: number): XmlElement => {
    const [, name = '', empty = ''] = take(start);
    if (depth > deepest) throw createS3Error('MalformedXML');
    if (empty !== '') return { name, children: [], text: '' };
    const children: XmlElement[] = [];
    let text = '';
    for (;;) {
      text += take(characters)[0];
      if (document.startsWith('</', at)) break;
      children.push(readElement(depth + 1));
    }
    if (take(end)[1] !== name || (children.length > 0 && /[^ \t\r\n]/.test(text))) throw createS3Error('MalformedXML');
    return { name, children, text: children.length > 0 ? '' : unescapeXml(text) };
  };

  take(space);
  const root = readElement(1);
  take(space);
  if (at < document.length) throw createS3Error('MalformedXML');
  return root;
};

const start = /<([A-Za-z][A-Za-z0-9]*)(?:[ \t\r\n]+xmlns(?::[a-z]+)?=(?:"[^"<&]*"|'[^'<&]*'))*[ \t\r\n]*(\/?)>/y;
const end = /<\/([A-Za-z][A-Za-z0-9]*)[ \t\r\n]*>/y;
const characters = /[^<]*/y;
const space = /[ \t\r\n]*/y;

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Line ends become line feeds [XML 1.0, 2.11], except those written as references. */
const unescapeXml = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/&(?:#x([0-9A-Fa-f]{1,6})|#([0-9]{1,7})|([a-z]{1,4}));|&/g, (_, hex, decimal, name) => {
      const character = name === undefined ? decodeCharacter(hex, decimal) : entities[name];
      if (character === undefined) throw createS3Error('MalformedXML');
      return character;
    });

const decodeCharacter = (hex: string | undefined, decimal: string | undefined): string | undefined => {
  const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  // Half of a surrogate pair is not a character.
  return point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff) ? String.fromCodePoint(point) : undefined;
};

/** Returns the text of the only child with this name; `undefined` if there is none. */
export const readText = ({ children }: XmlElement, name: string): string | undefined => {
  const [found, ...others] = children.filter((child) => child.name === name);
  if (others.length > 0 || (found?.children.length ?? 0) > 0) throw createS3Error('MalformedXML');
  return found?.text;
};
