import { expect, test } from 'vitest';
import { createSample, mergeProperties } from './sample.ts';

const mark = 'the-mark';

test.each([
  [{ type: 'string' }, mark],
  [{ type: 'string', maxLength: 4 }, 'the-'],
  [{ type: 'string', minLength: 10, maxLength: 10 }, 'the-markxx'],
  [{ type: 'string', enum: ['b', 'a'] }, 'b'],
  [{ const: 'c' }, 'c'],
  [{ type: 'string', pattern: '^[A-Z]{2}$', examples: ['AB'] }, 'AB'],
  [{ type: 'string', format: 'uuid' }, expect.stringMatching(/^[0-9a-f-]{36}$/)],
  [{ type: 'string', format: 'date-time' }, expect.stringMatching(/^\d{4}-\d\d-\d\dT/)],
  [{ type: ['null', 'string'] }, mark],
  [{ type: 'integer', minimum: 5 }, 5],
  [{ type: 'number' }, 1],
  [{ type: 'boolean' }, true],
  [{ type: 'array', items: { type: 'string' } }, []],
  [{ type: 'array', minItems: 1, items: { type: 'string' } }, [mark]],
  [
    { oneOf: [{ type: 'null' }, { type: 'object', required: ['a'], properties: { a: { type: 'string' } } }] },
    { a: mark },
  ],
])('creates a value that %j accepts', (schema, value) => {
  expect(createSample(schema, mark)).toEqual(value);
});

test('an object has its required members and its free texts, and nothing that the server sets', () => {
  const schema = {
    allOf: [
      { type: 'object', required: ['count'], properties: { count: { type: 'integer' }, extra: { type: 'integer' } } },
    ],
    properties: {
      title: { type: 'string' },
      id: { type: 'string', readOnly: true },
      day: { type: 'string', format: 'date' },
    },
  };
  expect(createSample(schema, mark)).toEqual({ count: 1, title: mark });
  expect(Object.keys(mergeProperties(schema))).toEqual(['count', 'extra', 'title', 'id', 'day']);
});
