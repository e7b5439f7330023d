import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { beyondSchemas } from '../../src/openapi/beyond-schemas.ts';
import { openApi } from '../../src/openapi/document.ts';
import type { Content, HeaderObject, OperationObject, Schema } from '../../src/openapi/openapi.ts';
import { createPerson } from '../kit/cli/person.ts';
import { createValidators } from './validators.ts';

const file = join(import.meta.dirname, '../../docs/openapi.json');
const all = Object.entries(openApi.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);
const responses = all.flatMap(({ operation }) => Object.values(operation.responses));

test('docs/openapi.json is generated from the current tables; if not: npm run openapi', async () => {
  const made = `${JSON.stringify(openApi, null, 2)}\n`;
  expect(await readFile(file, 'utf8'), 'docs/openapi.json is out of date: run `npm run openapi`.').toBe(made);
});

test('`notes openapi` prints it', async () => {
  const { code, out, err } = await createPerson({ signedIn: false }).notes(['openapi']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toBe(await readFile(file, 'utf8'));
});

describe('the document', () => {
  test('is valid by OpenAPI’s own schema for 3.1', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(structuredClone(openApi) as unknown as Record<string, unknown>);
    expect(errors).toBeUndefined();
    expect([valid, validator.version]).toEqual([true, '3.1']);
  });

  test('has the package’s version', () => {
    expect(openApi.info.version).toBe(manifest.version);
  });

  test('has a draft 2020-12 schema for each body, parameter and header, and every example is valid by it', () => {
    const validate = createValidators(openApi, { closed: true });
    const inContent = (content: Content = {}) =>
      Object.values(content).flatMap(({ schema, examples = {} }) =>
        Object.values(examples).map(({ value }) => ({ schema, value })),
      );
    const bodies = [
      ...responses.map(({ content }) => content),
      ...all.map(({ operation }) => operation.requestBody?.content),
    ];
    const schemas: readonly Schema[] = [
      ...Object.values(openApi.components.schemas),
      ...all.flatMap(({ operation }) => operation.parameters.map(({ schema }) => schema)),
      ...responses.flatMap(({ headers = {} }) => Object.values(headers).map(({ schema }: HeaderObject) => schema)),
    ];
    const examples = [
      ...bodies.flatMap(inContent),
      ...schemas.flatMap((schema) => ((schema.examples as unknown[]) ?? []).map((value) => ({ schema, value }))),
    ];
    expect(examples.length).toBeGreaterThan(60);
    expect(examples.filter(({ schema, value }) => validate(value, schema).length > 0)).toEqual([]);
  });

  test('has patterns for any engine, even RE2: no look-around, back-references or Unicode classes', () => {
    const patterns = JSON.stringify(openApi).match(/"pattern":"(?:[^"\\]|\\.)*"/g) ?? [];
    expect(patterns.length).toBeGreaterThan(10);
    expect(patterns.filter((pattern) => /\(\?[^:]|\\\\[1-9pPuk]/.test(pattern))).toEqual([]);
  });

  test('gives each operation a unique id, and declares the parameters of its path', () => {
    expect(new Set(all.map(({ operation }) => operation.operationId)).size).toBe(5);
    for (const { path, operation } of all) {
      const inPath = operation.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
      expect(inPath).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
    }
  });

  test('links each note, and the first of a list, to all operations that take a note’s id', () => {
    const byId: Readonly<Record<string, OperationObject>> = Object.fromEntries(
      all.map(({ operation }) => [operation.operationId, operation]),
    );
    const from = (operationId: string) =>
      Object.values(byId[operationId]?.responses[200]?.links ?? {}).map(
        (link) => [link.operationId, link.parameters] as const,
      );
    const targets = (expression: string) => [
      ['createNote', { 'Idempotency-Key': expression }],
      ['listNotes', { after: expression }],
      ['getNote', { id: expression }],
      ['updateNote', { id: expression }],
      ['deleteNote', { id: expression }],
    ];
    for (const name of ['createNote', 'getNote', 'updateNote'])
      expect(from(name)).toEqual(targets('$response.body#/noteId'));
    expect(from('listNotes')).toEqual(targets('$response.body#/0/noteId'));
    for (const [operationId, parameters] of from('createNote'))
      expect(byId[operationId]?.parameters.map(({ name }) => name)).toEqual(
        expect.arrayContaining(Object.keys(parameters)),
      );
  });

  test('tells its readers what its schemas cannot express', () => {
    for (const each of Object.values(beyondSchemas)) expect(openApi.info.description).toContain(each);
  });
});
