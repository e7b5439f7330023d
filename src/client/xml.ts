/** An element of a small XML document: text, or other elements. */
export interface XmlElement {
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlElement[];
}

/** The maximum depth, greater than that of any answer from S3. */
const deepest = 8;

const declaration = /\s*(?:<\?xml\s[^<>]*\?>)?\s*/y;
const startTag = /<([A-Za-z][\w.-]*)((?:\s+[\w:.-]+="[^"<]*")*)\s*(\/?)>/y;
const characters = /[^<]*/y;
const endTag = /<\/([A-Za-z][\w.-]*)\s*>/y;

/**
 * Reads an XML document. Returns its root, or `undefined` for anything but what S3 answers with: nested elements, and
 * text. Rejects comments, CDATA, document types, entities of the document's own, and text beside elements. S3 may send
 * white space first, to keep the connection open [Amazon S3 API Reference, "CompleteMultipartUpload"].
 */
export const readXml = (document: string): XmlElement | undefined => {
  let at = 0;
  const taken = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(document);
    if (found === null) return undefined;
    at = pattern.lastIndex;
    return found;
  };

  const element = (depth: number): XmlElement | undefined => {
    const start = taken(startTag);
    if (start === undefined || depth > deepest) return undefined;
    const name = String(start[1]);
    if (start[3] === '/') return { name, text: '', children: [] };
    const children: XmlElement[] = [];
    let text = '';
    for (;;) {
      text += String(taken(characters)?.[0]);
      const end = taken(endTag);
      if (end !== undefined) {
        const read = end[1] === name ? unescapeText(text) : undefined;
        if (read === undefined || (children.length > 0 && read.trim() !== '')) return undefined;
        return { name, text: children.length > 0 ? '' : read, children };
      }
      const child = element(depth + 1);
      if (child === undefined) return undefined;
      children.push(child);
    }
  };

  taken(declaration);
  const root = element(1);
  return root !== undefined && document.slice(at).trim() === '' ? root : undefined;
};

/**
 * Returns the text of the only child with that name; `undefined` if there is none, or several, or one with child
 * elements.
 */
export const readText = ({ children }: XmlElement, name: string): string | undefined => {
  const [found, ...others] = children.filter((child) => child.name === name);
  return found === undefined || others.length > 0 || found.children.length > 0 ? undefined : found.text;
};

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Resolves the references in a text. Returns `undefined` if one of them is invalid. */
const unescapeText = (raw: string): string | undefined => {
  let isSound = true;
  const text = raw.replace(/&([^;&]{0,10};)?/g, (_, reference: string | undefined) => {
    const name = reference?.slice(0, -1) ?? '';
    const [, hex, decimal] = /^#(?:x([\da-f]+)|(\d+))$/i.exec(name) ?? [];
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    const character =
      code <= 0x10ffff ? String.fromCodePoint(code) : Object.hasOwn(named, name) ? named[name] : undefined;
    isSound &&= character !== undefined;
    return character ?? '';
  });
  return isSound ? text : undefined;
};

/** Escapes text for a document that is sent. */
export const escapeXml = (text: string): string =>
  text.replace(/[&<>"]/g, (each) => `&${Object.keys(named).find((name) => named[name] === each)};`);
