import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPerson } from '../kit/cli/person.ts';
import { type LocalStack, startTestStack } from '../kit/local-stack.ts';
import { newUser } from '../kit/user.ts';

let stack: LocalStack;
beforeAll(async () => {
  stack = await startTestStack({ owner: 'user-pool-sub', requireIfMatch: true });
});
afterAll(() => stack?.[Symbol.asyncDispose]());

/** Runs a command on this stack, with the machine's own time and network. */
const runNotes = (...args: readonly string[]) => {
  const by = createPerson({ signedIn: false });
  const env = { NOTES_OUTPUTS: join(stack.data, 'outputs.json'), NOTES_SESSION: by.session };
  return by.notes(args, { now: Date.now, fetch: globalThis.fetch, env });
};

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

  test('is seeded, once and again, and examined, as any other', async () => {
    const seeded = (await stack.local.seed())._unsafeUnwrap();
    expect(seeded).toMatchObject({ notes: 12, deleted: 2 });
    expect((await stack.local.seed())._unsafeUnwrap()).toEqual(seeded);
    const examined = await runNotes('doctor', '--username', 'anna@example.com', '--password', seeded.password);
    expect(examined).toMatchObject({ code: 0, err: '' });
    expect(examined.out).toContain('All is well.');
  });
});
