import { isRecord, type Members } from '../../client/shapes.ts';

/** Resolves a JSON Pointer (RFC 6901) that is a URI fragment, such as `#/paths/~1notes/get`. */
export const resolvePointer = (document: unknown, fragment: string): unknown => {
  let found: unknown = document;
  for (const part of fragment.replace(/^#\/?/, '').split('/').filter(Boolean)) {
    const name = decodeOrKeep(part).replaceAll('~1', '/').replaceAll('~0', '~');
    if (Array.isArray(found)) found = found[Number(name)];
    else if (isRecord(found) && Object.hasOwn(found, name)) found = found[name];
    else return undefined;
  }
  return found;
};

const decodeOrKeep = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** The most nested `$ref`s that are followed: schemas may refer to themselves. */
const mostReferences = 5;

/**
 * Returns a part of the document with each `$ref` replaced by what it refers to. A `$ref` out of the document, or
 * nested more than `mostReferences` deep, as in a cycle, becomes `{}`.
 */
export const resolveReferences = (document: unknown, part: unknown, references = 0): unknown => {
  if (Array.isArray(part)) return part.map((each) => resolveReferences(document, each, references));
  if (!isRecord(part)) return part;
  const { $ref } = part;
  if (typeof $ref !== 'string')
    return Object.fromEntries(
      Object.entries(part).map(([name, each]) => [name, resolveReferences(document, each, references)]),
    );
  if (!$ref.startsWith('#') || references === mostReferences) return {};
  return resolveReferences(document, resolvePointer(document, $ref), references + 1);
};

export const toMembers = (value: unknown): Members => (isRecord(value) ? value : {});

export const toList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
