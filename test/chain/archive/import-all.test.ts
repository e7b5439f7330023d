import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readArchiveContents } from '../../../src/client/archive/archive-contents.ts';
import { type ImportOptions, importAll } from '../../../src/client/archive/import-all.ts';
import { listAllNotes } from '../../../src/client/notes.ts';
import { createFile } from '../../kit/files/owner.ts';
import { listKeys, readBytesAt } from '../../kit/files/read-file.ts';
import { type LocalStack, startTestStack } from '../../kit/local-stack.ts';
import { type Account, createAccount } from './account.ts';
import { exportAccount, splitIntoPieces } from './archives.ts';
import { createClosing, createEntry, createNoteEntry, joinArchive, opening } from './handmade.ts';

let stack: LocalStack;
beforeAll(async () => {
  stack = await startTestStack();
});
afterAll(() => stack[Symbol.asyncDispose]());

const importTo = (account: Account, archive: Uint8Array, options: ImportOptions = {}) => {
  const { notes, files } = account.clients();
  return importAll(splitIntoPieces(archive), notes, files, options);
};

/** Reads everything that a user has. */
const readHoldings = async (account: Account) => {
  const { notes, files } = account.clients();
  const contents: Record<string, string> = {};
  for await (const note of listAllNotes(notes)) {
    const { noteId, content } = note._unsafeUnwrap();
    contents[noteId] = content;
  }
  return { notes: contents, files: await listKeys(files) };
};

describe('an archive that is imported again', () => {
  test('creates nothing twice, changes nothing, and says what differs', async () => {
    const account = await createAccount(stack.outputs);
    const { notes, files } = account.clients();
    const key = '1700000000000-a.bin';
    const large = '1700000000000-b.bin';
    (await files.attach(createFile(700), { key }))._unsafeUnwrap();
    (await files.attach(createFile(6_000_000), { key: large }))._unsafeUnwrap();
    const [same, changed, back] = [v7(), v7(), v7()];
    for (const id of [same, changed, back])
      (await notes.create({ content: `${id} é`, attachment: key }, { idempotencyKey: id }))._unsafeUnwrap();
    const { bytes } = await exportAccount(account);
    expect((await importTo(account, bytes))._unsafeUnwrap()).toMatchObject({ notes: 3, files: 2, notThere: [] });

    (await notes.update(changed, { content: 'new' }))._unsafeUnwrap();
    // Changed and changed back: the same text as in the archive, although no longer the one that was created.
    (await notes.update(back, { content: 'new' }))._unsafeUnwrap();
    (await notes.update(back, { content: `${back} é`, attachment: key }))._unsafeUnwrap();
    (await files.detach(key))._unsafeUnwrap();
    (await files.attach(createFile(700, 'x', 2), { key }))._unsafeUnwrap();
    const before = await readHoldings(account);
    const again = (await importTo(account, bytes))._unsafeUnwrap();
    expect(again).toMatchObject({ notes: 2, files: 1, bytes: 6_000_700 });
    expect(again.notThere).toEqual([
      { kind: 'note', noteId: changed, because: 'changed' },
      { kind: 'file', key, because: 'changed' },
    ]);
    expect(await readHoldings(account)).toEqual(before);
    expect((await readBytesAt(files, key)).equals(Buffer.from(await createFile(700, 'x', 2).arrayBuffer()))).toBe(true);
  });

  test('leaves deleted notes deleted, or recreates each of them once, under another id', async () => {
    const account = await createAccount(stack.outputs);
    const { notes } = account.clients();
    const id = v7();
    (await notes.create({ content: 'gone' }, { idempotencyKey: id }))._unsafeUnwrap();
    const { bytes } = await exportAccount(account);
    (await notes.delete(id))._unsafeUnwrap();
    const deleted = { kind: 'note', noteId: id, because: 'deleted' };
    expect((await importTo(account, bytes))._unsafeUnwrap()).toMatchObject({ notes: 0, notThere: [deleted] });
    expect(await readHoldings(account)).toMatchObject({ notes: {} });

    for (const _ of ['once', 'again']) {
      const { revived, notThere } = (await importTo(account, bytes, { revive: true }))._unsafeUnwrap();
      expect({ notThere, from: [...revived.keys()] }).toEqual({ notThere: [], from: [id] });
      const [other = ''] = revived.values();
      expect(other.slice(0, 13)).toBe(id.slice(0, 13));
      expect(await readHoldings(account)).toMatchObject({ notes: { [other]: 'gone' } });
      expect(Object.keys((await readHoldings(account)).notes)).toHaveLength(1);
    }
    const [first = ''] = Object.keys((await readHoldings(account)).notes);
    (await notes.delete(first))._unsafeUnwrap();
    (await importTo(account, bytes, { revive: true }))._unsafeUnwrap();
    const [second = ''] = Object.keys((await readHoldings(account)).notes);
    expect([id, first, second]).toEqual([...new Set([id, first, second])]);
  });

  test('skips a note that the API refuses, and says so', async () => {
    const account = await createAccount(stack.outputs);
    const [empty, long, good] = [v7(), v7(), v7()];
    const archive = joinArchive(
      createNoteEntry(empty, ''),
      createNoteEntry(long, 'x'.repeat(256 * 1024 + 1)),
      createNoteEntry(good, 'good', { attachment: null, userId: 'somebody', createdAt: 1 }),
      createClosing(3, 0),
    );
    expect((await importTo(account, archive))._unsafeUnwrap().notThere).toEqual(
      [empty, long].map((noteId) => ({ kind: 'note', noteId, because: 'refused' })),
    );
    expect(await readHoldings(account)).toEqual({ notes: { [good]: 'good' }, files: [] });
  });
});

