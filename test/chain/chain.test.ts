import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createItems } from '../kit/items.ts';
import { type LocalStack, startTestStack } from '../kit/local-stack.ts';
import { newUser, type User, type UserAnswer } from '../kit/user.ts';

let stack: LocalStack;
let ann: User;
let bob: User;
beforeAll(async () => {
  stack = await startTestStack();
  [ann, bob] = await Promise.all([newUser(stack.outputs), newUser(stack.outputs)]);
});
afterAll(() => stack?.[Symbol.asyncDispose]());

const items = () => createItems(stack.outputs);

/** Returns an answer without what belongs to the request rather than to the note. */
const shownBy = ({ status, headers, body }: UserAnswer) => {
  const { requestId: _, ...rest } = body ?? {};
  const own = ['apigw-requestid', 'date'];
  return {
    status,
    headers: [...headers].filter(([name]) => !own.includes(name)),
    body: Array.isArray(body) ? body : rest,
  };
};

describe('signed in, with signed requests', () => {
  test('a user creates, reads, lists, updates and deletes a note', async () => {
    const created = await ann.ask('POST', '/notes', { content: 'one', attachment: 'a.png' });
    expect(created.status).toBe(200);
    expect(created.body).toMatchObject({ userId: ann.identityId, content: 'one', attachment: 'a.png' });
    const path = `/notes/${created.body.noteId}`;
    expect(`/${created.headers.get('location')}`).toBe(path);

    const read = await ann.ask('GET', path);
    expect(read).toMatchObject({ status: 200, body: created.body });
    const etag = read.headers.get('etag') ?? '';
    expect((await ann.ask('GET', path, undefined, { 'if-none-match': etag })).status).toBe(304);
    expect((await ann.ask('GET', '/notes')).body).toEqual([created.body]);

    const updated = await ann.ask('PUT', path, { content: 'two' }, { 'if-match': etag });
    expect(updated.body).toEqual({
      userId: ann.identityId,
      noteId: created.body.noteId,
      content: 'two',
      createdAt: created.body.createdAt,
      updatedAt: expect.any(Number),
    });
    expect((await ann.ask('PUT', path, { content: 'three' }, { 'if-match': etag })).status).toBe(412);
    expect(await ann.ask('DELETE', path)).toMatchObject({ status: 204, body: undefined });
    expect((await ann.ask('GET', path)).status).toBe(404);
    expect((await ann.ask('DELETE', path)).status).toBe(404);
    expect((await ann.ask('GET', '/notes')).body).toEqual([]);
  });

  test.each([
    ['NUL', 'a\0b'],
    ['right-to-left text', '\u202eabc שלום'],
    ['emoji', '👩‍👩‍👧🏳️‍🌈'],
    ['NFC', 'é'],
    ['NFD', 'e\u0301'],
    ['text that JSON escapes', '"\\\b\f\n\r\t\u2028\u2029</script>'],
    ['a non-character', '\uffff\ufdd0'],
    ['256 KiB', 'ü'.repeat(131_072)],
  ])('%s comes back as it was sent', async (_, content) => {
    const created = await ann.ask('POST', '/notes', { content, attachment: content.slice(0, 100) });
    expect(created.status).toBe(200);
    const read = await ann.ask('GET', `/notes/${created.body.noteId}`);
    expect(read.body.content).toBe(content);
    expect(read.body.attachment).toBe(content.slice(0, 100));
    expect((await ann.ask('DELETE', `/notes/${created.body.noteId}`)).status).toBe(204);
  });

  test('a client reaches the end of the list by following its links', async () => {
    const contents = Array.from({ length: 7 }, (_, i) => `note ${i}`);
    for (const content of contents) await bob.ask('POST', '/notes', { content });
    const seen: string[] = [];
    let path: string | undefined = '/notes?limit=3';
    while (path !== undefined) {
      const page: UserAnswer = await bob.ask('GET', path);
      seen.push(...page.body.map(({ content }: { content: string }) => content));
      const link = /^<([^>]+)>; rel="next"$/.exec(page.headers.get('link') ?? '')?.[1];
      path = link && `/notes${link}`;
    }
    expect(seen).toEqual(contents.toReversed());
  });
});

