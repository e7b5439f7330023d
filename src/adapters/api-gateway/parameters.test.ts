import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createEvent } from '../../../test/kit/event.ts';
import type { HttpApiEvent } from './event.ts';
import { parseIdempotencyKey, parseNoteIdParameter, parsePageRequest } from './parameters.ts';

const identityId = 'us-east-1:7c9e6679-7425-40de-944b-e07fc1f90ae7';
const id = '0192d3c4-0000-7000-8000-000000000001';

describe('the note id in a path', () => {
  const idIn = (id?: string) =>
    parseNoteIdParameter(createEvent({ routeKey: 'GET /notes/{id}', identityId, ...(id !== undefined && { id }) }));

  test('is a UUID, whose case is kept', () => {
    expect(idIn(id)._unsafeUnwrap()).toBe(id);
    expect(idIn(id.toUpperCase())._unsafeUnwrap()).toBe(id.toUpperCase());
  });

  test.each(['x', '', undefined])('is that of no note if it is %j', (raw) => {
    expect(idIn(raw)._unsafeUnwrapErr()).toEqual({ kind: 'NoteNotFound' });
  });

  test('is that of no note if the path has only other parameters', () => {
    const event: HttpApiEvent = {
      ...createEvent({ routeKey: 'GET /notes', identityId }),
      pathParameters: { other: id },
    };
    expect(parseNoteIdParameter(event)._unsafeUnwrapErr()).toEqual({ kind: 'NoteNotFound' });
  });
});

describe('the page that a query asks for', () => {
  const pageFor = (query?: Record<string, string>) =>
    parsePageRequest(createEvent({ routeKey: 'GET /notes', identityId, ...(query !== undefined && { query }) }));

  test.each([undefined, {}, { offset: '7' }])('has up to 1,000 notes with %j', (query) => {
    expect(pageFor(query)._unsafeUnwrap()).toEqual({ limit: 1000 });
  });

  test('has up to as many notes as the query says, from 1 to 1,000', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), (limit) => {
        expect(pageFor({ limit: `${limit}` })._unsafeUnwrap()).toEqual({ limit });
      }),
      { examples: [[1], [9], [10], [99], [100], [999], [1000]] },
    );
  });

  test('begins after the given note', () => {
    expect(pageFor({ after: id })._unsafeUnwrap()).toEqual({ limit: 1000, after: id });
    expect(pageFor({ limit: '2', after: id })._unsafeUnwrap()).toEqual({ limit: 2, after: id });
  });

  test.each([
    [{ limit: '0' }, '"limit" must be a whole number from 1 to 1,000.'],
    [{ limit: '1001' }, '"limit" must be a whole number from 1 to 1,000.'],
    [{ limit: '10 ' }, '"limit" must be a whole number from 1 to 1,000.'],
    [{ limit: 'x', after: id }, '"limit" must be a whole number from 1 to 1,000.'],
    [{ after: 'x' }, '"after" must be a note id.'],
    [{ limit: '2', after: '' }, '"after" must be a note id.'],
  ])('is refused with %j, and the reason says why', (query, reason) => {
    expect(pageFor(query)._unsafeUnwrapErr()).toEqual({ kind: 'InvalidParameter', reason });
  });
});

describe('an idempotency key', () => {
  const keyIn = (headers: Readonly<Record<string, string>>) =>
    parseIdempotencyKey(createEvent({ routeKey: 'POST /notes', identityId, headers }));

  test('may be left out', () => {
    expect(keyIn({})._unsafeUnwrap()).toBeUndefined();
  });

  test.each([id, `"${id}"`, ` ${id} `, ` "${id}" `, `"${id.toUpperCase()}"`])('may be %j', (raw) => {
    expect(keyIn({ 'idempotency-key': raw })._unsafeUnwrap()).toBe(id);
  });

  test.each([
    '',
    '""',
    'x',
    `"${id}`,
    `${id}"`,
    `""${id}""`,
    `'${id}'`,
    `" ${id}"`,
    '0192d3c4-"0000-7000-8000-000000000001"',
    '"0192d3c4-0000-7000-8000"-000000000001',
    `"${id}", "${id}"`,
  ])('is never %j', (raw) => {
    const reason = 'Idempotency-Key must be a UUID.';
    expect(keyIn({ 'idempotency-key': raw })._unsafeUnwrapErr()).toEqual({ kind: 'InvalidParameter', reason });
  });
});
