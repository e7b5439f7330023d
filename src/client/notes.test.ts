import { errAsync, okAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';
import type { CognitoRefused } from './failures.ts';
import { createNotesClient, listAllNotes } from './notes.ts';
import { config, createClientWith, credentials, done, lost, note, problem } from './test-client.ts';

describe('every call', () => {
  test('drops credentials that are refused', async () => {
    const { client, forgotten } = createClientWith(Response.json({ message: 'Forbidden' }, { status: 403 }));
    expect((await client.get('n'))._unsafeUnwrapErr()).toMatchObject({
      status: 403,
      title: 'Forbidden',
      type: 'about:blank',
    });
    expect(forgotten()).toBe(1);
  });

  test.each([404, 409, 500])('keeps credentials after a %i', async (status) => {
    const { client, forgotten } = createClientWith(...[1, 2, 3].map(() => problem(status, 'note-not-found')));
    await client.get('n');
    expect(forgotten()).toBe(0);
  });

  test('encodes the id, whatever is in it', async () => {
    const { client, sent } = createClientWith(problem(404, 'note-not-found'));
    await client.get('../é?x=/');
    expect(sent[0]?.url).toBe('https://notes.example.com/notes/..%2F%C3%A9%3Fx%3D%2F');
  });

  test('does not start if its signal is already aborted', async () => {
    const controller = new AbortController();
    controller.abort();
    const { client, sent } = createClientWith(lost);
    expect((await client.list({ signal: controller.signal }))._unsafeUnwrapErr().kind).toBe('Aborted');
    expect(sent).toHaveLength(0);
  });

  test('fails if the sign-in has ended', async () => {
    const refused: CognitoRefused = { kind: 'CognitoRefused', type: 'NotAuthorizedException', message: 'revoked' };
    const client = createNotesClient(
      config,
      { credentials: () => errAsync(refused), forget: () => {} },
      { fetch: async () => done() },
    );
    expect((await client.list())._unsafeUnwrapErr()).toEqual(refused);
  });
});

describe('listAllNotes', () => {
  test('yields page after page', async () => {
    const { client, sent } = createClientWith(
      done([{ ...note, noteId: '2' }], { link: '</notes?limit=1&after=2>; rel="next"' }),
      done([{ ...note, noteId: '1' }]),
    );
    const ids: string[] = [];
    for await (const each of listAllNotes(client, { limit: 1 })) ids.push(each._unsafeUnwrap().noteId);
    expect(ids).toEqual(['2', '1']);
    expect(sent.map(({ url }) => new URL(url).search)).toEqual(['?limit=1', '?limit=1&after=2']);
  });

  test('ends at a failure', async () => {
    const { client } = createClientWith(problem(400, 'invalid-parameter'));
    const seen: boolean[] = [];
    for await (const each of listAllNotes(client)) seen.push(each.isErr());
    expect(seen).toEqual([true]);
  });
});

describe('a failure', () => {
  test('is reported as the API reported it', async () => {
    const body = { type: 'urn:x:y', title: 'No', status: 422, detail: 'Why', requestId: 'r' };
    const answer = new Response(JSON.stringify(body), {
      status: 422,
      headers: { 'content-type': 'application/problem+json' },
    });
    const { client } = createClientWith(answer);
    expect((await client.get('n'))._unsafeUnwrapErr()).toEqual({ kind: 'ApiProblem', ...body });
  });

  test('from API Gateway has its message and its request id', async () => {
    const answer = Response.json({ message: 'Not Found' }, { status: 404, headers: { 'apigw-requestid': 'g' } });
    const { client } = createClientWith(answer);
    expect((await client.get('n'))._unsafeUnwrapErr()).toEqual({
      ...{ kind: 'ApiProblem', status: 404, type: 'about:blank', title: 'Not Found', requestId: 'g' },
    });
  });

  test('from a proxy is reported by its status', async () => {
    const page = () => new Response('<html>', { status: 500, headers: { 'content-type': 'text/html' } });
    const { client } = createClientWith(page(), page(), page());
    expect((await client.get('n'))._unsafeUnwrapErr()).toEqual({
      ...{ kind: 'ApiProblem', status: 500, type: 'about:blank', title: 'HTTP 500' },
    });
  });

  test.each<[unknown, string]>([
    ['text', 'text'],
    [Symbol('s'), 'Symbol(s)'],
    [undefined, 'undefined'],
    [Object.create(null), 'unknown'],
    [new Error('outer', { cause: new Error('inner') }), 'inner'],
  ])('of the network is reported, whatever was thrown (case %#)', async (cause, reason) => {
    const client = createNotesClient(
      config,
      { credentials: () => okAsync(credentials), forget: () => {} },
      { fetch: () => Promise.reject(cause) },
    );
    expect((await client.update('n', { content: 'a' }))._unsafeUnwrapErr()).toEqual({
      ...{ kind: 'Unreachable', url: 'https://notes.example.com/notes/n', reason },
    });
  });

  test('without a body is reported by its status', async () => {
    const { client } = createClientWith(...Array.from({ length: 3 }, () => new Response('', { status: 503 })));
    expect((await client.get('n'))._unsafeUnwrapErr()).toEqual({
      ...{ kind: 'ApiProblem', status: 503, type: 'about:blank', title: 'HTTP 503' },
    });
  });

  test('by the API itself does not mention clocks, and drops the credentials', async () => {
    const { client, forgotten } = createClientWith(problem(403, 'identity-refused'));
    expect((await client.get('n'))._unsafeUnwrapErr()).not.toHaveProperty('detail');
    expect(forgotten()).toBe(1);
  });
});

describe('a page', () => {
  test.each([
    ['</notes?after=>; rel="next"', undefined],
    ['</notes>; rel="next"', undefined],
    ['</notes?after=2>; rel="prev"', undefined],
    ['</notes?after=2>; rel="next"', '2'],
  ])('with the Link %s is followed by %s', async (link, next) => {
    const { client } = createClientWith(done([note], { link }));
    const expected = { notes: [note], ...(next !== undefined && { next }) };
    expect((await client.list())._unsafeUnwrap()).toStrictEqual(expected);
  });

  test('comes only from a 200', async () => {
    const { client } = createClientWith(Response.json([note], { status: 206 }));
    expect((await client.list())._unsafeUnwrapErr().kind).toBe('UnexpectedAnswer');
  });

  test('that leads back to itself ends the list with a failure', async () => {
    const link = { link: '<?after=2>; rel="next"' };
    const { client, sent } = createClientWith(done([note], link), done([note], link), done([note], link));
    const came: unknown[] = [];
    for await (const each of listAllNotes(client))
      came.push(
        each.match<unknown>(
          () => 'note',
          (failure) => failure,
        ),
      );
    expect(came).toEqual([
      ...['note', 'note'],
      {
        ...{ kind: 'UnexpectedAnswer', url: '/notes', status: 200 },
        reason: 'The pages of the list form a loop.',
      },
    ]);
    expect(sent).toHaveLength(2);
  });

  test.each([
    [{}, ''],
    [{ limit: 5 }, '?limit=5'],
    [{ after: 'a&b' }, '?after=a%26b'],
    [{ limit: 1, after: '' }, '?limit=1'],
  ])('for %j is requested by %j', async (options, query) => {
    const { client, sent } = createClientWith(done([]));
    expect((await client.list(options))._unsafeUnwrap()).toStrictEqual({ notes: [] });
    expect(sent[0]?.url).toBe(`https://notes.example.com/notes${query}`);
  });
});
