import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import type { OpenApi, Schema } from '../../src/openapi/openapi.ts';

/** What is wrong with a value, or nothing. */
export type Validate = (value: unknown, schema: Schema) => readonly string[];

/**
 * Holds values to schemas of a document, by draft 2020-12. `closed`: members that no schema names are wrong. The document itself leaves
 * its objects open, so that a client of today takes a note that has a field more.
 */
export const validatorsOf = (document: OpenApi, { closed = false } = {}): Validate => {
  const ajv = new Ajv2020({
    // Patterns are written for any engine, and `format` is a word for readers.
    ...{ strict: true, allowUnionTypes: true, formats: { uuid: true, int64: true, 'uri-reference': true } },
  });
  ajv.addVocabulary(['components', 'x-max-utf8-bytes']);
  const components = closed ? shut(document.components) : document.components;
  const compiled = new Map<Schema, ValidateFunction>();
  return (value, schema) => {
    let validate = compiled.get(schema);
    if (validate === undefined) {
      validate = ajv.compile({ ...(closed ? (shut(schema) as Schema) : schema), components });
      compiled.set(schema, validate);
    }
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
