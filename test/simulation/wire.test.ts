import { describe, expect, test } from 'vitest';
import { handleList } from '../../src/adapters/api-gateway/endpoints.ts';
import { createNotesHandler } from '../../src/adapters/api-gateway/handler.ts';
import { createMemoryNoteStore } from '../../src/adapters/memory/memory-note-store.ts';
import type { LogLine } from '../../src/adapters/system/log.ts';
import { createEvent, type EventOptions, identityPoolId, userPoolId } from '../kit/event.ts';
import { createHandlers } from '../kit/handlers.ts';

const ann = 'us-east-1:7c9e6679-7425-40de-944b-e07fc1f90ae7';
const bob = 'us-east-1:7c9e6679-7425-40de-944b-e07fc1f90ae8';
const key = '0192d3c4-0000-7000-8000-000000000001';

/** Creates handlers over an empty store, with a short way to send requests as Ann or Bob. */
const backend = (rules = {}) => {
  const ask = createHandlers(createMemoryNoteStore(), rules);
  const as =
    (identityId: string) =>
    async (routeKey: string, id?: string, content?: unknown, more: Partial<EventOptions> = {}) => {
      const response = await ask({
        routeKey,
        identityId,
        ...(id !== undefined && { id }),
        ...(content !== undefined && { body: JSON.stringify(content) }),
        ...more,
      });
      const body = response.body === undefined ? undefined : JSON.parse(response.body);
      return { status: response.statusCode, headers: response.headers, body };
    };
  return { ask, log: ask.log, ann: as(ann), bob: as(bob) };
};

describe('a create', () => {
  test('answers 200 with the note, its ETag and its location', async () => {
    const { ann: asAnn } = backend();
    const { status, headers, body } = await asAnn('POST /notes', undefined, { content: 'one', attachment: 'a.png' });
    expect(status).toBe(200);
    expect(body).toEqual({
      userId: ann,
      noteId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      content: 'one',
      attachment: 'a.png',
      createdAt: expect.any(Number),
    });
    expect(headers).toMatchObject({ etag: expect.stringMatching(/^"[\w-]{16}"$/), location: `notes/${body.noteId}` });
  });

  test('repeated with the same key answers the same note, also after an update', async () => {
    const { ann } = backend();
    const create = () => ann('POST /notes', undefined, { content: 'one' }, { headers: { 'idempotency-key': key } });
    const first = await create();
    expect(await create()).toEqual(first);
    const updated = await ann('PUT /notes/{id}', key, { content: 'two' });
    expect((await create()).body).toEqual(updated.body);
    expect((await ann('GET /notes')).body).toHaveLength(1);
  });

  test('of another note with the same key answers 422, and after a delete 410; neither writes anything', async () => {
    const { ann } = backend();
    const headers = { 'idempotency-key': `"${key}"` };
    const first = await ann('POST /notes', undefined, { content: 'one' }, { headers });
    expect((await ann('POST /notes', undefined, { content: 'two' }, { headers })).status).toBe(422);
    expect((await ann('GET /notes/{id}', key)).body).toEqual(first.body);
    await ann('DELETE /notes/{id}', key);
    expect((await ann('POST /notes', undefined, { content: 'one' }, { headers })).status).toBe(410);
    expect((await ann('GET /notes/{id}', key)).status).toBe(404);
  });

  test('with another owner’s key creates a note of one’s own', async () => {
    const { ann, bob } = backend();
    const headers = { 'idempotency-key': key };
    await ann('POST /notes', undefined, { content: 'Ann’s' }, { headers });
    expect((await bob('POST /notes', undefined, { content: 'Bob’s' }, { headers })).status).toBe(200);
    expect((await ann('GET /notes/{id}', key)).body.content).toBe('Ann’s');
  });
});

