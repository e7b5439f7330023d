import fs, { chmodSync, mkdirSync, renameSync, type Stats, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { withFs } from '../../test/kit/cli/faulty-fs.ts';
import { createOutputs, createPerson, uid } from '../../test/kit/cli/person.ts';
import { config } from '../../test/kit/fake-pools.ts';
import { findOutputs } from './outputs.ts';
import { readTrusted } from './outputs-file.ts';

const put = (file: string, api = config.apiEndpoint) => {
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, JSON.stringify(createOutputs({ ...config, apiEndpoint: api })));
  chmodSync(file, 0o644);
  chmodSync(join(file, '..'), 0o755);
};
/** Runs a command in a folder, without naming outputs. */
const inFolder = (someone: ReturnType<typeof createPerson>, cwd: string, args = ['whoami'], more = {}) =>
  someone.notes(args, { cwd, env: { NOTES_SESSION: someone.session, NOTES_OUTPUTS: '' }, ...more });

describe('outputs are found', () => {
  test('in the nearest place: in the folder, then in those above', () => {
    const { folder } = createPerson();
    const below = join(folder, 'a', 'b');
    mkdirSync(below, { recursive: true });
    const order = [
      join(folder, '.local/outputs.json'),
      join(folder, 'a/.local/outputs.json'),
      join(below, 'cdk-outputs.json'),
      join(below, 'outputs.json'),
      join(below, '.local/outputs.json'),
    ];
    expect(findOutputs(below)).toBeUndefined();
    // The file of a deployment counts only in the folder itself.
    put(join(folder, 'a/outputs.json'));
    put(join(folder, 'cdk-outputs.json'));
    expect(findOutputs(below)).toBeUndefined();
    for (const file of order) {
      put(file);
      expect(findOutputs(below)).toBe(file);
    }
  });

  test('by the command, which says so if there are none', async () => {
    const someone = createPerson();
    expect(await inFolder(someone, someone.folder)).toEqual({
      ...{ code: 2, out: '' },
      err:
        'notes: No outputs found. Run `npm start` in this folder, or give the file of `cdk deploy --outputs-file` ' +
        'with --outputs.\n',
    });
    put(join(someone.folder, '.local/outputs.json'));
    expect(await inFolder(someone, someone.folder)).toMatchObject({ code: 0, err: '' });
  });

  test('unless others are named, by --outputs first and then by NOTES_OUTPUTS', async () => {
    const someone = createPerson();
    for (const [name, api] of [
      ['.local/outputs.json', 'https://found.example.com'],
      ['env.json', 'https://env.example.com'],
      ['flag.json', 'https://flag.example.com'],
    ] as const)
      put(join(someone.folder, name), api);
    const env = { NOTES_SESSION: someone.session, NOTES_OUTPUTS: 'env.json' };
    expect((await someone.notes(['whoami'])).code).toBe(0);
    expect((await inFolder(someone, someone.folder)).err).toContain('https://found.example.com');
    expect((await someone.notes(['list'], { env })).err).toContain('https://env.example.com');
    expect((await someone.notes(['list', '--outputs', 'flag.json'], { env })).err).toContain(
      'https://flag.example.com',
    );
  });
});

