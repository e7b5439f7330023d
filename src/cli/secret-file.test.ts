import { execFileSync } from 'node:child_process';
import fs, {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { withFs } from '../../test/kit/cli/faulty-fs.ts';
import { createTestFolder, uid } from '../../test/kit/cli/person.ts';
import { makeSecretFolder, readSecret, writeSecret } from './secret-file.ts';

const readMode = (file: string) => statSync(file).mode & 0o777;
const failure = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    return error as { readonly message: string; readonly exitCode: number };
  }
  throw new Error('That worked.');
};

describe.skipIf(process.platform === 'win32')('a file of secrets', () => {
  test('is readable by its owner only, whatever was there, with no other file beside it', () => {
    const folder = createTestFolder();
    const file = join(folder, 'secret');
    for (const text of ['one', 'two']) {
      writeSecret(file, text);
      expect(readMode(file)).toBe(0o600);
      expect(Buffer.from(readSecret(file, uid) ?? []).toString()).toBe(text);
      expect(readdirSync(folder)).toEqual(['secret']);
      chmodSync(file, 0o644);
    }
  });

  test('is synced to disk before it replaces the old one, and closed whatever happens', async () => {
    const folder = createTestFolder();
    const file = join(folder, 'secret');
    const done: string[] = [];
    const noting =
      <A extends readonly unknown[], R>(name: string, real: (...args: A) => R) =>
      (...args: A): R => {
        done.push(name);
        return real(...args);
      };
    const breaking = () => {
      throw Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' });
    };
    const [open, close, fsync, rename] = [fs.openSync, fs.closeSync, fs.fsyncSync, fs.renameSync];
    const watched = {
      ...{ openSync: noting('open', open), closeSync: noting('close', close) },
      ...{ fsyncSync: noting('sync', fsync), renameSync: noting('rename', rename) },
    };
    await withFs(watched, async () => writeSecret(file, 'text'));
    expect(done.splice(0)).toEqual(['open', 'sync', 'close', 'rename']);
    await withFs(watched, async () => readSecret(file, uid));
    expect(done.splice(0)).toEqual(['open', 'close']);
    const full = await withFs({ ...watched, fsyncSync: breaking }, async () =>
      failure(() => writeSecret(file, 'more')),
    );
    expect(full).toMatchObject({ exitCode: 1, message: `${file} cannot be written (EIO: i/o error).` });
    expect(done.splice(0)).toEqual(['open', 'close']);
    expect([readFileSync(file, 'utf8'), readdirSync(folder)]).toEqual(['text', ['secret']]);
    const broken = await withFs({ ...watched, readFileSync: breaking }, async () =>
      failure(() => readSecret(file, uid)),
    );
    expect(broken).toMatchObject({ exitCode: 2, message: `${file} cannot be read (EIO: i/o error).` });
    expect(done.splice(0)).toEqual(['open', 'close']);
  });

  test('is a new file each time, so that a reader of the old one does not see the new text', () => {
    const file = join(createTestFolder(), 'secret');
    writeSecret(file, 'old');
    const { ino } = statSync(file);
    writeSecret(file, 'new');
    expect(statSync(file).ino).not.toBe(ino);
  });

  test('replaces a link, not the link’s target', () => {
    const folder = createTestFolder();
    const [file, other] = [join(folder, 'secret'), join(folder, 'other')];
    writeFileSync(other, 'untouched');
    symlinkSync(other, file);
    writeSecret(file, 'text');
    expect(readFileSync(other, 'utf8')).toBe('untouched');
    expect(lstatSync(file).isSymbolicLink()).toBe(false);
  });

  test('is unchanged if it cannot be written, and leaves no temporary file', () => {
    const folder = createTestFolder();
    const file = join(folder, 'secret');
    mkdirSync(join(file, 'full'), { recursive: true });
    const { message, exitCode } = failure(() => writeSecret(file, 'text'));
    expect(message).toMatch(/secret cannot be written \(E[A-Z]+: [^,']+\)\.$/);
    expect(exitCode).toBe(1);
    expect(readdirSync(folder)).toEqual(['secret']);
    expect(failure(() => writeSecret(join(folder, 'none', 'secret'), 'text')).message).toBe(
      `${join(folder, 'none', 'secret')} cannot be written.`,
    );
  });

  test('is undefined if it does not exist', () => {
    expect(readSecret(join(createTestFolder(), 'secret'), uid)).toBeUndefined();
  });

  test.each([0o644, 0o640, 0o604, 0o620, 0o602, 0o610, 0o601, 0o700])('is made private if its mode is %i', (mode) => {
    const file = join(createTestFolder(), 'secret');
    writeFileSync(file, 'text');
    chmodSync(file, mode);
    expect(readSecret(file, uid)).toEqual(Buffer.from('text'));
    expect(readMode(file)).toBe(mode === 0o700 ? 0o700 : 0o600);
  });

  test('is read whatever its mode and owner on Windows', () => {
    const file = join(createTestFolder(), 'secret');
    writeFileSync(file, 'text');
    chmodSync(file, 0o644);
    expect(readSecret(file, undefined)).toEqual(Buffer.from('text'));
    expect(readMode(file)).toBe(0o644);
  });

  test('is not read if it belongs to somebody else, or is a link, a folder or a pipe', () => {
    const folder = createTestFolder();
    const at = (name: string) => join(folder, name);
    writeFileSync(at('secret'), 'text', { mode: 0o644 });
    mkdirSync(at('folder'));
    symlinkSync(at('secret'), at('link'));
    execFileSync('mkfifo', [at('pipe')]);
    const said = (name: string, who = uid) => failure(() => readSecret(at(name), who));
    const advice = 'Sign-ins are kept in a file of your own: name another one with NOTES_SESSION.';
    expect(said('secret', Number(uid) + 1)).toMatchObject({
      message: `${at('secret')} belongs to somebody else. ${advice}`,
      exitCode: 2,
    });
    expect(readMode(at('secret'))).toBe(0o644);
    expect(said('link')).toMatchObject({ message: `${at('link')} is a link. ${advice}`, exitCode: 2 });
    expect(said('folder')).toMatchObject({ message: `${at('folder')} is not a file. ${advice}`, exitCode: 2 });
    expect(said('pipe')).toMatchObject({ message: `${at('pipe')} is not a file. ${advice}`, exitCode: 2 });
    expect(said('secret/below')).toMatchObject({
      message: `${at('secret/below')} cannot be read (ENOTDIR: not a directory).`,
      exitCode: 2,
    });
  });
});

describe.skipIf(process.platform === 'win32')('the folder of a file of secrets', () => {
  test('is created for its owner, with its parent folders', () => {
    const folder = createTestFolder();
    makeSecretFolder(join(folder, 'a', 'b', 'secret'), false);
    expect([readMode(join(folder, 'a')), readMode(join(folder, 'a', 'b'))]).toEqual([0o700, 0o700]);
  });

  test('is made private if it is ours, and only then', () => {
    const folder = createTestFolder();
    chmodSync(folder, 0o755);
    makeSecretFolder(join(folder, 'secret'), false);
    expect(readMode(folder)).toBe(0o755);
    makeSecretFolder(join(folder, 'secret'), true);
    expect(readMode(folder)).toBe(0o700);
  });

  test('is named if it cannot be created', () => {
    const folder = createTestFolder();
    writeFileSync(join(folder, 'file'), '');
    const { message, exitCode } = failure(() => makeSecretFolder(join(folder, 'file', 'x', 'secret'), true));
    expect(message).toMatch(/file\/x cannot be created \(ENOTDIR: not a directory\)\.$/);
    expect(exitCode).toBe(1);
  });
});