describe('conditional requests', () => {
  const withNote = async (rules = {}) => {
    const all = backend(rules);
    const { body, headers } = await all.ann('POST /notes', undefined, { content: 'one' });
    const etag = String(headers.etag);
    const put = (ifMatch?: string) =>
      all.ann(
        'PUT /notes/{id}',
        body.noteId,
        { content: 'two' },
        ifMatch === undefined ? {} : { headers: { 'if-match': ifMatch } },
      );
    const deleteNote = (ifMatch?: string) =>
      all.ann(
        'DELETE /notes/{id}',
        body.noteId,
        undefined,
        ifMatch === undefined ? {} : { headers: { 'if-match': ifMatch } },
      );
    const get = (ifNoneMatch?: string) =>
      all.ann(
        'GET /notes/{id}',
        body.noteId,
        undefined,
        ifNoneMatch === undefined ? {} : { headers: { 'if-none-match': ifNoneMatch } },
      );
    return { ...all, id: body.noteId, etag, put, remove: deleteNote, get };
  };

  test.each([
    ['its ETag', (etag: string) => etag],
    ['any', () => '*'],
    ['a list that contains it', (etag: string) => `"x", ${etag} ,"y"`],
  ])('If-Match with %s permits a write', async (_, ifMatch) => {
    const { etag, put, remove, get } = await withNote();
    const updated = await put(ifMatch(etag));
    expect(updated.status).toBe(200);
    expect(updated.headers.etag).not.toBe(etag);
    expect((await remove(ifMatch(String(updated.headers.etag)))).status).toBe(204);
    expect((await get()).status).toBe(404);
  });

  test.each([
    ['another ETag', () => '"x"'],
    ['a weak ETag', (etag: string) => `W/${etag}`],
    ['an ETag that no revision can have', () => '"\u00e9"'],
  ])('If-Match with %s answers 412, and nothing changes', async (_, ifMatch) => {
    const { etag, put, remove, get } = await withNote();
    const before = await get();
    expect((await put(ifMatch(etag))).status).toBe(412);
    expect((await remove(ifMatch(etag))).status).toBe(412);
    expect(await get()).toEqual(before);
  });

  test.each(['', ' ', 'x', '"x', '"a" "b"', ',', Array(17).fill('"a"').join(',')])(
    'If-Match %j answers 400',
    async (ifMatch) => {
      const { put } = await withNote();
      expect((await put(ifMatch)).status).toBe(400);
    },
  );

  test('a missing note answers 404 whatever the condition', async () => {
    const { ann } = backend();
    for (const headers of [{}, { 'if-match': '*' }, { 'if-match': '"x"' }]) {
      expect((await ann('PUT /notes/{id}', key, { content: 'a' }, { headers })).status).toBe(404);
      expect((await ann('DELETE /notes/{id}', key, undefined, { headers })).status).toBe(404);
    }
  });

  test('writes without If-Match answer 428 if a deployment requires it', async () => {
    const { put, remove, etag } = await withNote({ requireIfMatch: true });
    expect((await put()).status).toBe(428);
    expect((await remove()).status).toBe(428);
    expect((await put(etag)).status).toBe(200);
  });

  test('If-None-Match answers 304 without a body as long as the note is unchanged', async () => {
    const { etag, get, put } = await withNote();
    for (const same of [etag, `W/${etag}`, '*', `"x", ${etag}`])
      expect(await get(same)).toMatchObject({ status: 304, body: undefined, headers: { etag } });
    expect((await get('"x"')).status).toBe(200);
    await put();
    expect((await get(etag)).status).toBe(200);
  });
});

describe('a list', () => {
  test('is a bare array, newest first, and links to the next page if there is one', async () => {
    const { ann } = backend();
    const created: string[] = [];
    for (let i = 0; i < 5; i++) created.unshift((await ann('POST /notes', undefined, { content: `${i}` })).body.noteId);

    const seen: string[] = [];
    let query: Record<string, string> | undefined = { limit: '2' };
    while (query !== undefined) {
      const { status, headers, body }: Awaited<ReturnType<typeof ann>> = await ann('GET /notes', undefined, undefined, {
        query,
      });
      expect(status).toBe(200);
      seen.push(...body.map(({ noteId }: { noteId: string }) => noteId));
      const next: string | undefined = /^<\?(.*)>; rel="next"$/.exec(headers.link ?? '')?.[1];
      query = next === undefined ? undefined : Object.fromEntries(new URLSearchParams(next));
    }
    expect(seen).toEqual(created);
  });

  test('shows only the caller’s notes after another owner’s cursor', async () => {
    const { ann, bob } = backend();
    const foreign = (await ann('POST /notes', undefined, { content: 'Ann’s' })).body.noteId;
    await bob('POST /notes', undefined, { content: 'Bob’s' }, { headers: { 'idempotency-key': key } });
    const { body } = await bob('GET /notes', undefined, undefined, { query: { after: foreign } });
    expect(body.map(({ content }: { content: string }) => content)).toEqual(['Bob’s']);
  });

  test.each(['0', '-1', '1001', '1e9', 'NaN', '', '1.5', '01', ' 1', '1,2', '٣'])(
    'with limit %j answers 400',
    async (limit) => {
      const { ann } = backend();
      expect(await ann('GET /notes', undefined, undefined, { query: { limit } })).toMatchObject({ status: 400 });
    },
  );

  test.each(['', '..', 'x', ann])('after %j answers 400', async (after) => {
    const { ann } = backend();
    expect(await ann('GET /notes', undefined, undefined, { query: { after } })).toMatchObject({ status: 400 });
  });

  test('of a megabyte that JSON escapes to several times its size fits into answers of less than 6 MB', async () => {
    const { ask, ann: asAnn } = backend();
    const created: string[] = [];
    for (let i = 0; i < 12; i++)
      created.unshift((await asAnn('POST /notes', undefined, { content: '\0'.repeat(80_000) })).body.noteId);
    const seen: string[] = [];
    for (let after: string | undefined = 'first'; after !== undefined; ) {
      const page = await ask({
        routeKey: 'GET /notes',
        identityId: ann,
        ...(after !== 'first' && { query: { after } }),
      });
      expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThan(6_000_000);
      seen.push(...JSON.parse(page.body ?? '').map(({ noteId }: { noteId: string }) => noteId));
      after = /after=([0-9a-f-]+)/.exec(page.headers.link ?? '')?.[1];
    }
    expect(seen).toEqual(created);
  });
});

