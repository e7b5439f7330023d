import { isRecord, type Members } from '../../client/shapes.ts';

/** What a JSON Pointer leads to (RFC 6901), as a fragment of a URI: `#/paths/~1notes/get`. */
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

/** How many `$ref`s are followed one behind the other: schemas may lead back to themselves. */
const mostReferences = 5;

/**
 * A part of the document with what its `$ref`s lead to in their place. Those that lead out of the document, and those that go round
 * in a circle, come to nothing.
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
