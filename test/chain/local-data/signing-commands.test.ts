import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { admin } from '../../../infra/local/stack.ts';
import { createPerson } from '../../kit/cli/person.ts';
import { type LocalStack, startTestStack } from '../../kit/local-stack.ts';
import { createAccount, password } from '../archive/account.ts';
import { readAllData } from './all-data.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

let stack: LocalStack;
beforeAll(async () => {
  stack = await startTestStack();
});
afterEach(async () => {
  (await stack.local.reset())._unsafeUnwrap();
});
afterAll(() => stack?.[Symbol.asyncDispose]());

const forward = async (by: number) => (await stack.local.clock.forward(by))._unsafeUnwrap();
/** Runs a command on the machine's own time, in the folder of the stack, beside its `operator.json`. */
const notes = (
  args: readonly string[],
  fetch = globalThis.fetch as (url: string, init: RequestInit) => Promise<Response>,
) =>
  createPerson({ signedIn: false }).notes(args, {
    ...{ now: Date.now, fetch, env: { NOTES_OUTPUTS: join(stack.data, 'outputs.json') } },
  });

test.each([10 * minute, day, 999 * day])('`notes call` keeps working when the clock is %i ms ahead', async (by) => {
  await forward(by);
  const call = ['call', '--username', admin.email, '--password', admin.password, '--path-template', '/notes'];
  const created = await notes([...call, '--method', 'POST', '--data', 'content=hello', '--json']);
  expect([created.code, JSON.parse(created.out).status]).toEqual([0, 200]);
  const listed = await notes([...call, '--json']);
  expect(JSON.parse(listed.out).data).toMatchObject([{ content: 'hello' }]);
});

test.each([10 * minute, day, 999 * day])(
  '`notes erase --owner` erases everything, the account too, when the clock is %i ms ahead',
  async (by) => {
    const before = (await readAllData(stack.outputs, stack.data)).items;
    const account = await createAccount(stack.outputs, `erased-${by}@example.com`);
    const { notes: own, files } = account.clients();
    const { userId } = (await own.create({ content: 'to be erased' }))._unsafeUnwrap();
    (await files.attach(new File(['a'], 'a.txt')))._unsafeUnwrap();
    await forward(by);
    const erased = await notes(['erase', '--owner', userId, '--email', account.email, '--yes', '--json']);
    expect([erased.code, erased.err]).toEqual([0, '']);
    expect(JSON.parse(erased.out)).toMatchObject({ items: 1, account: true, identity: true });
    expect((await readAllData(stack.outputs, stack.data)).items).toEqual(before);
  },
);

test('commands that ask the user pool keep working when the clock is hours ahead', async () => {
  const account = await createAccount(stack.outputs);
  const someone = createPerson({ signedIn: false, at: account.config });
  const run = (...args: string[]) => someone.notes(args, { now: Date.now, fetch: globalThis.fetch });
  expect(await run('sign-in', account.email, '--password', password)).toMatchObject({ code: 0 });
  await forward(120 * minute);
  expect(await run('totp', 'on')).toMatchObject({ code: 0, err: '' });
  expect(await run('sign-out', '--everywhere')).toMatchObject({ code: 0, err: '' });
});

test('`notes attack` signs by the clock of the stack, so that a refusal is for what is tried', async () => {
  await forward(day);
  const ahead: number[] = [];
  const fetch = async (url: string, init: RequestInit) => {
    const signed = new Headers(init.headers).get('x-amz-date');
    if (signed !== null) {
      const time = Date.parse(signed.replace(/(....)(..)(..T..)(..)(..)Z/, '$1-$2-$3:$4:$5Z'));
      ahead.push(Math.round((time - stack.local.clock.read().now) / (5 * minute)));
    }
    return globalThis.fetch(url, init);
  };
  const techniques = ['no valid credentials', 'the table, around the API', 'a file, without valid credentials'];
  const args = ['attack', '--json', ...techniques.flatMap((name) => ['--technique', name])];
  const attacked = await notes(args, fetch);
  expect([attacked.code, JSON.parse(attacked.out).outcome]).toEqual([0, 'NothingCameThrough']);
  // One of the tries is a signature that is half an hour old.
  expect(new Set(ahead.map(Math.abs))).toEqual(new Set([0, 6]));
});
