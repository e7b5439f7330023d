import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ShownUser } from '../../../infra/local/console/data/shown.ts';
import { another } from '../../../infra/local/try/try-routes.ts';
import { beginUpload } from '../../kit/begin-upload.ts';
import { startTracedStack, type TracedStack } from './traced-stack.ts';

let stack: TracedStack;
beforeAll(async () => {
  stack = await startTracedStack();
});
beforeEach(async () => void (await stack.local.reset())._unsafeUnwrap());
afterAll(() => stack?.[Symbol.asyncDispose]());

const createAnother = async (): Promise<unknown> =>
  (await stack.ask('/api/try/another', { method: 'POST', body: '{}' })).json();
const listEmails = async () =>
  ((await (await stack.ask('/api/data/users')).json()) as readonly ShownUser[]).map(({ email }) => email);

test('a user whom the console creates is reported to whoever watches the users', async () => {
  const before = stack.local.changes.counts().users;
  expect(await createAnother()).toMatchObject({ email: another.email });
  expect(stack.local.changes.counts().users).toBeGreaterThan(before);
  expect(await listEmails()).toContain(another.email);
});

test('a user whom the console creates during a reset exists after it', async () => {
  const upload = await beginUpload(stack.outputs);
  await createAnother();
  // It waits for the upload, for some seconds.
  const resetting = stack.local.reset();
  let creating = createAnother();
  // Until the reset holds requests up, this user is there at once.
  while ((await Promise.race([creating, resetting, sleep(1000, 'waits')])) !== 'waits') {
    expect(await Promise.race([resetting, 'goes on'])).toBe('goes on');
    creating = createAnother();
  }
  const answered = once(upload, 'response');
  upload.end('12345');
  expect((await answered)[0].statusCode).toBe(200);
  (await resetting)._unsafeUnwrap();
  expect(await creating).toMatchObject({ email: another.email });
  expect(await listEmails()).toContain(another.email);
});
