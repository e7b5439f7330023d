import type { OpenApi } from '../../src/openapi/openapi.ts';

/** A document that is another than this in one place, and the place in words. */
export interface Drift {
  readonly name: string;
  readonly document: OpenApi;
}

type Node = Record<string, unknown>;
type Path = readonly (string | number)[];

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** Words for readers, ways for clients, and what tells a request from another: nothing that an answer could be wrong by. */
const unheld = [
  'description',
  'summary',
  'examples',
  'format',
  'default',
  'x-max-utf8-bytes',
  'links',
  'tags',
  'operationId',
];

/** What may become of a keyword's value: something else that it could say. */
const others: Readonly<Record<string, (value: unknown) => readonly unknown[]>> = {
  const: (value) => [`${value}x`],
  enum: (value) => (value as unknown[]).map((_, left) => (value as unknown[]).filter((__, index) => index !== left)),
  oneOf: (value) => (value as unknown[]).map((_, left) => (value as unknown[]).filter((__, index) => index !== left)),
  pattern: (value) => ['^$', String(value).replace(/\{1,(\d+)\}/, (_, most) => `{1,${Number(most) - 1}}`)],
  minLength: (value) => [Number(value) - 1, Number(value) + 1],
  maxLength: (value) => [Number(value) - 1, Number(value) + 1],
  minimum: (value) => [Number(value) + 1],
  maximum: (value) => [Number(value) - 1, Number(value) + 1],
  type: () => ['boolean'],
  required: (value) => (Array.isArray(value) ? [[...value, 'another']] : []),
  $ref: () => ['#/components/schemas/NoteId'],
};

/** Where a member may be left out: a status, a header, a type of body, a member of a note. */
const lists = ['responses', 'headers', 'content', 'properties'];

/** Every document that differs in one place of what it says of the operations and of the schemas that they name. */
export const driftsOf = (document: OpenApi): readonly Drift[] => {
  const drifts: Drift[] = [];
  const drift = (path: Path, what: string, change: (parent: Node, key: string | number) => void): void => {
    const changed = structuredClone(document) as unknown as Node;
    const parent = path.slice(0, -1).reduce<Node>((node, key) => node[key] as Node, changed);
    change(parent, path.at(-1) as string | number);
    drifts.push({ name: `${path.join(' ')} ${what}`, document: changed as unknown as OpenApi });
  };
  const walk = (node: unknown, path: Path): void => {
    if (!isNode(node)) return;
    for (const [key, value] of Object.entries(node)) {
      const at = [...path, Array.isArray(node) ? Number(key) : key];
      const parent = path.at(-1);
      // In a list of names, a name may be that of a keyword.
      const isName = typeof parent === 'string' && [...lists, 'schemas', 'paths'].includes(parent);
      if (!isName && unheld.includes(key)) continue;
      if (typeof parent === 'string' && lists.includes(parent))
        drift(at, 'is left out', (list, name) => delete list[name]);
      if (!isName)
        for (const other of others[key]?.(value) ?? [])
          if (JSON.stringify(other) !== JSON.stringify(value))
            drift(at, `is ${JSON.stringify(other).slice(0, 80)}`, (keywords, name) => {
              keywords[name] = other;
            });
      walk(value, at);
    }
  };
  walk(document.paths, ['paths']);
  walk(document.components.schemas, ['components', 'schemas']);
  return drifts;
};
