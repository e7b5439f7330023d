import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPerson, type Running } from '../../kit/cli/person.ts';
import { createFaultyFetch } from '../../kit/files/faulty-fetch.ts';
import { createFile } from '../../kit/files/owner.ts';
import { type LocalStack, startTestStack } from '../../kit/local-stack.ts';
import { type Account, createAccount, password } from './account.ts';
import { splitIntoPieces } from './archives.ts';
import { readArchiveEntries } from './entries.ts';
import { createClosing, createNoteEntry, joinArchive } from './handmade.ts';

let stack: LocalStack;
beforeAll(async () => {
  stack = await startTestStack();
});
afterAll(() => stack[Symbol.asyncDispose]());

/** Returns a user of the stack who has signed in with the command. */
const someone = async (account?: Account) => {
  const at = account ?? (await createAccount(stack.outputs));
  const by = createPerson({ signedIn: false, at: at.config });
  const notes = (args: readonly string[], running: Running = {}) =>
    by.notes(args, { now: Date.now, fetch: globalThis.fetch, ...running });
  expect(await notes(['sign-in', at.email, '--password', password])).toMatchObject({ code: 0 });
  return { ...by, account: at, notes };
};

const furnished = async () => {
  const one = await someone();
  const { notes, files } = one.account.clients();
  for (const size of [700, 6_000_000]) (await files.attach(createFile(size, `${size}.bin`)))._unsafeUnwrap();
  const { files: stored } = (await files.list())._unsafeUnwrap();
  for (const { key } of stored) (await notes.create({ content: `about ${key}`, attachment: key }))._unsafeUnwrap();
  return one;
};

const today = () => `notes-${new Date().toISOString().slice(0, 10)}.tar`;