describe('bad bodies', () => {
  /** Creates a body of exactly `bytes` bytes with a valid note. */
  const createBody = (bytes: number) => `{"content":"a","x":"${'a'.repeat(bytes - 22)}"}`;
  const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
  test.each([
    ['no body', undefined, 400],
    ['an empty body', '', 400],
    ['not JSON', '{content: 1}', 400],
    ['an array', '[]', 422],
    ['null', 'null', 422],
    ['JSON nested 100,000 deep', nested(100_000), 422],
    ['a member nested 100,000 deep', `{"content":${nested(100_000)}}`, 422],
    ['no content', '{}', 422],
    ['a lone surrogate', '{"content":"\\ud800"}', 422],
    ['content under __proto__', '{"__proto__":{"content":"a"}}', 422],
    ['one byte over 512 KiB', createBody(512 * 1024 + 1), 413],
  ])('%s', async (_, body, status) => {
    const { ask, ann: asAnn } = backend();
    for (const routeKey of ['POST /notes', 'PUT /notes/{id}']) {
      const response = await ask({
        routeKey,
        identityId: ann,
        id: key,
        headers: { 'content-type': 'application/json' },
        ...(body !== undefined && { body }),
      });
      expect(response.statusCode).toBe(status);
      expect(response.headers['content-type']).toBe('application/problem+json');
      expect(JSON.parse(response.body ?? '')).toMatchObject({ status, requestId: 'JKJaXmPLvHcESHA=' });
    }
    expect((await asAnn('GET /notes')).body).toEqual([]);
  });

  test('a body of exactly 512 KiB is accepted', async () => {
    const { ask } = backend();
    const body = createBody(512 * 1024);
    expect((await ask({ routeKey: 'POST /notes', identityId: ann, body })).statusCode).toBe(200);
  });

  const base64 = (bytes: Buffer | string) => Buffer.from(bytes).toString('base64');
  test.each([
    ['base64 of JSON', base64('{"content":"é"}'), 200],
    ['broken base64', `${base64('{"content":"é"}').slice(0, -2)}*=`, 400],
    ['base64 with white space', ` ${base64('{"content":"é"}')}`, 400],
    ['base64 of broken UTF-8', base64(Buffer.from([...Buffer.from('{"content":"'), 0xc3, 0x28, 0x22, 0x7d])), 400],
    [
      'base64 of an overlong encoding',
      base64(Buffer.from([...Buffer.from('{"content":"'), 0xc0, 0x80, 0x22, 0x7d])),
      400,
    ],
    ['base64 of more than 512 KiB', base64(`{"content":"${'a'.repeat(512 * 1024)}"}`), 413],
  ])('%s', async (_, body, status) => {
    const { ask } = backend();
    const response = await ask({ routeKey: 'POST /notes', identityId: ann, body, isBase64Encoded: true });
    expect(response.statusCode).toBe(status);
  });

  test.each([
    ['text/plain', {}, 415],
    ['application/x-www-form-urlencoded', {}, 415],
    ['application/json; charset=iso-8859-1', {}, 415],
    ['application/json', { 'content-encoding': 'gzip' }, 415],
    ['application/jsonx', {}, 415],
    ['APPLICATION/JSON; charset="UTF-8"', {}, 200],
    ['application/vnd.note+json', {}, 200],
  ])('a body of type %s with headers %j answers %i', async (type, more, status) => {
    const { ask } = backend();
    const headers = { 'content-type': type, ...more };
    const response = await ask({ routeKey: 'POST /notes', identityId: ann, body: '{"content":"a"}', headers });
    expect(response.statusCode).toBe(status);
  });
});

