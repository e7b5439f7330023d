import { isRecord, type Members } from '../../client/shapes.ts';
import { toList, toMembers } from './document.ts';

/** Returns the properties of a schema and of its parts. Of alternatives, only the first counts. */
export const mergeProperties = (schema: Members | undefined): Readonly<Record<string, Members>> => {
  if (schema === undefined) return {};
  const parts = listParts(schema).map(mergeProperties);
  const own = Object.entries(toMembers(schema.properties)).map(([name, each]) => [name, toMembers(each)] as const);
  return Object.assign({}, ...parts, Object.fromEntries(own));
};

/** Returns the schemas that a schema is composed of. */
const listParts = (schema: Members): readonly Members[] => [
  ...toList(schema.allOf).map(toMembers),
  ...[schema.oneOf, schema.anyOf].flatMap((each) => toList(each).map(toMembers).filter(isNotNull).slice(0, 1)),
];

const isNotNull = ({ type }: Members): boolean => type !== 'null';

const listRequired = (schema: Members): readonly unknown[] => [
  ...toList(schema.required),
  ...listParts(schema).flatMap(listRequired),
];

/** The deepest level of a sample, so that a schema that contains itself comes to an end. */
const deepest = 6;

/** Creates a value that a schema accepts, with `mark` in each of its free texts. */
export const createSample = (schema: Members, mark: string, depth = 0): unknown => {
  if (schema.const !== undefined) return schema.const;
  const [listed] = toList(schema.enum);
  if (listed !== undefined) return listed;
  switch (findType(schema)) {
    case 'object':
      return createObject(schema, mark, depth);
    case 'array':
      return Number(schema.minItems ?? 0) > 0 ? [createSample(toMembers(schema.items), mark, depth + 1)] : [];
    case 'integer':
    case 'number':
      return Number(findExample(schema) ?? schema.minimum ?? 1);
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return createText(schema, mark);
  }
};

/** Creates an object with the required properties, and with free texts, which have room for the mark. */
const createObject = (schema: Members, mark: string, depth: number): Members => {
  const required = listRequired(schema);
  const chosen = Object.entries(mergeProperties(schema)).filter(
    ([name, each]) => each.readOnly !== true && (required.includes(name) || isFreeText(each)),
  );
  if (depth > deepest) return {};
  return Object.fromEntries(chosen.map(([name, each]) => [name, createSample(each, mark, depth + 1)]));
};

const isFreeText = (schema: Members): boolean =>
  findType(schema) === 'string' &&
  ['const', 'enum', 'format', 'pattern'].every((name) => schema[name] === undefined) &&
  Number(schema.maxLength ?? Number.POSITIVE_INFINITY) >= 24;

const findType = (schema: Members): unknown => {
  const { type } = schema;
  const named = Array.isArray(type) ? type.find((each) => each !== 'null') : type;
  if (named !== undefined) return named;
  if (isRecord(schema.properties)) return 'object';
  return listParts(schema).map(findType).find(Boolean);
};

const findExample = (schema: Members): unknown => schema.example ?? toList(schema.examples)[0] ?? schema.default;

const createText = (schema: Members, mark: string): string => {
  if (isFreeText(schema)) return mark;
  const example = findExample(schema);
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
