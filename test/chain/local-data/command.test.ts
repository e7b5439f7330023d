import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ItemPage } from '../../../infra/local/console/data/shown.ts';
import { run } from '../../../src/cli/run.ts';
import { createPerson } from '../../kit/cli/person.ts';
import { type LocalStack, startTestStack } from '../../kit/local-stack.ts';
import { signIn } from './somebody.ts';

let stack: LocalStack;
beforeAll(async () => {
  stack = await startTestStack({ web: { pagePort: 0, consolePort: 0 } });
});
afterAll(() => stack?.[Symbol.asyncDispose]());

/** Creates somebody at this machine who has these outputs, with the machine's own time and network. */
const somebody = (outputs: object = stack.outputs) => {
  const one = createPerson({ signedIn: false });
  writeFileSync(one.outputs, JSON.stringify(outputs));
  return async (...command: readonly string[]) => {
    const { world, ran } = one.worldOf({ now: Date.now, fetch });
    const came = ran(await run(command, world));
    return { ...came, json: () => JSON.parse(came.out) };
  };
};

test('the command seeds data once, snapshots it, resets it and restores it', async () => {
  const notes = somebody();
  // A snapshot has sign-ins too: whoever is signed in when it is made is signed in again once it is restored.
  const seeded = await notes('local', 'seed', '--json');
  expect(seeded).toMatchObject({ code: 0, err: '' });
  expect(seeded.json()).toMatchObject({ notes: 12, files: 2, deleted: 2 });
  expect((await notes('local', 'seed', '--json')).out).toBe(seeded.out);

  await notes('sign-in', 'anna@example.com', '--password', 'Passw0rd!');
  expect(await notes('local', 'snapshot', 'seeded')).toMatchObject({ code: 0, out: expect.stringContaining('seeded') });
  expect(await notes('local', 'snapshot', 'seeded')).toMatchObject({ code: 5 });
  expect((await notes('local', 'snapshot', '--json')).json().name).toMatch(/^\d{4}-\d\d-\d\d-\d{6}$/);
  expect((await notes('local', 'snapshots', '--json')).json()).toHaveLength(2);

  expect((await notes('list', '--json')).json()).not.toEqual([]);
  expect(await notes('local', 'reset')).toMatchObject({ code: 2, err: expect.stringContaining('--yes') });
  expect(await notes('local', 'reset', '--yes')).toMatchObject({ code: 0 });
  expect((await notes('list')).code).toBe(3);
  expect(await notes('local', 'restore', 'none', '--yes')).toMatchObject({ code: 4 });
  expect(await notes('local', 'restore', 'seeded', '--yes')).toMatchObject({ code: 0 });
  expect((await notes('list', '--json')).json()).not.toEqual([]);
});

test('the command moves the clock, and keeps working afterwards', async () => {
  const notes = somebody();
  await notes('local', 'seed');
  await notes('sign-in', 'anna@example.com', '--password', 'Passw0rd!');
  const before = (await notes('list', '--json')).json();
  expect(await notes('local', 'clock', '+8d')).toMatchObject({ code: 0, out: expect.stringContaining('8 days ahead') });
  expect((await notes('list', '--json')).json()).toEqual(before);
  expect((await notes('whoami')).code).toBe(0);
  expect((await notes('local', 'clock')).out).toContain('8 days ahead of the machine');
  expect((await notes('local', 'clock', 'reset')).out).toContain('the machine’s time');
  expect((await notes('list', '--json')).json()).toEqual(before);
  for (const step of ['+', '-1d', '1x', '0d', 'soon', '+99999999d'])
    expect([step, (await notes('local', 'clock', step)).code]).toEqual([step, 2]);
});