const id = '0192d3c4-0000-7000-8000-00000000c11e';
const json = (name: string, value: unknown) => createEntry({ name, bytes: JSON.stringify(value) });
const broken = (bytes: Buffer, at: number): Buffer => {
  const changed = Buffer.from(bytes);
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
};

describe('an invalid archive is refused, and nothing that is wrong is imported', () => {
  let account: Account;
  beforeAll(async () => {
    account = await createAccount(stack.outputs);
  });

  test.each<[string, Buffer, RegExp]>([
    ['a text', Buffer.from('hello'), /not an archive of notes/],
    ['a long text', Buffer.alloc(5000, 'hello '), /not an archive of notes/],
    ['nothing', Buffer.alloc(0), /ends in the middle/],
    ['zeros', Buffer.alloc(10_240), /ends in the middle/],
    ['a zip', Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(600)]), /not an archive of notes/],
    [
      'another tar',
      Buffer.concat([json('a.json', {}), createClosing(0, 0)]),
      /owned-notes\.json is not its first file/,
    ],
    ['another format', Buffer.concat([json('owned-notes.json', { format: 'x', version: 1 })]), /not its first file/],
    ['a later version', Buffer.concat([json('owned-notes.json', { format: 'owned-notes', version: 2 })]), /version 2/],
    [
      'a changed header',
      broken(joinArchive(createNoteEntry(id, 'x'), createClosing(1, 0)), opening.length + 3),
      /There is no header at byte/,
    ],
    ['a parent folder', joinArchive(createEntry({ name: '../evil' })), /neither a note nor a file/],
    ['a file in a parent folder', joinArchive(createEntry({ name: 'files/../../evil' })), /neither a note nor a file/],
    ['a note in a parent folder', joinArchive(json('notes/../x.json', { noteId: id, content: 'x' })), /is not a note/],
    ['an absolute path', joinArchive(createEntry({ name: '/etc/passwd' })), /neither a note nor a file/],
    ['an absolute file', joinArchive(createEntry({ name: 'files//etc/passwd' })), /neither a note nor a file/],
    ['a file without a name', joinArchive(createEntry({ name: 'files/' })), /neither a note nor a file/],
    ['a control character', joinArchive(createEntry({ name: 'files/a\u001bb' })), /neither a note nor a file/],
    ['a link', joinArchive(createEntry({ name: 'files/a', flag: '2' })), /is a link/],
    ['a hard link', joinArchive(createEntry({ name: 'files/a', flag: '1' })), /is a link/],
    ['a device', joinArchive(createEntry({ name: 'files/a', flag: '3' })), /is a link, or something else/],
    ['a folder with bytes', joinArchive(createEntry({ name: 'files/', flag: '5', bytes: 'x' })), /something else/],
    [
      'a global extended header',
      joinArchive(createEntry({ name: 'x', flag: 'g', bytes: '17 path=files/x\n' })),
      /something else/,
    ],
    ['a long extended header', joinArchive(createEntry({ name: 'x', flag: 'x', size: 1e6 })), /entry is too long/],
    [
      'a bad extended header',
      joinArchive(createEntry({ name: 'x', flag: 'x', bytes: '99 path=a\n' })),
      /cannot be read/,
    ],
    ['a note of gigabytes', joinArchive(createEntry({ name: `notes/${id}.json`, size: 8e9 })), /too long/],
    ['an impossible size', joinArchive(createEntry({ name: 'files/a', size: 9e15 })), /larger than any/],
    ['a note with another id', joinArchive(json(`notes/${v7()}.json`, { noteId: id, content: 'x' })), /is not a note/],
    ['a note without an id', joinArchive(json('notes/x.json', { noteId: 'x', content: 'x' })), /is not a note/],
    ['a note that is not JSON', joinArchive(createEntry({ name: `notes/${id}.json`, bytes: '{' })), /is not a note/],
    [
      'a note that is not UTF-8',
      joinArchive(createEntry({ name: `notes/${id}.json`, bytes: Buffer.from([0xff]) })),
      /is not a note/,
    ],
    ['a content that is not text', joinArchive(createNoteEntry(id, 5)), /is not a note/],
    ['too few notes', joinArchive(createClosing(1, 0)), /not have as many/],
    ['too many files', joinArchive(createEntry({ name: 'files/a' }), createClosing(0, 0)), /not have as many/],
    ['a closing that says nothing', joinArchive(json('complete.json', [])), /not have as many/],
    ['no closing', joinArchive(Buffer.alloc(1024)), /ends in the middle/],
    ['a truncated file', joinArchive(createEntry({ name: 'files/a', bytes: 'x', size: 5000 })), /ends in the middle/],
  ])('%s', async (_, archive, reason) => {
    const failure = (await importTo(account, archive))._unsafeUnwrapErr();
    expect(failure.kind).toMatch(/^(?:InvalidArchive|ArchiveCut|FileUnreadable)$/);
    expect('reason' in failure && failure.reason).toMatch(reason);
    const { notes, files } = await readHoldings(account);
    expect(notes).toEqual({});
    expect(files.filter((key) => key !== 'a')).toEqual([]);
    // Reading the contents first finds the fault, too, without sending a file before it is counted.
    const looked = await readArchiveContents(splitIntoPieces(archive));
    expect(looked.isOk() && looked.value.isWhole).toBe(false);
  });

  test('the same name twice, at its second entry', async () => {
    const twice = joinArchive(createNoteEntry(id, 'one'), createNoteEntry(id, 'two'), createClosing(2, 0));
    expect((await importTo(account, twice))._unsafeUnwrapErr()).toMatchObject({ kind: 'InvalidArchive' });
    expect((await readHoldings(account)).notes).toEqual({ [id]: 'one' });
  });

  test('a source that fails, and one that a signal aborts', async () => {
    const { notes, files } = account.clients();
    async function* failing() {
      yield opening;
      throw new Error('unplugged');
    }
    const failed = await importAll(failing(), notes, files);
    expect(failed._unsafeUnwrapErr()).toMatchObject({
      kind: 'FileUnreadable',
      reason: expect.stringMatching('unplugged'),
    });
    const silent = new ReadableStream<Uint8Array>();
    const controller = new AbortController();
    const waiting = importAll(silent, notes, files, { signal: controller.signal });
    controller.abort();
    expect((await waiting)._unsafeUnwrapErr().kind).toBe('Aborted');
  });
});

