import { isRecord, type Members } from '../../client/shapes.ts';
import { listOf, membersOf } from './document.ts';

/** The properties that a schema names, those of its parts included: of alternatives, the first. */
export const propertiesOf = (schema: Members | undefined): Readonly<Record<string, Members>> => {
  if (schema === undefined) return {};
  const parts = partsOf(schema).map(propertiesOf);
  const own = Object.entries(membersOf(schema.properties)).map(([name, each]) => [name, membersOf(each)] as const);
  return Object.assign({}, ...parts, Object.fromEntries(own));
};

/** What a schema is made of besides itself. */
const partsOf = (schema: Members): readonly Members[] => [
  ...listOf(schema.allOf).map(membersOf),
  ...[schema.oneOf, schema.anyOf].flatMap((each) => listOf(each).map(membersOf).filter(isNotNull).slice(0, 1)),
];

const isNotNull = ({ type }: Members): boolean => type !== 'null';

const requiredIn = (schema: Members): readonly unknown[] => [
  ...listOf(schema.required),
  ...partsOf(schema).flatMap(requiredIn),
];

/** As deep as samples go: what a schema that contains itself asks for has an end. */
const deepest = 6;

/** A value that a schema takes, with `mark` in each of its free texts. */
export const sampleOf = (schema: Members, mark: string, depth = 0): unknown => {
  if (schema.const !== undefined) return schema.const;
  const [listed] = listOf(schema.enum);
  if (listed !== undefined) return listed;
  switch (typeOf(schema)) {
    case 'object':
      return objectOf(schema, mark, depth);
    case 'array':
      return Number(schema.minItems ?? 0) > 0 ? [sampleOf(membersOf(schema.items), mark, depth + 1)] : [];
    case 'integer':
    case 'number':
      return Number(exampleIn(schema) ?? schema.minimum ?? 1);
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return textOf(schema, mark);
  }
};

/** Required properties, and free texts besides, which have room for the mark. */
const objectOf = (schema: Members, mark: string, depth: number): Members => {
  const required = requiredIn(schema);
  const chosen = Object.entries(propertiesOf(schema)).filter(
    ([name, each]) => each.readOnly !== true && (required.includes(name) || isFreeText(each)),
  );
  if (depth > deepest) return {};
  return Object.fromEntries(chosen.map(([name, each]) => [name, sampleOf(each, mark, depth + 1)]));
};

const isFreeText = (schema: Members): boolean =>
  typeOf(schema) === 'string' &&
  ['const', 'enum', 'format', 'pattern'].every((name) => schema[name] === undefined) &&
  Number(schema.maxLength ?? Number.POSITIVE_INFINITY) >= 24;

const typeOf = (schema: Members): unknown => {
  const { type } = schema;
  const named = Array.isArray(type) ? type.find((each) => each !== 'null') : type;
  if (named !== undefined) return named;
  if (isRecord(schema.properties)) return 'object';
  return partsOf(schema).map(typeOf).find(Boolean);
};

const exampleIn = (schema: Members): unknown => schema.example ?? listOf(schema.examples)[0] ?? schema.default;

const textOf = (schema: Members, mark: string): string => {
  if (isFreeText(schema)) return mark;
  const example = exampleIn(schema);
  if (typeof example === 'string') return example;
  const made = byFormat[String(schema.format)]?.() ?? mark;
  return made.slice(0, Number(schema.maxLength ?? made.length)).padEnd(Number(schema.minLength ?? 0), 'x');
};

const byFormat: Readonly<Record<string, () => string>> = {
  uuid: () => crypto.randomUUID(),
  date: () => '2026-01-02',
  'date-time': () => '2026-01-02T03:04:05Z',
  email: () => 'somebody@example.com',
  uri: () => 'https://example.com/',
};
