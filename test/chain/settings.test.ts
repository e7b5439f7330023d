import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LocalStack, startTestStack } from '../kit/local-stack.ts';
import { newUser } from '../kit/user.ts';

let stack: LocalStack;
beforeAll(async () => {
  stack = await startTestStack({ owner: 'user-pool-sub', requireIfMatch: true });
});
afterAll(() => stack?.[Symbol.asyncDispose]());

describe('a deployment whose owners are user-pool subs and that requires If-Match', () => {
  test('keeps each user’s notes apart under the sub, and answers writes without If-Match with 428', async () => {
    const [ann, bob] = [await newUser(stack.outputs), await newUser(stack.outputs)];
    const created = await ann.ask('POST', '/notes', { content: 'one' });
    expect(created.body.userId).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    const path = `/notes/${created.body.noteId}`;
    expect((await bob.ask('GET', path)).status).toBe(404);
    expect((await ann.ask('PUT', path, { content: 'two' })).status).toBe(428);
    expect((await ann.ask('DELETE', path)).status).toBe(428);
    expect((await ann.ask('DELETE', path, undefined, { 'if-match': '*' })).status).toBe(204);
  });
});
