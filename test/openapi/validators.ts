import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import type { OpenApi, Schema } from '../../src/openapi/openapi.ts';

/** Returns what is wrong with a value; nothing if it is valid. */
export type Validate = (value: unknown, schema: Schema) => readonly string[];

/**
 * Validates values against a document's schemas, by draft 2020-12. With `closed`, members that no schema names are
 * wrong. The document itself leaves its objects open, so that today's clients accept a note with an additional field.
 */
export const createValidators = ({ components: { schemas } }: OpenApi, { closed = false } = {}): Validate => {
  const known = closed ? closedBySchemas : openBySchemas;
  const validate = known.get(schemas) ?? compiler(closed ? shut : (part) => part, schemas);
  known.set(schemas, validate);
  return validate;
};

// Compiled once, also for documents that share schemas, as the schema itself is the key.
const openBySchemas = new WeakMap<object, Validate>();
const closedBySchemas = new WeakMap<object, Validate>();

const compiler = (as: (part: unknown) => unknown, schemas: OpenApi['components']['schemas']): Validate => {
  const ajv = new Ajv2020({
    // Patterns are written for any engine, and `format` is only for readers.
    formats: { uuid: true, int64: true, 'uri-reference': true },
    ...{ strictTypes: false, strictRequired: false, code: { optimize: false } },
  });
  ajv.addVocabulary(['components', 'x-max-utf8-bytes']);
  const components = { schemas: as(schemas) };
  const compiled = new WeakMap<Schema, ValidateFunction>();
  return (value, schema) => {
    const validate = compiled.get(schema) ?? ajv.compile({ ...(as(schema) as Schema), components });
    compiled.set(schema, validate);
    return validate(value) ? [] : (validate.errors ?? []).map(describeError);
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

const describeError = ({ instancePath, message, params }: ErrorObject): string =>
  `${instancePath} ${message} ${JSON.stringify(params)}`;
