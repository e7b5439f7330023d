import { expect, test } from 'vitest';
import { createMissingId } from './create-missing-id.ts';
import { findDifference } from './difference.ts';

const named = (id: string, status: number, body: unknown, headers: Record<string, string> = {}) => ({
  answer: { status, headers: new Headers(headers), text: JSON.stringify(body), json: body },
  named: [id],
});
const missing = (id: string, more: object = {}) => named(id, 404, { error: `${id} is not there`, ...more });

test.each([
  ['the same except for the identifier', missing('a-1'), [missing('b-2'), missing('c-3')]],
  [
    'what differs between any two answers',
    missing('a-1', { request: 1 }),
    [missing('b-2', { request: 2 }), missing('c-3', { request: 3 })],
  ],
  [
    'times',
    missing('a-1', { at: 1795410000001 }),
    [missing('b-2', { at: 1795410000000 }), missing('c-3', { at: 1795410000000 })],
  ],
  [
    'headers that change with time',
    named('a', 404, {}, { date: 'x', 'apigw-requestid': '1' }),
    [
      named('b', 404, {}, { date: 'y', 'apigw-requestid': '2' }),
      named('c', 404, {}, { date: 'y', 'apigw-requestid': '2' }),
    ],
  ],
] as const)('%s: no difference', (_, one, others) => {
  expect(findDifference(one, others as never)).toBeUndefined();
});

test.each([
  ['a status', named('a', 403, {}), '403, where what never existed gets 404'],
  ['a member', named('a', 404, { error: 'yours it is not' }), 'a different body.error than what never existed'],
  ['another member', named('a', 404, { error: 'no', owner: 'x' }), 'a different body.owner than what never existed'],
  ['a header', named('a', 404, { error: 'no' }, { etag: '"1"' }), 'a different header etag than what never existed'],
])('%s makes a difference', (_, one, difference) => {
  const nothing = () => named('b', 404, { error: 'no' });
  expect(findDifference(one, [nothing(), nothing()])).toBe(difference);
});

test.each([
  ['0192d3c4-0000-7000-8000-000000000001', /^0192d3c4-0000-7000-8000-0000[0-9a-f]{8}$/],
  ['ab12', /^[0-9a-f]{4}$/],
  ['Ordr-77', /^[A-Z][a-z]{3}-\d\d$/],
  ['17', /^9\d{9}$/],
])('an id that never existed is made like %s', (like, form) => {
  expect(createMissingId(like)).toMatch(form);
});
