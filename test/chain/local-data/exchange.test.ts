import { cp, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startStack } from '../../../infra/local/stack.ts';
import { type LocalStack, startTestStack } from '../../kit/local-stack.ts';
import { newUser } from '../../kit/user.ts';
import { listFiles, readAllData } from './all-data.ts';
import { type Somebody, signIn } from './somebody.ts';

let stack: LocalStack;
beforeAll(async () => {
  stack = await startTestStack();
});
afterAll(() => stack?.[Symbol.asyncDispose]());

const now = () => readAllData(stack.outputs, stack.data);
const ok = <T>(result: { _unsafeUnwrap(): T }): T => result._unsafeUnwrap();
let names = 0;
const newName = () => `snapshot-${names++}`;

/** A change that a user can make to the data. */
const aWrite = fc.oneof(
  fc.record({
    does: fc.constant('create' as const),
    text: fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }),
  }),
  fc.record({
    does: fc.constantFrom('update' as const, 'delete' as const),
    at: fc.nat(20),
    text: fc.constant('changed'),
  }),
  fc.record({ does: fc.constant('attach' as const), text: fc.string({ minLength: 1, maxLength: 2000 }) }),
  fc.record({ does: fc.constant('detach' as const), at: fc.nat(20) }),
  fc.record({ does: fc.constant('sign up' as const) }),
);
type Write = typeof aWrite extends fc.Arbitrary<infer W> ? W : never;

const write = async ({ notes, files }: Somebody, each: Write): Promise<void> => {
  const noteAt = async (at: number) => ok(await notes.list()).notes[at];
  switch (each.does) {
    case 'create':
      await notes.create({ content: each.text });
      return;
    case 'update':
    case 'delete': {
      const note = await noteAt(each.at);
      if (note === undefined) return;
      await (each.does === 'update' ? notes.update(note.noteId, { content: each.text }) : notes.delete(note.noteId));
      return;
    }
    case 'attach':
      ok(await files.attach(new File([each.text], 'a.txt', { type: 'text/plain' })));
      return;
    case 'detach': {
      const file = ok(await files.list()).files[each.at];
      if (file !== undefined) ok(await files.detach(file.key));
      return;
    }
    case 'sign up':
      await newUser(stack.outputs);
  }
};

describe('a snapshot', () => {
  test('restores all data from the time it was made, and nothing that came later', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(aWrite, { maxLength: 6 }), fc.array(aWrite, { maxLength: 6 }), async (first, then) => {
        const admin = await signIn(stack);
        for (const each of first) await write(admin, each);
        const name = newName();
        const before = await now();
        ok(await stack.local.snapshot(name));
        // Making a snapshot changes nothing.
        expect(await now()).toEqual(before);
        for (const each of then) await write(admin, each);
        ok(await stack.local.restore(name));
        expect(await now()).toEqual(before);
        // It can be restored more than once, and after a reset.
        ok(await stack.local.reset());
        ok(await stack.local.restore(name));
        expect(await now()).toEqual(before);
      }),
      { numRuns: 8 },
    );
  });

  test('made during requests contains no effect without its cause, and makes none of them fail', async () => {
    const people = await Promise.all([signIn(stack), signIn(stack)]);
    const prefix = newName();
    let stopped = false;
    const statuses: string[] = [];
    // Each note is created after the file that it names, and after the note before it.
    const work = people.map(async ({ notes, files }, person) => {
      for (let count = 0; !stopped; count++) {
        const attachment = ok(await files.attach(new File([`${count}`], `${prefix}-${person}-${count}.txt`)));
        const made = await notes.create({ content: `${prefix} ${person} ${count}`, attachment });
        statuses.push(made.isOk() ? 'ok' : made.error.kind);
      }
    });
    const made: string[] = [];
    for (let round = 0; round < 4; round++) {
      const before = statuses.length;
      await expect.poll(() => statuses.length, { interval: 5 }).toBeGreaterThan(before + 2);
      made.push(newName());
      ok(await stack.local.snapshot(made.at(-1) ?? ''));
    }
    stopped = true;
    await Promise.all(work);
    expect(new Set(statuses)).toEqual(new Set(['ok']));
    for (const name of made) {
      ok(await stack.local.restore(name));
      const admin = await signIn(stack);
      const notes = ok(await admin.notes.list({ limit: 1000 })).notes.filter(({ content }) =>
        content.startsWith(prefix),
      );
      const keys = ok(await admin.files.list()).files.map(({ key }) => key);
      expect(notes.length).toBeGreaterThan(0);
      for (const { attachment } of notes) expect(keys).toContain(attachment);
      for (const person of [0, 1]) {
        const counts = notes.map(({ content }) => content.split(' ')).filter(([, of]) => of === String(person));
        const sorted = counts.map(([, , count]) => Number(count)).toSorted((a, b) => a - b);
        expect(sorted).toEqual(sorted.map((_, index) => index));
      }
    }
  });

  test('is readable only by its owner, and contains no key of the pools', async () => {
    const name = newName();
    ok(await stack.local.snapshot(name));
    const folder = join(stack.data, 'snapshots', name);
    for (const each of [join(stack.data, 'snapshots'), folder, join(folder, 'table'), join(folder, 'files')])
      expect((await stat(each)).mode & 0o777).toBe(0o700);
    for (const file of ['about.json', 'state.json', 'contents.json', 'mail.jsonl']) {
      expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600);
      expect(await readFile(join(folder, file), 'utf8')).not.toMatch(/sealingKey|PRIVATE KEY|identifiers|signing-key/);
    }
  });

  test.each(['', '.', '..', '.half-x', 'a/b', 'a\\b', '../x', 'ä', 'a b', `${'a'.repeat(65)}`, 'a\0'])(
    'cannot be named %j',
    async (name) => {
      expect((await stack.local.snapshot(name))._unsafeUnwrapErr()).toEqual({ kind: 'NameInvalid', name });
      expect((await stack.local.restore(name))._unsafeUnwrapErr()).toEqual({ kind: 'NameInvalid', name });
    },
  );

  test('does not replace another of the same name, and cannot be restored if it does not exist', async () => {
    const name = newName();
    ok(await stack.local.snapshot(name));
    const before = await listFiles(join(stack.data, 'snapshots', name));
    for (const same of [name, name.toUpperCase()])
      expect((await stack.local.snapshot(same))._unsafeUnwrapErr()).toEqual({ kind: 'NameTaken', name: same });
    expect(await listFiles(join(stack.data, 'snapshots', name))).toEqual(before);
    expect((await stack.local.restore('none'))._unsafeUnwrapErr()).toEqual({ kind: 'NoSnapshot', name: 'none' });
  });

  test('of another stack is not restored, as its passwords would not work', async () => {
    await using other = await startTestStack();
    const name = newName();
    ok(await other.local.snapshot(name));
    await cp(join(other.data, 'snapshots', name), join(stack.data, 'snapshots', name), { recursive: true });
    const before = await now();
    expect((await stack.local.restore(name))._unsafeUnwrapErr()).toEqual({ kind: 'OtherStack', name });
    expect(await now()).toEqual(before);
  });
});