describe('invalid outputs are reported', () => {
  test.each<[string, string | Uint8Array, RegExp]>([
    ['no JSON', '{', /x\.json is not JSON\./],
    ['no UTF-8', new Uint8Array([0xc3, 0x28]), /x\.json is not UTF-8\./],
    ['no object', '[]', /x\.json: The outputs are not a JSON object\./],
    ['another stack’s', '{}', /x\.json: There is no stack of notes/],
    ['with half a pair of UTF-16', Buffer.from('\ufeff{}\ud800', 'utf16le'), /x\.json is not UTF-16LE\./],
  ])('%s', async (_, text, said) => {
    const someone = createPerson();
    writeFileSync(join(someone.folder, 'x.json'), text);
    const ran = await someone.notes(['list', '--outputs', 'x.json']);
    expect(ran).toMatchObject({ code: 2, out: '', err: expect.stringMatching(said) });
  });

  test('but those of a stack on this machine are valid', async () => {
    const at = { ...config, apiEndpoint: 'http://127.0.0.1:8700', cognitoEndpoint: 'http://[::1]:8701/' };
    expect(await createPerson({ at }).notes(['whoami'])).toMatchObject({ code: 0, err: '' });
  });

  test.each<[Partial<Record<keyof ReturnType<typeof createOutputs>, string>>, RegExp]>([
    [{ Region: 'evil.example.com/' }, /"evil\.example\.com\/" is not a region/],
    [{ Region: 'us east' }, /is not a region/],
    [{ Region: `us${'-'.repeat(63)}` }, /is not a region/],
    [{ ApiEndpoint: 'nowhere' }, /the API's URL is invalid: nowhere/],
    [{ ApiEndpoint: '://' }, /the API's URL is invalid/],
    [
      { ApiEndpoint: 'ftp://a.example.com' },
      /the API's URL must begin with https:\/\/ or http:\/\/: ftp:\/\/a\.example\.com/,
    ],
    [{ ApiEndpoint: 'localhost:8700' }, /the API's URL must begin with https:\/\/ or http:\/\/: localhost:/],
    [{ ApiEndpoint: 'file:///etc/passwd' }, /must begin with/],
    [{ ApiEndpoint: 'https://ann:S3cret@a.example.com' }, /must have no user: https:\/\/a\.example\.com$/m],
    [{ ApiEndpoint: 'https://ann@a.example.com' }, /must have no user/],
    [{ ApiEndpoint: 'https://:S3cret@a.example.com' }, /must have no user/],
    [{ ApiEndpoint: 'https://a.example.com?x=S3cret' }, /must have no query or fragment: https:\/\/a\.example\.com$/m],
    [{ ApiEndpoint: 'https://a.example.com/#' }, /must have no query or fragment/],
    [{ CognitoEndpoint: 'nowhere' }, /the pools' URL is invalid: nowhere/],
    [{ CognitoEndpoint: '' }, /the pools' URL is invalid/],
    [{ S3Endpoint: 'nowhere' }, /S3's URL is invalid: nowhere/],
    [{ S3Endpoint: 'https://ann:S3cret@a.example.com' }, /S3's URL must have no user/],
    [{ BucketName: '../other' }, /"\.\.\/other" is not the name of a bucket/],
    [{ BucketName: 'evil.example.com/x' }, /is not the name of a bucket/],
  ])('%j', async (odd, said) => {
    const someone = createPerson();
    writeFileSync(join(someone.folder, 'x.json'), JSON.stringify({ ...createOutputs(config), ...odd }));
    const ran = await someone.notes(['sign-in', 'a', '--password', 'p', '--outputs', 'x.json']);
    expect(ran).toMatchObject({ code: 2, out: '', err: expect.stringMatching(said) });
    expect(ran.err).toContain('x.json: ');
    expect(ran.err).not.toContain('S3cret');
    expect(someone.asked).toEqual([]);
  });
});

describe.skipIf(process.platform === 'win32')('outputs that were found', () => {
  const me = Number(uid);
  const found = () => {
    const someone = createPerson();
    const cwd = join(someone.folder, 'a', 'b');
    mkdirSync(cwd, { recursive: true });
    const file = join(someone.folder, 'a', '.local', 'outputs.json');
    put(file);
    const local = join(someone.folder, 'a', '.local');
    return { someone, cwd, file, local, trusted: (who = me) => readTrusted(file, who).length > 0 };
  };

  test.each([0o600, 0o644, 0o444])('with mode %i are trusted for their owner', (mode) => {
    const { trusted, file } = found();
    chmodSync(file, mode);
    expect(trusted()).toBe(true);
  });

  test('are not trusted if they belong to somebody else', async () => {
    const { someone, cwd, file, trusted } = found();
    expect(() => trusted(me + 1)).toThrow(
      `${file} was found, but belongs to somebody else. If you trust it, give it with --outputs.`,
    );
    for (const args of [['sign-in', 'a', '--password', 'p'], ['list'], ['sign-up', 'a', '--password', 'p']]) {
      const ran = await inFolder(someone, cwd, args, { uid: me + 1 });
      expect(ran).toMatchObject({ code: 2, out: '', err: expect.stringContaining('belongs to somebody else') });
    }
    const call = ['call', '--username', 'a', '--password', 'p', '--path-template', '/notes'];
    expect(await inFolder(someone, cwd, call, { uid: me + 1 })).toMatchObject({ code: 2 });
    expect(someone.asked).toEqual([]);
    // A file that the user names is trusted.
    expect(await someone.notes([...call, '--outputs', file])).toMatchObject({ code: 0 });
  });

  test.each([
    [0o646, false],
    [0o602, false],
    [0o664, me === 0],
    [0o620, me === 0],
    [0o640, true],
  ])('are not trusted if others can change them: mode %i', (mode, isTrusted) => {
    const { trusted, file } = found();
    chmodSync(file, mode);
    if (isTrusted) expect(trusted()).toBe(true);
    else expect(trusted).toThrow('can be changed by others');
  });

  test.each([
    [0o777, false],
    [0o757, false],
    [0o1777, true],
    [0o755, true],
  ])('are not trusted if others can replace them: folder with mode %i', (mode, isTrusted) => {
    const { trusted, local } = found();
    chmodSync(local, mode);
    if (isTrusted) expect(trusted()).toBe(true);
    else expect(trusted).toThrow('is in a folder that others can write to');
  });

  test('through the user’s own link are trusted by who owns the target', () => {
    const { trusted, file, someone, local } = found();
    renameSync(file, join(someone.folder, 'elsewhere.json'));
    symlinkSync(join(someone.folder, 'elsewhere.json'), file);
    expect(trusted()).toBe(true);
    renameSync(local, join(someone.folder, 'elsewhere'));
    symlinkSync(join(someone.folder, 'elsewhere'), local);
    expect(trusted()).toBe(true);
    chmodSync(join(someone.folder, 'elsewhere'), 0o777);
    expect(trusted).toThrow('is in a folder that others can write to');
  });

  /** Reads the file as if it, a link in its place, its folder, or a link in the folder's place had these properties. */
  const asIf = async (changed: Partial<Record<'file' | 'link' | 'folder' | 'folderLink', Partial<Stats>>>) => {
    const { file } = found();
    const { fstatSync, lstatSync, statSync } = fs;
    const user = 1000;
    const base = { uid: user, gid: user };
    const faulty = {
      fstatSync: (fd: number) => Object.assign(fstatSync(fd), base, changed.file),
      lstatSync: (path: string) =>
        Object.assign(lstatSync(path), base, path === file ? changed.link : changed.folderLink),
      statSync: (path: string) => Object.assign(statSync(path), base, changed.folder),
    };
    return withFs(faulty, async () => {
      try {
        return readTrusted(file, user).length > 0;
      } catch (error) {
        return String(error);
      }
    });
  };

  test.each<[Parameters<typeof asIf>[0], RegExp | true]>([
    [{}, true],
    [{ file: { uid: 1001 } }, /belongs to somebody else/],
    [{ file: { uid: 0 } }, /belongs to somebody else/],
    [{ link: { uid: 1001 } }, /belongs to somebody else/],
    [{ folder: { uid: 1001 } }, /is in somebody else’s folder\. If you trust it, give it with --outputs\./],
    [{ folderLink: { uid: 1001 } }, /is in somebody else’s folder/],
    [{ folder: { uid: 0, mode: 0o40755 }, folderLink: { uid: 0 } }, true],
    [{ file: { mode: 0o100664 } }, true],
    [{ file: { mode: 0o100664, gid: 100 } }, /can be changed by others/],
    [{ file: { mode: 0o100644, gid: 100 } }, true],
    [{ file: { mode: 0o100646 } }, /can be changed by others/],
    [{ folder: { mode: 0o40775 } }, true],
    [{ folder: { mode: 0o40775, gid: 100 } }, /is in a folder that others can write to/],
    [{ folder: { mode: 0o41775, gid: 100 } }, true],
  ])('are trusted or not by owner, group and mode: %j', async (changed, trusted) => {
    const outcome = await asIf(changed);
    if (trusted === true) expect(outcome).toBe(true);
    else expect(outcome).toMatch(trusted);
  });

  test('are closed after reading', async () => {
    const { file } = found();
    const { closeSync } = fs;
    const closed = vi.fn(closeSync);
    await withFs({ closeSync: closed }, async () => readTrusted(file, me));
    expect(closed).toHaveBeenCalledOnce();
  });

  test('are trusted on Windows, where modes mean nothing', () => {
    const { file } = found();
    chmodSync(file, 0o666);
    expect(readTrusted(file, undefined).length).toBeGreaterThan(0);
  });

  test('are reported if they cannot be read', () => {
    expect(() => readTrusted('/nowhere/outputs.json', me)).toThrow('/nowhere/outputs.json cannot be read.');
  });
});

describe('a user about to give a password', () => {
  const commands = [
    ['sign-in', 'a', '--password', 'p'],
    ['sign-up', 'a', '--password', 'p'],
    ['reset-password', 'a', '1', '--new-password', 'p'],
    ['change-password', '--password', 'p', '--new-password', 'q'],
    ['call', '--username', 'a', '--password', 'p', '--path-template', '/notes'],
  ];
  test.each(commands)('is told where it goes, and by which file, if outputs were found: %s', async (...args) => {
    const someone = createPerson();
    const file = join(someone.folder, '.local/outputs.json');
    put(file);
    const { code, err } = await inFolder(someone, someone.folder, args);
    expect({ code, err }).toEqual({
      code: 0,
      err: `Signing in at https://notes.example.com (https://cognito.example.com), named in ${file}\n`,
    });
    expect((await someone.notes(args)).err).toBe('');
  });

  test('is told the region if the pools are on AWS', async () => {
    const { cognitoEndpoint: _, ...onAws } = config;
    const someone = createPerson();
    const file = join(someone.folder, 'outputs.json');
    writeFileSync(file, JSON.stringify(createOutputs(onAws)));
    const { err } = await inFolder(someone, someone.folder, ['sign-in', 'a', '--password', 'p']);
    expect(err).toContain('Signing in at https://notes.example.com (Amazon Cognito in us-east-1)');
    expect(someone.asked[0]?.url).toBe('https://cognito-idp.us-east-1.amazonaws.com/');
  });
});