describe('notes export and import', () => {
  test('carry everything from one account to another, in a file that nobody else can read', async () => {
    const one = await furnished();
    const ran = await one.notes(['export']);
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(ran.out).toMatch(/^Exported 2 notes and 2 files, 6\.0 MB to .*notes-[\d-]+\.tar\n$/);
    const file = join(one.folder, today());
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(one.folder).filter((name) => name.startsWith('notes-'))).toEqual([today()]);
    expect(spawnSync('tar', ['-tf', file], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });

    const other = await someone();
    const imported = await other.notes(['import', file]);
    expect(imported).toMatchObject({ code: 0, err: '' });
    expect(imported.out).toBe('Imported, or already there: 2 notes and 2 files, 6.0 MB\n');
    expect(JSON.parse((await other.notes(['export', 'again.tar', '--json'])).out)).toEqual({
      ...{ file: join(other.folder, 'again.tar'), notes: 2, files: 2, bytes: 6_000_700, leftOut: [] },
    });
    expect(await readArchiveEntries(readFileSync(join(other.folder, 'again.tar')))).toEqual(
      await readArchiveEntries(readFileSync(file)),
    );
  });

  test('work through a pipe', async () => {
    const one = await furnished();
    const written: Uint8Array[] = [];
    const stdoutBytes = async (bytes: Uint8Array) => written.push(bytes) > 0;
    expect(await one.notes(['export', '-'], { stdoutBytes })).toMatchObject({ code: 0, out: '', err: '' });
    expect(await one.notes(['export', '-'], { stdoutBytes, stdoutIsTTY: true })).toMatchObject({ code: 2 });
    const other = await someone();
    const input = Buffer.concat(written);
    expect(await other.notes(['import', '-'], { stdin: () => splitIntoPieces(input) } as Running)).toMatchObject({
      code: 0,
    });
    expect(await other.notes(['import', '-'], { input: input.subarray(0, -3000) })).toMatchObject({ code: 2 });
  });

  test('resume an interrupted export with the same command, and overwrite no other file', async () => {
    const one = await furnished();
    const lost = createFaultyFetch([]);
    let requests = 0;
    // Fails in the middle of the large file.
    const fetch: typeof lost = (url, init) => {
      const isRange = new Headers(init.headers).get('range')?.startsWith('bytes=5242880') === true;
      if (isRange) requests++;
      return isRange ? Promise.reject(new TypeError('fetch failed')) : lost(url, init);
    };
    const broken = await one.notes(['export', 'a.tar'], { fetch, sleep: async () => {} });
    expect(requests).toBeGreaterThan(1);
    expect(broken).toMatchObject({ code: 7, out: '' });
    expect(broken.err).toMatch(/To resume where this one stopped: notes export a\.tar\n$/);
    const part = join(one.folder, 'a.tar.part');
    expect(statSync(part).mode & 0o777).toBe(0o600);
    expect(statSync(part).size).toBeGreaterThan(5_242_880);

    const asked: string[] = [];
    const watching: typeof lost = (url, init) => {
      asked.push(`${init.method} ${new URL(url).pathname}`);
      return globalThis.fetch(url, init);
    };
    const again = await one.notes(['export', 'a.tar'], { fetch: watching });
    expect(again).toMatchObject({ code: 0, err: '' });
    expect(asked.filter((each) => /^GET .*700\.bin$/.test(each))).toEqual([]);
    expect(await one.notes(['export', 'b.tar'])).toMatchObject({ code: 0 });
    const [a, b] = ['a.tar', 'b.tar'].map((name) => readFileSync(join(one.folder, name)));
    expect(a?.equals(b as Buffer)).toBe(true);

    expect(await one.notes(['export', 'a.tar'])).toMatchObject({ code: 5, err: expect.stringContaining('--force') });
    expect(await one.notes(['export', 'a.tar', '--force'])).toMatchObject({ code: 0 });
    // A file that is not part of an export stays as it is.
    writeFileSync(join(one.folder, 'c.tar.part'), 'somebody’s thesis');
    expect(await one.notes(['export', 'c.tar'])).toMatchObject({ code: 2, err: expect.stringContaining('in the way') });
    expect(readFileSync(join(one.folder, 'c.tar.part'), 'utf8')).toBe('somebody’s thesis');
    symlinkSync('a.tar', join(one.folder, 'd.tar.part'));
    expect(await one.notes(['export', 'd.tar'])).toMatchObject({ code: 2, err: expect.stringContaining('is a link') });
  });

  test('start an export anew if its beginning is out of date, and say so', async () => {
    const one = await furnished();
    expect(await one.notes(['export', 'a.tar'])).toMatchObject({ code: 0 });
    const whole = readFileSync(join(one.folder, 'a.tar'));
    writeFileSync(join(one.folder, 'b.tar.part'), whole.subarray(0, -3_000_000));
    const { notes } = one.account.clients();
    const [first] = (await notes.list())._unsafeUnwrap().notes;
    (await notes.update(String(first?.noteId), { content: 'new' }))._unsafeUnwrap();
    const ran = await one.notes(['export', 'b.tar']);
    expect(ran).toMatchObject({ code: 0, err: expect.stringContaining('starting again') });
    const { notes: exported, files } = await readArchiveEntries(readFileSync(join(one.folder, 'b.tar')));
    expect(exported).toContainEqual({ noteId: first?.noteId, content: 'new' });
    expect(files).toHaveLength(2);
  });

  test('import nothing from an incomplete file, and say which notes already differ', async () => {
    const one = await someone();
    const id = '0192d3c4-0000-7000-8000-00000000c11e';
    const archive = joinArchive(createNoteEntry(id, 'one'), createClosing(1, 0));
    writeFileSync(join(one.folder, 'cut.tar'), archive.subarray(0, -2048));
    const cut = await one.notes(['import', 'cut.tar']);
    expect(cut).toMatchObject({ code: 2, out: '', err: expect.stringContaining('is incomplete') });
    writeFileSync(join(one.folder, 'other.tar'), 'no archive');
    expect(await one.notes(['import', 'other.tar'])).toMatchObject({ code: 2 });
    expect(await one.notes(['import', 'missing.tar'])).toMatchObject({ code: 2 });
    expect((await one.notes(['list'])).out).toBe('');

    writeFileSync(join(one.folder, 'a.tar'), archive);
    expect(await one.notes(['import', 'a.tar'])).toMatchObject({ code: 0 });
    expect(await one.notes(['update', id, 'two'])).toMatchObject({ code: 0 });
    const changed = await one.notes(['import', 'a.tar']);
    expect(changed).toMatchObject({
      code: 5,
      out: expect.stringContaining(`Left as it is, because a different note is there: ${id}`),
    });
    expect(await one.notes(['delete', id])).toMatchObject({ code: 0 });
    expect(await one.notes(['import', 'a.tar'])).toMatchObject({ code: 5, out: expect.stringContaining('--revive') });
    const revived = await one.notes(['import', 'a.tar', '--revive', '--json']);
    expect(revived.code).toBe(0);
    expect(JSON.parse(revived.out)).toMatchObject({
      notes: 1,
      revived: { [id]: expect.stringMatching(/^0192d3c4-0000-8/) },
    });
  });

  test('resume the interrupted import of a large file with the same command', async () => {
    const one = await furnished();
    expect(await one.notes(['export', 'a.tar'])).toMatchObject({ code: 0 });
    const other = await someone();
    const parts: string[] = [];
    // The parts are sent side by side: the second fails once the first is there.
    const { promise: firstIsThere, resolve: firstCame } = Promise.withResolvers<void>();
    const counting =
      (lastMayFail: boolean): typeof fetch =>
      async (url, init) => {
        const part = init?.method === 'PUT' ? new URL(String(url)).searchParams.get('partNumber') : null;
        if (part !== null) parts.push(part);
        if (lastMayFail && part === '2') {
          await firstIsThere;
          throw new TypeError('fetch failed');
        }
        const answer = await globalThis.fetch(url, init);
        if (part === '1') firstCame();
        return answer;
      };
    const sleep = async () => {};
    const archive = join(one.folder, 'a.tar');
    expect(await other.notes(['import', archive], { fetch: counting(true) as never, sleep })).toMatchObject({
      code: 7,
    });
    expect(parts).toContain('1');
    parts.splice(0);
    expect(await other.notes(['import', archive], { fetch: counting(false) as never, sleep })).toMatchObject({
      code: 0,
    });
    expect(parts).toEqual(['2']);
  });
});

