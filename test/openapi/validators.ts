import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import type { OpenApi, Schema } from '../../src/openapi/openapi.ts';

/** What is wrong with a value, or nothing. */
export type Validate = (value: unknown, schema: Schema) => readonly string[];

/**
 * Holds values to schemas of a document, by draft 2020-12. `closed`: members that no schema names are wrong. The document itself leaves
 * its objects open, so that a client of today takes a note that has a field more.
 */
export const createValidators = ({ components: { schemas } }: OpenApi, { closed = false } = {}): Validate => {
  const known = closed ? closedBySchemas : openBySchemas;
  const validate = known.get(schemas) ?? compiler(closed ? shut : (part) => part, schemas);
  known.set(schemas, validate);
  return validate;
};

// Compiled once, for documents that have the same schemas too: a schema is known by itself.
const openBySchemas = new WeakMap<object, Validate>();
const closedBySchemas = new WeakMap<object, Validate>();

const compiler = (as: (part: unknown) => unknown, schemas: OpenApi['components']['schemas']): Validate => {
  const ajv = new Ajv2020({
    // Patterns are written for any engine, and `format` is a word for readers.
    formats: { uuid: true, int64: true, 'uri-reference': true },
    ...{ strictTypes: false, strictRequired: false, code: { optimize: false } },
  });
  ajv.addVocabulary(['components', 'x-max-utf8-bytes']);
  const components = { schemas: as(schemas) };
  const compiled = new WeakMap<Schema, ValidateFunction>();
  return (value, schema) => {
    const validate = compiled.get(schema) ?? ajv.compile({ ...(as(schema) as Schema), components });
    compiled.set(schema, validate);
    return validate(value) ? [] : (validate.errors ?? []).map(inWords);
  };
};

const shut = (part: unknown): unknown => {
  if (Array.isArray(part)) return part.map(shut);
  if (typeof part !== 'object' || part === null) return part;
  const members = Object.fromEntries(Object.entries(part).map(([name, value]) => [name, shut(value)]));
  return part !== null && 'type' in part && part.type === 'object'
    ? { ...members, additionalProperties: false }
    : members;
};

const inWords = ({ instancePath, message, params }: ErrorObject): string =>
  `${instancePath} ${message} ${JSON.stringify(params)}`;
