import type { OpenApi } from '../../src/openapi/openapi.ts';

/** A document that differs from the original in one place, and the place in words. */
export interface Drift {
  readonly name: string;
  readonly document: OpenApi;
  /** An operation, such as `GET /notes/{id}`, or a schema. */
  readonly where: string;
}

type Node = Record<string, unknown>;
type Path = readonly (string | number)[];

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** Keywords for readers, for clients, or for telling requests apart: no answer can violate them. */
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

/** Other values that a keyword could have. */
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

/** Keywords of which a member can be left out: a status, a header, a media type, a member of a note. */
const lists = ['responses', 'headers', 'content', 'properties'];

/** Creates every document that differs in one place of its operations or of the schemas that they name. */
export const createDrifts = (document: OpenApi): readonly Drift[] => {
  const drifts: Drift[] = [];
  const drift = (path: Path, what: string, value?: unknown): void => {
    const [part, ...within] = path.map(String);
    const where = part === 'paths' ? `${within[1]?.toUpperCase()} ${within[0]}` : String(within[1]);
    drifts.push({ name: `${path.join(' ')} ${what}`, document: withValueAt(document, path, value) as OpenApi, where });
  };
  /** `isList`: whether the members' names are the API's own, and not keywords of OpenAPI. */
  const walk = (node: unknown, path: Path, isList: boolean): void => {
    if (!isNode(node)) return;
    for (const [key, value] of Object.entries(node)) {
      const at = [...path, Array.isArray(node) ? Number(key) : key];
      if (isList) drift(at, 'is left out');
      if (!isList && unheld.includes(key)) continue;
      for (const other of isList ? [] : (others[key]?.(value) ?? []))
        if (JSON.stringify(other) !== JSON.stringify(value))
          drift(at, `is ${JSON.stringify(other).slice(0, 80)}`, other);
      walk(value, at, !isList && lists.includes(key));
    }
  };
  for (const [path, methods] of Object.entries(document.paths))
    for (const [method, operation] of Object.entries(methods)) walk(operation, ['paths', path, method], false);
  for (const [name, schema] of Object.entries(document.components.schemas))
    walk(schema, ['components', 'schemas', name], false);
  return drifts;
};

/** Copies a node with another value in one place, or with none. */
const withValueAt = (node: unknown, [key = '', ...path]: Path, value: unknown): unknown => {
  if (Array.isArray(node))
    return node.with(Number(key), path.length === 0 ? value : withValueAt(node[Number(key)], path, value));
  const { [key]: before, ...others } = node as Node;
  if (path.length === 0 && value === undefined) return others;
  return { ...others, [key]: path.length === 0 ? value : withValueAt(before, path, value) };
};
