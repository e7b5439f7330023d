import { join } from 'node:path';
import { AwsClient } from 'aws4fetch';
import { afterAll, beforeEach, expect, test } from 'vitest';
import type { ItemPage } from '../../../infra/local/console/data/shown.ts';
import type { Moved, Reading } from '../../../infra/local/data/reports.ts';
import type { Trace } from '../../../infra/local/trace/trace.ts';
import { runNotes } from '../../kit/run-notes.ts';
import { newUser, type User } from '../../kit/user.ts';
import { startTracedStack, type TracedStack } from './traced-stack.ts';

const hour = 3_600_000;

let stack: TracedStack;
let ann: User;
beforeEach(async () => {
  stack ??= await startTracedStack();
  await moveClock({ reset: true });
  ann = await newUser(stack.outputs);
});
afterAll(() => stack?.[Symbol.asyncDispose]());

const json = async <T>(path: string, init?: RequestInit): Promise<T> =>
  (await stack.ask(path, init)).json() as Promise<T>;
/** Moves the clock, as the console's page does. */
const moveClock = (body: object): Promise<Moved> =>
  json<Moved>('/api/data/clock', { method: 'POST', body: JSON.stringify(body) });

/** Returns the console's explanation of a refusal, which `notes why` prints, too. */
const explained = async (answer: { readonly headers: Headers }): Promise<NonNullable<Trace['refusal']>> => {
  const requestId = answer.headers.get('apigw-requestid') ?? '';
  await stack.rowWhere((row) => row.requestId === requestId && row.cause !== undefined);
  const { refusal } = await stack.fetchTrace(requestId);
  if (refusal === undefined) throw new Error('The refusal is not explained.');
  const env = { NOTES_OUTPUTS: join(stack.data, 'outputs.json') };
  const { code, out } = await runNotes(['why', requestId], { home: stack.data, env });
  expect([code, out.replace(/\s+/g, ' ')]).toEqual([0, expect.stringContaining(refusal.cause)]);
  return refusal;
};

test('tells a client on the machine’s time that the stack’s clock may have been moved', async () => {
  await moveClock({ forward: hour });
  const refused = await ann.ask('GET', '/notes');
  expect(refused.status).toBe(403);
  const { kind, cause, advice } = await explained(refused);
  expect(kind).toMatch(/ClocksApart/);
  expect(cause).toMatch(/^The client's clock is .+ behind: it signed at /);
  expect(advice).toContain('npx notes local clock');
});

test('says that credentials have expired by the stack’s clock', async () => {
  await moveClock({ forward: 2 * hour });
  const { now } = await json<Reading>('/api/data/clock');
  const client = new AwsClient({ ...ann.keys, service: 'execute-api', region: stack.outputs.Region, retries: 0 });
  const datetime = new Date(now).toISOString().replace(/[:-]|\.\d{3}/g, '');
  const refused = await client.fetch(`${stack.outputs.ApiEndpoint}/notes`, { aws: { datetime } });
  expect(refused.status).toBe(403);
  const { kind, cause, advice } = await explained(refused);
  expect(kind).toMatch(/CredentialsExpired/);
  expect(cause).toContain('The credentials expired at ');
  expect(advice).toContain('npx notes local clock');
});

test('shows no tombstone any more once it has expired', async () => {
  const made = await ann.ask('POST', '/notes', { content: 'to be deleted' });
  await ann.ask('DELETE', `/notes/${made.body.noteId}`);
  const query = new URLSearchParams({ owner: ann.identityId });
  const kinds = async () => (await json<ItemPage>(`/api/data/items?${query}`)).items.map(({ kind }) => kind);
  expect(await kinds()).toEqual(['tombstone']);
  expect((await moveClock({ forward: 25 * hour })).expired).toBeGreaterThan(0);
  expect(await kinds()).toEqual([]);
});