test('an archive that is cut anywhere is known to be cut, and resumes to become the whole one', async () => {
  const account = await createAccount(stack.outputs);
  const { notes, files } = account.clients();
  (await notes.create({ content: 'one' }))._unsafeUnwrap();
  (await notes.create({ content: 'two' }))._unsafeUnwrap();
  (await files.attach(createFile(1300), { key: '1-a' }))._unsafeUnwrap();
  const { bytes } = await exportAccount(account);
  expect((await readArchiveContents(splitIntoPieces(bytes)))._unsafeUnwrap()).toMatchObject({ isWhole: true });
  // The zeros after the closing belong to no entry.
  for (let at = 513; at < bytes.length - 1024; at += 251) {
    const contents = (await readArchiveContents(splitIntoPieces(bytes.subarray(0, at))))._unsafeUnwrap();
    expect(contents.isWhole).toBe(false);
    expect(contents.end).toBeLessThanOrEqual(at);
    const rest = await exportAccount(account, { resume: contents });
    expect(Buffer.concat([bytes.subarray(0, contents.end), rest.bytes]).equals(bytes)).toBe(true);
  }
});

test('an export does not resume if a file was since replaced by one of the same size', async () => {
  const account = await createAccount(stack.outputs);
  await account.put('1-a', Buffer.from('one'), 'text/plain');
  const { bytes } = await exportAccount(account);
  const resume = (await readArchiveContents(splitIntoPieces(bytes.subarray(0, -2048))))._unsafeUnwrap();
  const { time = 0 } = resume.files.get('1-a') ?? {};
  // S3 dates to the second.
  await expect.poll(() => Math.floor(Date.now() / 1000), { timeout: 10_000 }).toBeGreaterThan(time);
  await account.put('1-a', Buffer.from('two'), 'text/plain');
  const { failure } = await exportAccount(account, { resume });
  expect(failure).toEqual({ kind: 'ArchiveOutdated', reason: expect.stringMatching('A file was replaced') });
});

test.each([
  ['changed', /A note was changed/],
  ['deleted', /A note was deleted/],
] as const)('an export does not resume if a note was since %s', async (what, reason) => {
  const account = await createAccount(stack.outputs);
  const { notes } = account.clients();
  const { noteId } = (await notes.create({ content: 'one' }))._unsafeUnwrap();
  const { bytes } = await exportAccount(account);
  const resume = (await readArchiveContents(splitIntoPieces(bytes.subarray(0, -2048))))._unsafeUnwrap();
  expect([...resume.notes.keys()]).toEqual([noteId]);
  if (what === 'changed') (await notes.update(noteId, { content: 'two' }))._unsafeUnwrap();
  else (await notes.delete(noteId))._unsafeUnwrap();
  const { failure } = await exportAccount(account, { resume });
  expect(failure).toEqual({ kind: 'ArchiveOutdated', reason: expect.stringMatching(reason) });
});
