import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allNotes, archiveContents, type ImportOptions, importAll } from '../../src/client/client.ts';
import { fileOf } from '../files/owner.ts';
import { bytesAt, keysOf } from '../files/read-file.ts';
import { type LocalStack, localStack } from '../local-stack.ts';
import { type Account, newAccount } from './account.ts';
import { exported, piecesOf } from './archives.ts';
import { archiveOf, closingOf, entry, noteEntry, opening } from './handmade.ts';

let stack: LocalStack;
beforeAll(async () => {
  stack = await localStack();
});
afterAll(() => stack[Symbol.asyncDispose]());

const importTo = (account: Account, archive: Uint8Array, options: ImportOptions = {}) => {
  const { notes, files } = account.clients();
  return importAll(piecesOf(archive), notes, files, options);
};

/** Everything that somebody has. */
const holdingsOf = async (account: Account) => {
  const { notes, files } = account.clients();
  const contents: Record<string, string> = {};
  for await (const note of allNotes(notes)) {
    const { noteId, content } = note._unsafeUnwrap();
    contents[noteId] = content;
  }
  return { notes: contents, files: await keysOf(files) };
};

describe('an archive that is imported again', () => {
  test('makes nothing twice, changes nothing, and says what is another there', async () => {
    const account = await newAccount(stack.outputs);
    const { notes, files } = account.clients();
    const key = '1700000000000-a.bin';
    const large = '1700000000000-b.bin';
    (await files.attach(fileOf(700), { key }))._unsafeUnwrap();
    (await files.attach(fileOf(6_000_000), { key: large }))._unsafeUnwrap();
    const [same, changed, back] = [v7(), v7(), v7()];
    for (const id of [same, changed, back])
      (await notes.create({ content: `${id} é`, attachment: key }, { idempotencyKey: id }))._unsafeUnwrap();
    const { bytes } = await exported(account);
    expect((await importTo(account, bytes))._unsafeUnwrap()).toMatchObject({ notes: 3, files: 2, notThere: [] });

    (await notes.update(changed, { content: 'new' }))._unsafeUnwrap();
    // There and back again: what it was created as is another text.
    (await notes.update(back, { content: 'new' }))._unsafeUnwrap();
    (await notes.update(back, { content: `${back} é`, attachment: key }))._unsafeUnwrap();
    (await files.detach(key))._unsafeUnwrap();
    (await files.attach(fileOf(700, 'x', 2), { key }))._unsafeUnwrap();
    const before = await holdingsOf(account);
    const again = (await importTo(account, bytes))._unsafeUnwrap();
    expect(again).toMatchObject({ notes: 2, files: 1, bytes: 6_000_700 });
    expect(again.notThere).toEqual([
      { kind: 'note', noteId: changed, because: 'changed' },
      { kind: 'file', key, because: 'changed' },
    ]);
    expect(await holdingsOf(account)).toEqual(before);
    expect((await bytesAt(files, key)).equals(Buffer.from(await fileOf(700, 'x', 2).arrayBuffer()))).toBe(true);
  });

  test('leaves deleted notes deleted, or makes each of them once under another id', async () => {
    const account = await newAccount(stack.outputs);
    const { notes } = account.clients();
    const id = v7();
    (await notes.create({ content: 'gone' }, { idempotencyKey: id }))._unsafeUnwrap();
    const { bytes } = await exported(account);
    (await notes.delete(id))._unsafeUnwrap();
    const deleted = { kind: 'note', noteId: id, because: 'deleted' };
    expect((await importTo(account, bytes))._unsafeUnwrap()).toMatchObject({ notes: 0, notThere: [deleted] });
    expect(await holdingsOf(account)).toMatchObject({ notes: {} });

    for (const _ of ['once', 'again']) {
      const { revived, notThere } = (await importTo(account, bytes, { revive: true }))._unsafeUnwrap();
      expect({ notThere, from: [...revived.keys()] }).toEqual({ notThere: [], from: [id] });
      const [other = ''] = revived.values();
      expect(other.slice(0, 13)).toBe(id.slice(0, 13));
      expect(await holdingsOf(account)).toMatchObject({ notes: { [other]: 'gone' } });
      expect(Object.keys((await holdingsOf(account)).notes)).toHaveLength(1);
    }
    const [first = ''] = Object.keys((await holdingsOf(account)).notes);
    (await notes.delete(first))._unsafeUnwrap();
    (await importTo(account, bytes, { revive: true }))._unsafeUnwrap();
    const [second = ''] = Object.keys((await holdingsOf(account)).notes);
    expect([id, first, second]).toEqual([...new Set([id, first, second])]);
  });

  test('passes over a note that the API does not take, and says so', async () => {
    const account = await newAccount(stack.outputs);
    const [empty, long, good] = [v7(), v7(), v7()];
    const archive = archiveOf(
      noteEntry(empty, ''),
      noteEntry(long, 'x'.repeat(256 * 1024 + 1)),
      noteEntry(good, 'good', { attachment: null, userId: 'somebody', createdAt: 1 }),
      closingOf(3, 0),
    );
    expect((await importTo(account, archive))._unsafeUnwrap().notThere).toEqual(
      [empty, long].map((noteId) => ({ kind: 'note', noteId, because: 'refused' })),
    );
    expect(await holdingsOf(account)).toEqual({ notes: { [good]: 'good' }, files: [] });
  });
});

