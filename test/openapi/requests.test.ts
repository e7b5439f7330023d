import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maxBodyBytes } from '../../src/adapters/api-gateway/body.ts';
import { createMemoryNoteStore } from '../../src/adapters/memory/memory-note-store.ts';
import { anyCharacter } from '../../src/laws/any-character.ts';
import type { beyondSchemas } from '../../src/openapi/beyond-schemas.ts';
import { openApi } from '../../src/openapi/document.ts';
import { entityTagsPattern, idempotencyKeyPattern, identityPattern, idPattern } from '../../src/openapi/patterns.ts';
import { createEvent, type EventOptions } from '../kit/event.ts';
import { createHandlers } from '../kit/handlers.ts';
import { createConformance } from './conformance.ts';
import { createExchangeFromEvent } from './exchange.ts';

const identityId = 'us-east-1:7c9e6679-7425-40de-944b-e07fc1f90ae7';
const conformance = createConformance(openApi);

/** Draws a text that matches a pattern of the document, or one that differs from such a text by a character. */
const byPattern = (pattern: string): fc.Arbitrary<string> => {
  const good = fc.stringMatching(new RegExp(pattern, 'u'), { size: 'xsmall' });
  const character = fc.constantFrom(
    '',
    '"',
    ',',
    ' ',
    '*',
    'W/',
    'g',
    '0',
    '\t',
    '\u00e9',
    '\ud83d\ude00',
    '\x7f',
    '\0',
  );
  const off = fc.tuple(good, fc.nat(), fc.nat(2), character).map(([text, at, length, into]) => {
    const begin = at % (text.length + 1);
    return text.slice(0, begin) + into + text.slice(begin + length);
  });
  return fc.oneof({ weight: 2, arbitrary: good }, off);
};

const ids = fc.oneof(byPattern(idPattern), fc.uuid(), fc.constantFrom('', '..', 'F'.repeat(36)));
const conditions = fc.record(
  { 'if-match': byPattern(entityTagsPattern), 'if-none-match': byPattern(entityTagsPattern) },
  { requiredKeys: [] },
);
const rarely = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 4, nil: undefined });
const contentTypes = fc.constantFrom(
  ...[
    'application/json',
    'APPLICATION/JSON ; charset="UTF-8"',
    'application/json;charset=latin1',
    'application/a.b+json',
  ],
  ...['text/plain', 'application/jsonx', '', 'application/json, application/json', 'application/json;x=1;charset=utf8'],
);

/** Texts with lengths around each bound, in characters of one to four bytes, or with a lone surrogate. */
const text = fc.oneof(
  fc.string({ unit: anyCharacter, maxLength: 4 }),
  fc
    .tuple(
      fc.constantFrom('a', 'é', '€', '😀', '\ud800'),
      fc.constantFrom(1, 256, 1024, 65_536, 262_144),
      fc.integer({ min: -1, max: 1 }),
    )
    .map(([unit, length, more]) => unit.repeat(length + more)),
);
const member = fc.oneof({ weight: 6, arbitrary: text }, fc.constantFrom(null, 1, {}, ['a']));
const body = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .record({ content: member, attachment: member, other: fc.jsonValue() }, { requiredKeys: [] })
      .map((note) => JSON.stringify(note)),
  },
  fc.json(),
  fc.string(),
  fc.constantFrom('', '\ufeff{"content":"a"}', '{"content":"a"} ', '{"content":"a","content":1}', '[{"content":"a"}]'),
);

type Drawn = Omit<EventOptions, 'identityId'>;
const mergeHeaders = (...parts: readonly object[]): Record<string, string> =>
  Object.fromEntries(Object.entries(Object.assign({}, ...parts)).filter(([, value]) => value !== undefined)) as Record<
    string,
    string
  >;

const withBody = fc.record({
  body,
  'content-type': rarely(contentTypes),
  'content-encoding': rarely(byPattern(identityPattern)),
});
const drawn: fc.Arbitrary<Drawn> = fc.oneof(
  fc
    .tuple(conditions, rarely(byPattern(idempotencyKeyPattern)), withBody)
    .map(([condition, key, { body, ...types }]) => ({
      ...{ routeKey: 'POST /notes', body },
      headers: mergeHeaders(condition, { 'idempotency-key': key }, types),
    })),
  fc
    .tuple(
      conditions,
      rarely(fc.oneof(fc.integer({ min: -1, max: 1002 }).map(String), fc.stringMatching(/^[0-9e. +]{0,4}$/))),
      rarely(ids),
    )
    .map(([headers, limit, after]) => ({
      ...{ routeKey: 'GET /notes', headers: mergeHeaders(headers) },
      query: mergeHeaders({ limit, after }),
    })),
  fc.tuple(ids, conditions, withBody).map(([id, condition, { body, ...types }]) => ({
    ...{ routeKey: 'PUT /notes/{id}', id, body, headers: mergeHeaders(condition, types) },
  })),
  fc
    .tuple(fc.constantFrom('GET /notes/{id}', 'DELETE /notes/{id}'), ids, conditions)
    .map(([routeKey, id, headers]) => ({ routeKey, id, headers: mergeHeaders(headers) })),
);

describe('a request', () => {
  test('is refused for its form exactly if the document makes it invalid, by schemas or in words', async () => {
    const tally = { good: 0, wrong: 0 };
    await fc.assert(
      fc.asyncProperty(drawn, async (asked) => {
        // Throws if request and answer do not fit together by the document.
        const response = await createHandlers(createMemoryNoteStore())({ ...asked, identityId });
        const exchange = createExchangeFromEvent(createEvent({ ...asked, identityId }), response);
        tally[conformance.ofRequest(exchange).length === 0 ? 'good' : 'wrong']++;
      }),
      { numRuns: 2000 },
    );
    expect(Math.min(tally.good, tally.wrong)).toBeGreaterThan(200);
  });
});

describe('a rule that the document states in words', () => {
  const create = (body: string, headers: Record<string, string> = {}): Drawn => ({
    routeKey: 'POST /notes',
    body,
    headers,
  });
  const note = '{"content":"a"}';
  const requests: Readonly<Record<keyof typeof beyondSchemas, readonly [Drawn, number]>> = {
    utf8Bytes: [create(JSON.stringify({ content: 'é'.repeat(131_073) })), 422],
    loneSurrogate: [create('{"content":"\\ud800"}'), 422],
    bodyBytes: [create(`{"content":"a","x":"${'a'.repeat(maxBodyBytes)}"}`), 413],
    charset: [create(note, { 'content-type': 'application/json;charset=latin1' }), 415],
    otherJson: [create(note, { 'content-type': 'application/vnd.note+json' }), 200],
  };

  test.each(Object.entries(requests))('holds, and its schemas do not express it: %s', async (_, [asked, status]) => {
    const response = await createHandlers(createMemoryNoteStore())({ ...asked, identityId });
    expect(response.statusCode).toBe(status);
    const exchange = createExchangeFromEvent(createEvent({ ...asked, identityId }), response);
    const isGood = conformance.ofRequest(exchange).length === 0;
    expect(isGood).toBe(status >= 400);
  });
});