describe('two users', () => {
  const missing = '0192d3c4-0000-7000-8000-00000000dead';

  test('get the same answers for the other’s note ids as for missing ones, and change nothing with them', async () => {
    const foreign = (await ann.ask('POST', '/notes', { content: 'Ann’s canary', attachment: 'canary' })).body.noteId;
    const etag = (await ann.ask('GET', `/notes/${foreign}`)).headers.get('etag') ?? '';
    const before = await items();

    const attempts: [
      method: string,
      path: (id: string) => string,
      body?: object | undefined,
      headers?: Record<string, string>,
    ][] = [
      ['GET', (id) => `/notes/${id}`],
      ['GET', (id) => `/notes/${id}`, undefined, { 'if-none-match': etag }],
      ['PUT', (id) => `/notes/${id}`, { content: 'Bob was here', userId: ann.identityId }],
      ['PUT', (id) => `/notes/${id}`, { content: 'Bob was here' }, { 'if-match': etag }],
      ['DELETE', (id) => `/notes/${id}`],
      ['DELETE', (id) => `/notes/${id}`, undefined, { 'if-match': etag }],
      ['GET', (id) => `/notes?after=${id}&limit=5`],
      ['GET', (id) => `/notes?after=${id}&userId=${encodeURIComponent(ann.identityId)}`],
    ];
    for (const [method, path, body, headers] of attempts) {
      const ofForeign = await bob.ask(method, path(foreign), body, headers);
      const ofMissing = await bob.ask(method, path(missing), body, headers);
      if (method !== 'GET' || !path('').includes('after')) {
        expect(ofForeign.status).toBe(404);
        expect(shownBy(ofForeign)).toEqual(shownBy(ofMissing));
      }
      expect(JSON.stringify(ofForeign.body)).not.toContain('canary');
    }
    expect(await items()).toEqual(before);

    const asKey = await bob.ask('POST', '/notes', { content: 'Bob’s own' }, { 'idempotency-key': foreign });
    expect(asKey).toMatchObject({ status: 200, body: { userId: bob.identityId, noteId: foreign } });
    expect((await bob.ask('DELETE', `/notes/${foreign}`)).status).toBe(204);
    expect((await items()).filter(({ userId }) => userId === ann.identityId)).toEqual(
      before.filter(({ userId }) => userId === ann.identityId),
    );
  });

  test('cannot choose the owner by anything that they send', async () => {
    const claims = {
      'x-user-id': ann.identityId,
      'x-amzn-cognito-identity-id': ann.identityId,
      userid: ann.identityId,
    };
    const { body } = await bob.ask('POST', '/notes', { content: 'x', userId: ann.identityId }, claims);
    expect(body.userId).toBe(bob.identityId);
  });
});

describe('bad input', () => {
  test.each([
    ['POST', '/notes', 'not JSON', 400],
    ['POST', '/notes', '[1]', 422],
    ['POST', '/notes', '{}', 422],
    ['POST', '/notes', '{"content":""}', 422],
    ['POST', '/notes', '{"content":1}', 422],
    ['POST', '/notes', '{"content":"\\udc00"}', 422],
    ['POST', '/notes', '{"__proto__":{"content":"a"}}', 422],
    ['GET', '/notes?limit=0', undefined, 400],
    ['GET', '/notes?limit=1e9', undefined, 400],
    ['GET', '/notes?limit=NaN', undefined, 400],
    ['GET', '/notes?limit=1&limit=2', undefined, 400],
    ['GET', '/notes?after=x', undefined, 400],
    ['GET', '/notes/%2F', undefined, 404],
    ['GET', '/notes/__proto__', undefined, 404],
    ['PUT', '/notes/nobody', '{"content":"a"}', 404],
  ])('%s %s with body %j answers %i, with a problem document', async (method, path, body, status) => {
    const before = await items();
    const answer = await ann.ask(method, path, body);
    expect(answer).toMatchObject({
      status,
      body: { status, title: expect.any(String), requestId: expect.any(String) },
    });
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.headers.get('apigw-requestid')).toBe(answer.body.requestId);
    expect(await items()).toEqual(before);
  });

  test('content or a body that is too large, and JSON nested 100,000 deep, write nothing', async () => {
    const before = await items();
    expect((await ann.ask('POST', '/notes', { content: 'a'.repeat(262_145) })).status).toBe(422);
    expect((await ann.ask('POST', '/notes', { content: 'a'.repeat(600_000) })).status).toBe(413);
    expect((await ann.ask('POST', '/notes', `{"content":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)).status).toBe(
      422,
    );
    expect((await ann.ask('GET', `/notes/${'a'.repeat(10_240)}`)).status).toBe(404);
    expect(await items()).toEqual(before);
  });

  test('a body of another media type answers 415', async () => {
    expect((await ann.ask('POST', '/notes', '{"content":"a"}', { 'content-type': 'text/plain' })).status).toBe(415);
  });
});

describe('the functions’ log', () => {
  test('has a line for each request, without content, identity, token or signature', async () => {
    const { length } = stack.lines;
    await ann.ask('POST', '/notes', { content: 'canary of the log' });
    await expect.poll(() => stack.lines.length).toBe(length + 1);
    expect(JSON.parse(stack.lines[length] ?? '')).toMatchObject({ level: 'info', route: 'POST /notes', status: 200 });
    expect(stack.lines.join()).not.toMatch(/canary|us-east-1:|Signature|ASIA/);
  });
});