describe('notes erase', () => {
  test('asks for the address, deletes notes, files, unfinished uploads and account, and signs out', async () => {
    const one = await furnished();
    expect(await one.notes(['erase'])).toMatchObject({ code: 2, err: expect.stringContaining('--yes') });
    expect(await one.notes(['erase'], { answers: ['other@example.com'] })).toMatchObject({ code: 130 });
    expect((await one.notes(['list'])).out).not.toBe('');
    writeFileSync(join(one.folder, 'large.bin'), Buffer.alloc(6_000_000));
    const cutting: typeof fetch = (url, init) =>
      new URL(String(url)).searchParams.get('partNumber') === '2'
        ? Promise.reject(new TypeError('fetch failed'))
        : globalThis.fetch(url, init);
    const command = ['create', 'x', '--attach', 'large.bin'];
    expect(await one.notes(command, { fetch: cutting as never, sleep: async () => {} })).toMatchObject({ code: 7 });
    expect(readdirSync(join(stack.data, 'files', 'uploads'))).not.toEqual([]);

    const ran = await one.notes(['erase'], { answers: [one.account.email.toUpperCase()] });
    expect(ran).toMatchObject({ code: 0, out: `Erased 2 notes and 2 files, and the account ${one.account.email}.\n` });
    expect(ran.err).toMatch(/notes erase --owner us-east-1:/);
    expect(readdirSync(join(stack.data, 'files', 'uploads'))).toEqual([]);
    expect(readFileSync(`${one.session}.uploads`, 'utf8')).toBe('{}\n');
    expect(await one.notes(['list'])).toMatchObject({ code: 3 });
    expect(await one.notes(['sign-in', one.account.email, '--password', password])).toMatchObject({ code: 3 });
  });

  test('finishes what a failed run left, and succeeds even if the reply to its last step is lost', async () => {
    const one = await furnished();
    let deletes = 0;
    const failing: typeof fetch = (url, init) =>
      init?.method === 'DELETE' && ++deletes > 1
        ? Promise.reject(new TypeError('fetch failed'))
        : globalThis.fetch(url, init);
    const sleep = async () => {};
    expect(await one.notes(['erase', '--yes'], { fetch: failing as never, sleep })).toMatchObject({ code: 7 });
    let isLost = false;
    const losing: typeof fetch = async (url, init) => {
      const answer = await globalThis.fetch(url, init);
      const isDelete = new Headers(init?.headers).get('x-amz-target')?.endsWith('.DeleteUser') === true;
      if (!isDelete || isLost) return answer;
      isLost = true;
      throw new TypeError('fetch failed');
    };
    expect(await one.notes(['erase', '--yes', '--json'], { fetch: losing as never, sleep })).toMatchObject({ code: 0 });
    expect(isLost).toBe(true);
    expect(await one.notes(['whoami'])).toMatchObject({ code: 3 });
  });
});