test('tokens and credentials of a restored user keep working', async () => {
  const admin = await signIn(stack);
  ok(await admin.notes.create({ content: 'before' }));
  const name = newName();
  ok(await stack.local.snapshot(name));
  ok(await stack.local.reset());
  // Sealed credentials say whose they are, so they still work, though the user whom they were issued to is gone.
  expect(ok(await admin.notes.list()).notes).toEqual([]);
  ok(await stack.local.restore(name));
  expect(ok(await admin.notes.list()).notes.map(({ content }) => content)).toContain('before');
  ok(await admin.session.signOut());
});

test('a reset leaves the data of a new stack, with the same ids and addresses', async () => {
  await using fresh = await startTestStack();
  const user = await newUser(stack.outputs);
  await user.ask('POST', '/notes', { content: 'to be gone' });
  const outputs = JSON.parse(await readFile(join(stack.data, 'outputs.json'), 'utf8'));
  ok(await stack.local.reset());
  const [after, made] = [await now(), await readAllData(fresh.outputs, fresh.data)];
  expect(after.items).toEqual(made.items);
  expect(after.files).toEqual(made.files);
  expect(after.mail).toEqual(made.mail);
  expect(after.users.map((each) => JSON.parse(each).Attributes.length)).toEqual(
    made.users.map((each) => JSON.parse(each).Attributes.length),
  );
  expect(JSON.parse(await readFile(join(stack.data, 'outputs.json'), 'utf8'))).toEqual(outputs);
  ok(await (await signIn(stack)).notes.create({ content: 'and it works' }));
});

test('the next start deletes what a killed process left half done, and keeps everything else', async () => {
  const kept = newName();
  await using own = await startTestStack();
  ok(await own.local.snapshot(kept));
  const before = await readAllData(own.outputs, own.data);
  const { data } = own;
  await mkdir(join(data, 'snapshots', '.half-abc', 'table'), { recursive: true });
  await mkdir(join(data, 'next-abc', 'files'), { recursive: true });
  await writeFile(join(data, 'next-abc', 'mail.jsonl'), 'not to be seen\n');
  await own.stop();
  await using next = await startStack({ data, port: 0, cognitoPort: 0, dynamodbPort: 0, s3Port: 0 });
  expect(await readAllData(next.outputs, data)).toEqual(before);
  expect((await readdir(data)).filter((name) => name.startsWith('next-'))).toEqual([]);
  expect(await readdir(join(data, 'snapshots'))).toEqual([kept]);
});
