import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { problemTable } from '../../src/adapters/api-gateway/problems.ts';
import type { HandlerResponse } from '../../src/adapters/api-gateway/responses.ts';
import { createMemoryNoteStore } from '../../src/adapters/memory/memory-note-store.ts';
import { anyCharacter } from '../../src/laws/any-character.ts';
import type { NoteStore } from '../../src/ports/note-store.ts';
import type { EventOptions } from '../kit/event.ts';
import { createHandlers, type Handlers } from '../kit/handlers.ts';
import { createPlantedNoteStore, type NoteStoreFault } from '../kit/stores/planted-note-stores.ts';

const owners = ['7', '8', '9'].map((last) => `us-east-1:7c9e6679-7425-40de-944b-e07fc1f90ae${last}`);
const ids = ['1', '2', '3'].map((last) => `0192d3c4-0000-7000-8000-00000000000${last}`);
const missing = '0192d3c4-0000-7000-8000-00000000dead';

/** The text that only this owner's notes contain. */
const canaryOf = (who: number): string => `canary-of-${who}-`;

/** A request by one of the owners, which may claim anything and knows everybody's ids. */
interface Drawn {
  readonly who: number;
  readonly asked: Omit<EventOptions, 'identityId'>;
}

const text = fc.string({ unit: anyCharacter, maxLength: 12 });
const id = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...ids) },
  fc.constantFrom('..', '%2F', '', '__proto__'),
  text,
);
const claims = fc.dictionary(
  fc.constantFrom('x-user-id', 'userid', 'authorization', 'x-amzn-identity', 'cookie'),
  fc.constantFrom(...owners),
  { maxKeys: 2 },
);
const tag = fc.oneof(fc.constantFrom('*', '"x"', 'W/"x"', '', '"0"'), text);
const key = fc.record(
  { 'idempotency-key': fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...ids) }, text) },
  { requiredKeys: [] },
);
// Mostly absent: a condition that is false or malformed keeps a request from doing anything visible.
const conditions = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  fc.record({ 'if-match': tag, 'if-none-match': tag }, { requiredKeys: [] }),
);
const someBody = (who: number): fc.Arbitrary<string> =>
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.tuple(fc.constantFrom('one', 'two'), fc.constantFrom(...owners)).map(([content, userId]) =>
        JSON.stringify({
          content: `${canaryOf(who)}${content}`,
          attachment: `${canaryOf(who)}file`,
          userId,
          noteId: ids[0],
        }),
      ),
    },
    fc.json(),
    text,
  );
const query = fc.record(
  { limit: fc.oneof(fc.constantFrom('1', '2', '1000', '0', 'x'), text), after: id, userId: fc.constantFrom(...owners) },
  { requiredKeys: [] },
);

const drawn: fc.Arbitrary<Drawn> = fc.nat(owners.length - 1).chain((who) =>
  fc
    .record({
      routeKey: fc.constantFrom(
        'POST /notes',
        'GET /notes',
        'GET /notes/{id}',
        'PUT /notes/{id}',
        'DELETE /notes/{id}',
      ),
      id,
      body: someBody(who),
      headers: fc.tuple(claims, key, conditions).map((parts) => Object.assign({}, ...parts)),
      query,
    })
    .map(({ routeKey, id, body, headers, query }) => ({
      who,
      asked: {
        routeKey,
        headers,
        ...(routeKey.includes('{id}') && { id }),
        ...(/^(?:POST|PUT)/.test(routeKey) && { body }),
        ...(routeKey === 'GET /notes' && { query }),
      },
    })),
);
const history = fc.array(drawn, { minLength: 1, maxLength: 40, size: 'max' });

const send = (ask: Handlers, { who, asked }: Drawn): Promise<HandlerResponse> =>
  ask({ ...asked, identityId: owners[who] ?? '' });

type Law = (ask: Handlers, request: Drawn, response: HandlerResponse) => void | Promise<void>;

/** Checks a law on every answer of random histories, each over an empty store. */
const holds = (law: Law, open: () => NoteStore = createMemoryNoteStore, runs = 150): Promise<void> =>
  fc.assert(
    fc.asyncProperty(history, async (requests) => {
      const ask = createHandlers(open());
      for (const request of requests) await law(ask, request, await send(ask, request));
    }),
    { numRuns: runs },
  );

