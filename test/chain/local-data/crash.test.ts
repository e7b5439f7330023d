import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commitSet, copySet, settle } from '../../../infra/local/data/data-set.ts';
import { startStack } from '../../../infra/local/stack.ts';
import { openState } from '../../../infra/local/state.ts';
import { type LocalStack, startTestStack } from '../../kit/local-stack.ts';
import { newUser } from '../../kit/user.ts';
import { nothingAtRest, readDataAtRest } from './data-at-rest.ts';
import { signIn } from './somebody.ts';

/** A stopped stack with two snapshots of different data, the second of which equals its present data. */
let own: LocalStack;
let seen: Record<'first' | 'second', Awaited<ReturnType<typeof readDataAtRest>>>;
const anyPorts = { port: 0, cognitoPort: 0, dynamodbPort: 0, s3Port: 0 };

beforeAll(async () => {
  own = await startTestStack();
  for (const name of ['first', 'second']) {
    const admin = await signIn(own);
    const attachment = (await admin.files.attach(new File([name], `${name}.txt`)))._unsafeUnwrap();
    (await admin.notes.create({ content: name, attachment }))._unsafeUnwrap();
    await newUser(own.outputs);
    (await own.local.snapshot(name))._unsafeUnwrap();
  }
  await own.stop();
  seen = { second: await readDataAtRest(own.data), first: await restored('first') };
  await restored('second');
});
afterAll(() => own?.[Symbol.asyncDispose]());

/** Restores a snapshot of a stopped stack up to some step, and reads the data that the next start finds. */
const restored = async (name: string, steps = 6) => {
  const { data } = own;
  {
    await using state = await openState(data);
    const folder = join(data, 'snapshots', name);
    const staged = join(data, 'next-test');
    await mkdir(staged);
    await copySet(folder, staged);
    await commitSet(state, 'next-test', JSON.parse(await readFile(join(folder, 'state.json'), 'utf8')));
    for (const [index, part] of ['table', 'files', 'mail.jsonl'].entries()) {
      if (steps > index * 2) await rm(join(data, part), { recursive: true, force: true });
      if (steps > index * 2 + 1) await rename(join(staged, part), join(data, part));
    }
  }
  return readDataAtRest(data);
};

test.each([0, 1, 2, 3, 4, 5, 6])(
  'the next start completes an exchange that broke off %i steps after its commit',
  async (steps) => {
    expect(seen.first).not.toEqual(seen.second);
    expect(await restored('first', steps)).toEqual(seen.first);
    expect(await restored('second', 6 - steps)).toEqual(seen.second);
  },
);

test('an exchange that broke off before its commit has no effect', async () => {
  {
    await using state = await openState(own.data);
    await mkdir(join(own.data, 'next-test'));
    await copySet(join(own.data, 'snapshots', 'first'), join(own.data, 'next-test'));
    await settle(own.data, state);
  }
  expect(await readDataAtRest(own.data)).toEqual(seen.second);
});

test('a process killed while it exchanges all data leaves the old or the new, and nothing in between', async () => {
  const program = fileURLToPath(new URL('./exchanging-process.ts', import.meta.url));
  for (let round = 0; round < 5; round++) {
    const child = spawn(process.execPath, [program, own.data, 'first', 'second'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    await pause(Math.random() * 200);
    expect(child.exitCode).toBeNull();
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    expect([seen.first, seen.second, nothingAtRest]).toContainEqual(await readDataAtRest(own.data));
    expect((await readdir(own.data)).filter((name) => name.startsWith('next-'))).toEqual([]);
  }
  // A stack also starts with that data.
  await restored('first');
  await using next = await startStack({ data: own.data, ...anyPorts });
  const { notes } = (await (await signIn(next)).notes.list())._unsafeUnwrap();
  expect(notes.map(({ content }) => content)).toEqual(['first']);
  // Generous, for starting processes again and again on a machine that may be shared.
}, 180_000);
