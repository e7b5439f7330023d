import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { commitSet, copySet, entriesOf, settle } from '../../infra/local/data/data-set.ts';
import { startStack } from '../../infra/local/stack.ts';
import { openState } from '../../infra/local/state.ts';
import { localStack } from '../local-stack.ts';
import { newUser } from '../user.ts';
import { allData } from './all-data.ts';
import { signedIn } from './somebody.ts';

const program = fileURLToPath(new URL('./exchanging-process.ts', import.meta.url));
const anyPorts = { port: 0, cognitoPort: 0, dynamodbPort: 0, s3Port: 0 };

/** A stack that has stopped, with two snapshots of different data, and what a stack shows that has each, or was reset. */
const twoSnapshots = async () => {
  const own = await localStack();
  const seen: Awaited<ReturnType<typeof allData>>[] = [];
  for (const name of ['first', 'second']) {
    const admin = await signedIn(own);
    const attachment = (await admin.files.attach(new File([name], `${name}.txt`)))._unsafeUnwrap();
    (await admin.notes.create({ content: name, attachment }))._unsafeUnwrap();
    await newUser(own.outputs);
    (await own.local.snapshot(name))._unsafeUnwrap();
    seen.push(await allData(own.outputs, own.data));
  }
  await own.stop();
  return { own, seen };
};

test('a process that is killed while it exchanges all data leaves the old or the new, and nothing in between', async () => {
  const { own, seen } = await twoSnapshots();
  await using _ = own;
  const states = new Set<number>();
  for (let round = 0; round < 6; round++) {
    const child = spawn(process.execPath, [program, own.data, 'first', 'second'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    await pause(20 + Math.random() * 150);
    expect(child.exitCode).toBeNull();
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;

    const next = await startStack({ data: own.data, ...anyPorts });
    const found = await allData(next.outputs, own.data);
    await next[Symbol.asyncDispose]();
    const at = seen.findIndex((each) => JSON.stringify(each) === JSON.stringify(found));
    states.add(at);
    // Neither of the two: then what a reset leaves, with the user that every stack has.
    if (at === -1) expect(found).toMatchObject({ items: [], files: [], mail: '', users: [expect.any(String)] });
    expect((await readdir(own.data)).filter((name) => name.startsWith('next-'))).toEqual([]);
  }
});

test('an exchange that broke off at any step after it was decided is completed by the next start', async () => {
  const { own, seen } = await twoSnapshots();
  await using _ = own;
  const { data } = own;
  const parts = ['table', 'files', 'mail.jsonl'];
  for (let done = 0; done <= parts.length * 2; done++) {
    // To the second, with the first in place of it half done.
    const state = await openState(data);
    await copySet(join(data, 'snapshots', 'first'), await made(join(data, 'next-test')));
    const { default: entries } = await import(join(data, 'snapshots', 'first', 'state.json'), {
      with: { type: 'json' },
    });
    await commitSet(state, 'next-test', entries);
    for (const [index, name] of parts.entries()) {
      if (done > index * 2) await rm(join(data, name), { recursive: true, force: true });
      if (done > index * 2 + 1) await rename(join(data, 'next-test', name), join(data, name));
    }
    await state[Symbol.asyncDispose]();

    const next = await startStack({ data, ...anyPorts });
    expect(await allData(next.outputs, data)).toEqual(seen[0]);
    (await next.local.restore('second'))._unsafeUnwrap();
    expect(await allData(next.outputs, data)).toEqual(seen[1]);
    await next[Symbol.asyncDispose]();
  }
});

test('one that broke off before it was decided has not happened', async () => {
  const { own, seen } = await twoSnapshots();
  await using _ = own;
  const state = await openState(own.data);
  const before = await entriesOf(state);
  await copySet(join(own.data, 'snapshots', 'first'), await made(join(own.data, 'next-test')));
  await settle(own.data, state);
  expect(await entriesOf(state)).toEqual(before);
  await state[Symbol.asyncDispose]();
  await using next = await startStack({ data: own.data, ...anyPorts });
  expect(await allData(next.outputs, own.data)).toEqual(seen[1]);
});

const made = async (folder: string): Promise<string> => {
  await mkdir(folder);
  return folder;
};