/** No byte of another owner's is in the body, the headers or a log line. */
const showsNothingForeign: Law = (ask, { who }, response) => {
  const seen = JSON.stringify([response, ask.log.splice(0)]);
  for (const other of owners.keys()) if (other !== who) expect(seen).not.toContain(canaryOf(other));
  for (const [other, owner] of owners.entries()) if (other !== who) expect(seen).not.toContain(owner);
};

/** A note is always the caller's, whatever the request claimed. */
const showsTheCallersNotes: Law = (_, { who }, { statusCode, body = '[]' }) => {
  if (statusCode !== 200) return;
  const notes: { userId: string }[] = [JSON.parse(body)].flat();
  for (const note of notes) expect(note.userId).toBe(owners[who]);
};

/** A foreign id and a missing one get the same answer, except for the request's id. */
const tellsForeignFromMissing: Law = async (ask, { who }) => {
  for (const foreign of ids) {
    const mine = await send(ask, { who, asked: { routeKey: 'GET /notes/{id}', id: foreign } });
    if (mine.statusCode === 200) continue;
    for (const routeKey of ['GET /notes/{id}', 'PUT /notes/{id}', 'DELETE /notes/{id}']) {
      const body = routeKey.startsWith('PUT') ? { body: '{"content":"x"}' } : {};
      const [ofForeign, ofMissing] = [foreign, missing].map((id) =>
        send(ask, { who, asked: { routeKey, id, ...body } }),
      );
      expect(await ofForeign).toEqual(await ofMissing);
    }
  }
};

const noteKeys = ['userId', 'noteId', 'content', 'attachment', 'createdAt', 'updatedAt'];
const isNote = (value: unknown): void => {
  expect(value).toMatchObject({ userId: expect.any(String), noteId: expect.any(String), content: expect.any(String) });
  for (const key of Object.keys(value as object)) expect(noteKeys).toContain(key);
};

/** Every answer is one that docs/wire.md documents, and none is a fault of ours. */
const conforms: Law = (_, { asked }, { statusCode, headers, body }) => {
  expect(statusCode).toBeLessThan(500);
  expect(headers['cache-control']).toBeDefined();
  if (statusCode === 204 || statusCode === 304) return expect(body).toBeUndefined();
  const parsed = JSON.parse(body ?? '');
  if (statusCode === 200) {
    expect(headers['content-type']).toBe('application/json');
    if (asked.routeKey === 'GET /notes') return parsed.forEach(isNote);
    expect(headers.etag).toMatch(/^"[!#-~]{1,64}"$/);
    return isNote(parsed);
  }
  expect(headers['content-type']).toBe('application/problem+json');
  expect(Object.values(problemTable).map(({ status }) => status)).toContain(statusCode);
  expect(parsed).toMatchObject({
    type: expect.stringMatching(/^urn:problem-type:owned-notes:[a-z-]+$/),
    title: expect.any(String),
    status: statusCode,
    requestId: expect.any(String),
  });
};

describe('the handlers, whatever several owners request', () => {
  test('neither show nor log a byte of another owner’s', () => holds(showsNothingForeign));
  test('show the caller’s notes and no others, whatever a request claims', () => holds(showsTheCallersNotes));
  test('answer for a foreign note exactly as for a missing one', () =>
    holds(tellsForeignFromMissing, createMemoryNoteStore, 40));
  test('answer as docs/wire.md documents, and never with a 5xx', () => holds(conforms));
});

describe('the laws of the handlers can fail', () => {
  test.each<[string, Law, NoteStoreFault]>([
    ['a foreign byte', showsNothingForeign, 'the owner is left out of the key'],
    ['a foreign note', showsTheCallersNotes, 'the owner is left out of the key'],
    ['a foreign note through a cursor', showsNothingForeign, 'a cursor carries its owner'],
  ])('a law fails at %s', async (_, law, fault) => {
    await expect(holds(law, () => createPlantedNoteStore(fault))).rejects.toThrow(/Counterexample/);
  });

  test('a law fails if a foreign note is answered unlike a missing one', async () => {
    const asIfThere = (): NoteStore => {
      const { update, ...store } = createMemoryNoteStore();
      const known = new Set<string>();
      return {
        ...store,
        create: (owner, creation) => {
          known.add(creation.noteId);
          return store.create(owner, creation);
        },
        update: (owner, id, change, expected) =>
          update(owner, id, change, expected).mapErr((error) =>
            error.kind === 'NoteNotFound' && known.has(id) ? ({ kind: 'RevisionConflict' } as const) : error,
          ),
      };
    };
    await expect(holds(tellsForeignFromMissing, asIfThere, 40)).rejects.toThrow(/Counterexample/);
  });
});
