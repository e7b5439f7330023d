import { expect, test } from 'vitest';
import { readOperations } from './api/operations.ts';
import type { ApiAnswer } from './fetch-answer.ts';
import { isCreator, readMade } from './made.ts';

const links = { get: { operationId: 'get', parameters: { thing: '$response.body#/data/ref' } } };
const createOperations = (more: object = {}) =>
  readOperations({
    paths: {
      '/boxes/{box}/things': { post: { responses: { 201: more } }, get: {} },
      '/boxes/{box}/things/{thing}': { get: { operationId: 'get' }, delete: {} },
      '/boxes/{box}/things/{thing}/parts': { post: {} },
    },
  });

const findNames = (json: unknown, headers: Record<string, string> = {}, more: object = {}) => {
  const operations = createOperations(more);
  const operation = operations.find(({ method }) => method === 'POST');
  if (operation === undefined) throw new Error('There is none.');
  const answer: ApiAnswer = { status: 201, headers: new Headers(headers), text: '', json };
  const asking = { operation, path: { box: 'b' }, query: [], headers: {}, body: {} };
  const { names, ids } = readMade(operations, asking, { box: 'b' }, answer, 'mark');
  return { names: Object.fromEntries(names), ids };
};
const called = (thing: string) => ({ names: { '/boxes/{box}/things/{thing}': { box: 'b', thing } }, ids: [thing] });

test.each([
  ['a link', { id: 'x', data: { ref: 'r-1' } }, {}, { links }, 'r-1'],
  [
    'a link, through a header',
    {},
    { 'x-ref': 'r-2' },
    { links: { get: { operationId: 'get', parameters: { 'path.thing': '$response.header.X-Ref' } } } },
    'r-2',
  ],
  ['the parameter’s name', { id: 'x', thing: 'r-3' }, {}, {}, 'r-3'],
  ['the thing’s name', { id: 'x', thing_id: 4 }, {}, {}, '4'],
  ['id', { name: 'x', id: 'r-5' }, {}, {}, 'r-5'],
  ['id, nested', { thing: { id: 'r-6' } }, {}, {}, 'r-6'],
  ['Location', undefined, { location: 'https://x.example/boxes/b/things/r%207?x=1' }, {}, 'r 7'],
])('what was created is named by %s', (_, json, headers, more, id) => {
  expect(findNames(json, headers as Record<string, string>, more)).toEqual(called(id));
});

test('an answer that names nothing gives no name', () => {
  expect(findNames({ ok: true })).toEqual({ names: {}, ids: [] });
});

test('a POST creates something if other operations are below its path, or linked', () => {
  const operations = createOperations();
  expect(operations.filter((each) => isCreator(each, operations)).map(({ key }) => key)).toEqual([
    'POST /boxes/{box}/things',
  ]);
});