test('after the clock was moved, the console signs requests with the time of the service that it calls', async () => {
  const ask = async (path: string, body?: object) => {
    const init = {
      headers: { 'x-owned-notes-console': '1' },
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    };
    return (await fetch(`${stack.outputs.ConsoleUrl}${path}`, init)).json();
  };
  const [{ sub }] = (await ask('/api/try/users')) as [{ sub: string }];
  expect(await somebody()('local', 'clock', '+8d')).toMatchObject({ code: 0 });
  const json = ['content-type', 'application/x-amz-json-1.0'];
  const scan = [json, ['x-amz-target', 'DynamoDB_20120810.Scan']];
  const requests = [
    { service: 'execute-api', method: 'GET', path: '/notes', headers: [], body: '' },
    { service: 's3', method: 'GET', path: `/${stack.outputs.BucketName}?list-type=2`, headers: [], body: '' },
    { service: 'dynamodb', method: 'POST', path: '/', headers: scan, body: '{"TableName":"notes"}' },
  ];
  const answers: string[] = [];
  for (const request of requests) answers.push(JSON.stringify(await ask('/api/try/send', { ...request, sub })));
  expect(answers[0]).toContain('"status":200');
  // Both are refused for what they ask for, and not for the time of their signature.
  for (const refused of answers.slice(1)) expect(refused).toMatch(/AccessDenied/);
  expect(await somebody()('local', 'clock', 'reset')).toMatchObject({ code: 0 });
});

test('the command says why it reaches no stack', async () => {
  const { ConsoleUrl: _, ...withoutConsole } = stack.outputs;
  const { CognitoEndpoint: __, ...ofAws } = stack.outputs;
  expect(await somebody(withoutConsole)('local', 'seed')).toMatchObject({
    code: 2,
    err: expect.stringContaining('npm start'),
  });
  expect(await somebody(ofAws)('local', 'seed')).toMatchObject({ code: 2, err: expect.stringContaining('AWS') });
  const away = { ...stack.outputs, ConsoleUrl: 'http://127.0.0.1:9' };
  expect(await somebody(away)('local', 'seed')).toMatchObject({
    code: 7,
    err: expect.stringContaining('Is the stack running?'),
  });
  const elsewhere = { ...stack.outputs, ConsoleUrl: 'http://notes.example' };
  expect(await somebody(elsewhere)('local', 'seed')).toMatchObject({ code: 2 });
});

test('the console answers only requests with its header, and reveals no secret', async () => {
  const at = (question: string, headers: Record<string, string> = { 'x-owned-notes-console': 'test' }) =>
    fetch(`${stack.outputs.ConsoleUrl}/api/data/${question}`, { headers });
  await somebody()('local', 'seed');
  expect((await at('users', {})).status).toBe(403);
  for (const question of ['users', 'owners', 'items', 'files', 'snapshots', 'clock']) {
    const text = await (await at(question)).text();
    expect([question, text]).not.toEqual([
      question,
      expect.stringMatching(/verifier|"salt|secret"|sealingKey|PRIVATE KEY/),
    ]);
  }
  const { items, next } = (await (await at('items')).json()) as ItemPage;
  expect(items).toHaveLength(14);
  expect(next).toBeUndefined();
  expect((await at('items?after=nonsense')).status).toBe(400);
});

test('each page of items continues after the one before, until each item has appeared once', async () => {
  const { userId } = (await (await signedInAsAdmin()).notes.create({ content: 'first' }))._unsafeUnwrap();
  const admin = await signedInAsAdmin();
  for (let count = 0; count < 119; count++) (await admin.notes.create({ content: `note ${count}` }))._unsafeUnwrap();
  for (const search of ['', 'note 1']) {
    const seen: string[] = [];
    for (let after: string | undefined = ''; after !== undefined; ) {
      const query = new URLSearchParams({ owner: userId, search, ...(after !== '' && { after }) });
      const url = `${stack.outputs.ConsoleUrl}/api/data/items?${query}`;
      const answer = await fetch(url, { headers: { 'x-owned-notes-console': 'test' } });
      const page = (await answer.json()) as ItemPage;
      seen.push(...page.items.map(({ content = '' }) => content));
      after = page.next;
    }
    const all = ['first', ...Array.from({ length: 119 }, (_, count) => `note ${count}`)].toReversed();
    expect(seen).toEqual(all.filter((content) => content.includes(search)));
  }
});

const signedInAsAdmin = () => signIn(stack);