describe('an id that names nothing', () => {
  test.each([
    ['two dots', '..'],
    ['an encoded slash', '%2F'],
    ['10 KB of "a"', 'a'.repeat(10_240)],
    ['__proto__', '__proto__'],
    ['nothing', ''],
    ['NUL', '\0'],
  ])('%s answers 404', async (_, id) => {
    const { ann } = backend();
    expect((await ann('GET /notes/{id}', id)).status).toBe(404);
    expect((await ann('PUT /notes/{id}', id, { content: 'a' })).status).toBe(404);
    expect((await ann('DELETE /notes/{id}', id)).status).toBe(404);
  });
});

describe('the log', () => {
  test('has one line for each request, without the note’s texts or its owner’s id', async () => {
    const { ann: asAnn, log } = backend();
    const { body } = await asAnn('POST /notes', undefined, { content: 'canary-content', attachment: 'canary-file' });
    await asAnn('PUT /notes/{id}', body.noteId, { content: 'canary-content-2' });
    await asAnn('POST /notes', undefined, { content: ['canary-list'] });
    expect(log).toHaveLength(3);
    expect(log[0]).toEqual({
      level: 'info',
      requestId: 'JKJaXmPLvHcESHA=',
      route: 'POST /notes',
      status: 200,
      milliseconds: expect.any(Number),
      owner: expect.stringMatching(/^[\w-]{16}$/),
    });
    expect(log[2]).toMatchObject({ status: 422, problem: 'InvalidNote' });
    expect(JSON.stringify(log)).not.toMatch(/canary|7c9e6679/);
  });

  test('has another line with the cause of an unexpected failure, which the answer does not reveal', async () => {
    const store = createMemoryNoteStore();
    const ask = createHandlers({
      ...store,
      find: () => {
        throw new TypeError('the-cause');
      },
    });
    const response = await ask({ routeKey: 'GET /notes/{id}', identityId: ann, id: key });
    expect(response.statusCode).toBe(500);
    expect(response.body).not.toContain('the-cause');
    expect(ask.log).toHaveLength(2);
    expect(ask.log[0]).toMatchObject({ level: 'error', cause: { name: 'TypeError', message: 'the-cause' } });
    expect(ask.log[1]).toMatchObject({ level: 'error', status: 500, problem: 'Unexpected' });
  });

  test('omits a parser’s message, which quotes what it parsed', async () => {
    const ask = createHandlers({
      ...createMemoryNoteStore(),
      find: () => JSON.parse('canary-content'),
    });
    await ask({ routeKey: 'GET /notes/{id}', identityId: ann, id: key });
    expect(ask.log[0]).toMatchObject({ cause: { name: 'SyntaxError' } });
    expect(JSON.stringify(ask.log)).not.toContain('canary');
  });
});

describe('an event of payload format 1.0', () => {
  test('answers 500, and the log says which setting to change', async () => {
    const log: LogLine[] = [];
    const parts = {
      identity: { identityPoolId, userPoolId, owner: 'identity' as const },
      log: (line: LogLine) => void log.push(line),
      clock: { now: () => 0 },
      dependencies: () => ({ store: createMemoryNoteStore() }),
    };
    const { requestContext, ...event } = createEvent({ routeKey: 'GET /notes', identityId: ann });
    const old = {
      ...event,
      version: '1.0',
      requestContext: { ...requestContext, identity: { cognitoIdentityId: ann } },
    };
    const response = await createNotesHandler(parts, handleList)(old, { getRemainingTimeInMillis: () => 10_000 });
    expect(response.statusCode).toBe(500);
    expect(response.body).not.toContain('ayload');
    expect(log).toMatchObject([
      { level: 'error', problem: 'WrongPayloadVersion', reason: expect.stringContaining('PayloadFormatVersion') },
    ]);
  });
});