const id = '0192d3c4-0000-7000-8000-00000000c11e';
const json = (name: string, value: unknown) => entry({ name, bytes: JSON.stringify(value) });
const broken = (bytes: Buffer, at: number): Buffer => {
  const changed = Buffer.from(bytes);
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
};

describe('an archive that is none is refused, and nothing comes of what is wrong', () => {
  let account: Account;
  beforeAll(async () => {
    account = await newAccount(stack.outputs);
  });

  test.each<[string, Buffer, RegExp]>([
    ['a text', Buffer.from('hello'), /no archive of notes/],
    ['a long text', Buffer.alloc(5000, 'hello '), /no archive of notes/],
    ['nothing', Buffer.alloc(0), /ends in the middle/],
    ['zeros', Buffer.alloc(10_240), /ends in the middle/],
    ['a zip', Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(600)]), /no archive of notes/],
    ['another tar', Buffer.concat([json('a.json', {}), closingOf(0, 0)]), /owned-notes\.json is not its first file/],
    ['another format', Buffer.concat([json('owned-notes.json', { format: 'x', version: 1 })]), /not its first file/],
    ['a later version', Buffer.concat([json('owned-notes.json', { format: 'owned-notes', version: 2 })]), /version 2/],
    [
      'a changed header',
      broken(archiveOf(noteEntry(id, 'x'), closingOf(1, 0)), opening.length + 3),
      /there is no header/,
    ],
    ['a folder above', archiveOf(entry({ name: '../evil' })), /neither a note nor a file/],
    ['a file in a folder above', archiveOf(entry({ name: 'files/../../evil' })), /neither a note nor a file/],
    ['a note in a folder above', archiveOf(json('notes/../x.json', { noteId: id, content: 'x' })), /is no note/],
    ['an absolute path', archiveOf(entry({ name: '/etc/passwd' })), /neither a note nor a file/],
    ['an absolute file', archiveOf(entry({ name: 'files//etc/passwd' })), /neither a note nor a file/],
    ['a file without a name', archiveOf(entry({ name: 'files/' })), /neither a note nor a file/],
    ['a control character', archiveOf(entry({ name: 'files/a\u001bb' })), /neither a note nor a file/],
    ['a link', archiveOf(entry({ name: 'files/a', flag: '2' })), /is a link/],
    ['a hard link', archiveOf(entry({ name: 'files/a', flag: '1' })), /is a link/],
    ['a device', archiveOf(entry({ name: 'files/a', flag: '3' })), /is a link, or something else/],
    ['a folder with bytes', archiveOf(entry({ name: 'files/', flag: '5', bytes: 'x' })), /something else/],
    ['a global description', archiveOf(entry({ name: 'x', flag: 'g', bytes: '17 path=files/x\n' })), /something else/],
    ['a long description', archiveOf(entry({ name: 'x', flag: 'x', size: 1e6 })), /too great a length/],
    ['a wrong description', archiveOf(entry({ name: 'x', flag: 'x', bytes: '99 path=a\n' })), /cannot be read/],
    ['a note of gigabytes', archiveOf(entry({ name: `notes/${id}.json`, size: 8e9 })), /too long/],
    ['more than there can be', archiveOf(entry({ name: 'files/a', size: 9e15 })), /larger than any/],
    ['a note of another id', archiveOf(json(`notes/${v7()}.json`, { noteId: id, content: 'x' })), /is no note/],
    ['a note without an id', archiveOf(json('notes/x.json', { noteId: 'x', content: 'x' })), /is no note/],
    ['a note that is no JSON', archiveOf(entry({ name: `notes/${id}.json`, bytes: '{' })), /is no note/],
    [
      'a note that is no UTF-8',
      archiveOf(entry({ name: `notes/${id}.json`, bytes: Buffer.from([0xff]) })),
      /is no note/,
    ],
    ['a content that is no text', archiveOf(noteEntry(id, 5)), /is no note/],
    ['too few notes', archiveOf(closingOf(1, 0)), /not as many/],
    ['too many files', archiveOf(entry({ name: 'files/a' }), closingOf(0, 0)), /not as many/],
    ['a closing that says nothing', archiveOf(json('complete.json', [])), /not as many/],
    ['no closing', archiveOf(Buffer.alloc(1024)), /ends in the middle/],
    ['a file that is cut', archiveOf(entry({ name: 'files/a', bytes: 'x', size: 5000 })), /ends in the middle/],
  ])('%s', async (_, archive, reason) => {
    const failure = (await importTo(account, archive))._unsafeUnwrapErr();
    expect(failure.kind).toMatch(/^(?:InvalidArchive|ArchiveCut|FileUnreadable)$/);
    expect('reason' in failure && failure.reason).toMatch(reason);
    const { notes, files } = await holdingsOf(account);
    expect(notes).toEqual({});
    expect(files.filter((key) => key !== 'a')).toEqual([]);
    // Whoever looks first learns the same, but for a file that was sent before it was counted.
    const looked = await archiveContents(piecesOf(archive));
    expect(looked.isOk() && looked.value.isWhole).toBe(false);
  });

  test('the same name twice, at the second', async () => {
    const twice = archiveOf(noteEntry(id, 'one'), noteEntry(id, 'two'), closingOf(2, 0));
    expect((await importTo(account, twice))._unsafeUnwrapErr()).toMatchObject({ kind: 'InvalidArchive' });
    expect((await holdingsOf(account)).notes).toEqual({ [id]: 'one' });
  });

  test('a source that fails, and one that a signal ends', async () => {
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

test('what is cut anywhere is known to be, and goes on to the archive that it would have been', async () => {
  const account = await newAccount(stack.outputs);
  const { notes, files } = account.clients();
  (await notes.create({ content: 'one' }))._unsafeUnwrap();
  (await notes.create({ content: 'two' }))._unsafeUnwrap();
  (await files.attach(fileOf(1300), { key: '1-a' }))._unsafeUnwrap();
  const { bytes } = await exported(account);
  expect((await archiveContents(piecesOf(bytes)))._unsafeUnwrap()).toMatchObject({ isWhole: true });
  // The zeros behind the closing are nobody's.
  for (let at = 513; at < bytes.length - 1024; at += 251) {
    const contents = (await archiveContents(piecesOf(bytes.subarray(0, at))))._unsafeUnwrap();
    expect(contents.isWhole).toBe(false);
    expect(contents.end).toBeLessThanOrEqual(at);
    const rest = await exported(account, { resume: contents });
    expect(Buffer.concat([bytes.subarray(0, contents.end), rest.bytes]).equals(bytes)).toBe(true);
  }
});

test('an export is not gone on with where a file was replaced by one of its size since', async () => {
  const account = await newAccount(stack.outputs);
  await account.put('1-a', Buffer.from('one'), 'text/plain');
  const { bytes } = await exported(account);
  const resume = (await archiveContents(piecesOf(bytes.subarray(0, -2048))))._unsafeUnwrap();
  const { time = 0 } = resume.files.get('1-a') ?? {};
  // S3 dates by the second.
  await expect.poll(() => Math.floor(Date.now() / 1000), { timeout: 10_000 }).toBeGreaterThan(time);
  await account.put('1-a', Buffer.from('two'), 'text/plain');
  const { failure } = await exported(account, { resume });
  expect(failure).toEqual({ kind: 'ArchiveOutdated', reason: expect.stringMatching('A file was replaced') });
});

test.each([
  ['changed', /A note was changed/],
  ['deleted', /A note was deleted/],
] as const)('an export is not gone on with where a note was %s since', async (what, reason) => {
  const account = await newAccount(stack.outputs);
  const { notes } = account.clients();
  const { noteId } = (await notes.create({ content: 'one' }))._unsafeUnwrap();
  const { bytes } = await exported(account);
  const resume = (await archiveContents(piecesOf(bytes.subarray(0, -2048))))._unsafeUnwrap();
  expect([...resume.notes.keys()]).toEqual([noteId]);
  if (what === 'changed') (await notes.update(noteId, { content: 'two' }))._unsafeUnwrap();
  else (await notes.delete(noteId))._unsafeUnwrap();
  const { failure } = await exported(account, { resume });
  expect(failure).toEqual({ kind: 'ArchiveOutdated', reason: expect.stringMatching(reason) });
});
