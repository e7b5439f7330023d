import { expect, test } from 'vitest';
import { readOperations } from './operations.ts';

const of = (paths: unknown, more: object = {}) => readOperations({ openapi: '3.1.0', paths, ...more });

test('an operation is its method and path, with the parameters of both, of which its own take precedence', () => {
  const parameter = (name: string, type: string, more: object = {}) => ({
    name,
    in: 'query',
    schema: { type },
    ...more,
  });
  const [operation] = of({
    '/things': {
      parameters: [parameter('one', 'string'), parameter('two', 'string')],
      get: { operationId: 'list', parameters: [parameter('two', 'integer', { required: true })] },
    },
  });
  expect(operation).toMatchObject({ key: 'GET /things', id: 'list', method: 'GET', path: '/things', isOpen: false });
  expect(operation?.parameters).toEqual([
    { name: 'one', in: 'query', required: false, schema: { type: 'string' } },
    { name: 'two', in: 'query', required: true, schema: { type: 'integer' } },
  ]);
});

test('schemas are found behind references and under any JSON media type; circular references end', () => {
  const [operation] = of(
    {
      '/things': {
        post: {
          requestBody: { $ref: '#/components/requestBodies/Thing' },
          responses: {
            201: { content: { 'application/vnd.thing+json': { schema: { $ref: '#/components/schemas/A~1B' } } } },
          },
        },
      },
    },
    {
      components: {
        requestBodies: { Thing: { content: { 'application/json; charset=utf-8': { schema: { type: 'object' } } } } },
        schemas: { 'A/B': { properties: { inside: { $ref: '#/components/schemas/A~1B' } } } },
      },
    },
  );
  expect(operation?.body).toEqual({ type: 'object' });
  expect(operation?.answer).toHaveProperty('properties.inside.properties.inside');
  expect(JSON.stringify(operation)).not.toContain('$ref');
});

test('links name an operation by its id or by its place in the document', () => {
  const links = {
    one: { operationId: 'get', parameters: { 'path.id': '$response.body#/id' } },
    other: { operationRef: '#/paths/~1things~1{id}/delete', parameters: { id: 7 } },
    elsewhere: { operationRef: 'https://example.com/api#/paths/~1x/get' },
  };
  const [, operation] = of({
    '/things/{id}': { delete: {} },
    '/things': { post: { responses: { 200: { links } } } },
  });
  expect(operation?.links).toEqual([
    { to: { id: 'get' }, parameters: { 'path.id': '$response.body#/id' } },
    { to: { key: 'DELETE /things/{id}' }, parameters: { id: 7 } },
  ]);
});

test.each([
  [{ security: [] }, [{ token: [] }], true],
  [{ security: [{}, { token: [] }] }, undefined, true],
  [{ security: [{ token: [] }] }, [], false],
  [{}, [], true],
  [{}, [{ token: [] }], false],
  // Without a statement this is unknown, and counts as closed.
  [{}, undefined, false],
])('operations require credentials unless the document says otherwise: %j, by default %j', (said, security, isOpen) => {
  expect(of({ '/x': { get: said } }, { security })[0]?.isOpen).toBe(isOpen);
});

test.each([undefined, null, 7, 'x', [], { paths: 7 }, { paths: { '/x': null } }, { paths: { '/x': { get: 7 } } }])(
  'anything but a document has no usable operations: %j',
  (document) => {
    expect(readOperations(document).flatMap(({ parameters, links }) => [...parameters, ...links])).toEqual([]);
  },
);
