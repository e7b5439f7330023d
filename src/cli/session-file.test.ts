import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { withFs } from '../../test/kit/cli/faulty-fs.ts';
import { createPerson } from '../../test/kit/cli/person.ts';
import { config, createTokens } from '../../test/kit/fake-pools.ts';
import { readSignIns, withSignIns } from './session-file.ts';
import { findSignIn, withoutSignIn, withSignIn } from './sign-ins.ts';

const signedOut = () => {
  const { session, folder, worldOf } = createPerson({ signedIn: false });
  return { session, folder, ...worldOf() };
};
const damaged = ['{', 'null', '[]', '"x"', '\u0000', '{"a":', 'eyJtoken.secret'];

describe('the file of sign-ins', () => {
  test('is empty if it does not exist or has no text', () => {
    const { world, session } = signedOut();
    expect(readSignIns(world)).toEqual({});
    writeFileSync(session, '');
    expect(readSignIns(world)).toEqual({});
  });

  test('is read with a byte order mark, and in PowerShell’s encodings', () => {
    const { world, session } = signedOut();
    const text = JSON.stringify({ a: { ...createTokens(1), at: config } });
    for (const bytes of [
      Buffer.from(`\ufeff${text}`),
      Buffer.from(`\ufeff${text}`, 'utf16le'),
      Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
    ]) {
      writeFileSync(session, bytes);
      expect(findSignIn(readSignIns(world), config)).toMatchObject(createTokens(1));
    }
  });

  test.each(damaged)('that is %j is reported as damaged, without its text', async (text) => {
    const { world, session, folder } = signedOut();
    writeFileSync(session, text);
    const failure = {
      exitCode: 3,
      message:
        `${session} is damaged: nobody knows who is signed in. ` +
        `Use \`notes sign-in EMAIL\`, which keeps a copy of it.`,
    };
    expect(() => readSignIns(world)).toThrow(expect.objectContaining(failure));
    await expect(withSignIns(world, () => 1)).rejects.toMatchObject(failure);
    expect(readFileSync(session, 'utf8')).toBe(text);
    expect(readdirSync(folder).toSorted()).toEqual(['given.json', 'session.json']);
  });

  test.each(damaged)('that is %j is copied before it is replaced', async (text) => {
    const { world, session } = signedOut();
    writeFileSync(session, text);
    const copies: string[] = [];
    await withSignIns(
      world,
      ({ signIns, write }) => {
        expect(signIns).toEqual({});
        write(withSignIn(signIns, config, createTokens(1)));
      },
      (copy) => copies.push(copy),
    );
    expect(copies).toEqual([expect.stringMatching(/session\.json\.[0-9a-f-]{36}\.damaged$/)]);
    expect(readFileSync(copies[0] as string, 'utf8')).toBe(text);
    expect(findSignIn(readSignIns(world), config)).toBeDefined();
  });

  test('that is intact is not copied', async () => {
    const { world, folder } = signedOut();
    const never = () => {
      throw new Error('It was.');
    };
    await withSignIns(world, ({ write }) => write({}), never);
    await withSignIns(world, () => undefined, never);
    expect(readdirSync(folder).toSorted()).toEqual(['given.json', 'session.json']);
  });

  test('is alone after a change: temporary files of an interrupted command are deleted, and nothing else', async () => {
    const { world, session, folder } = signedOut();
    const uuid = '0192d3c4-0000-7000-8000-00000000c11e';
    const ours = `${session}.${uuid}.new`;
    const others = [
      `${session}x.${uuid}.new`,
      `${session}.new`,
      `${session}.${uuid}.newer`,
      `${session}.x.${uuid}.new`,
      session.replace('session', 'sessiom').concat(`.${uuid}.new`),
      `x${session}`.replace(/^x.*\//, `${folder}/x`),
    ];
    for (const each of [ours, ...others]) writeFileSync(each, 'x');
    await withSignIns(world, ({ write }) => write({}));
    expect(
      readdirSync(folder)
        .map((name) => join(folder, name))
        .toSorted(),
    ).toEqual([...others, session, join(folder, 'given.json')].toSorted());
  });

  test('tolerates that a temporary file is already gone', async () => {
    const { world, session } = signedOut();
    const gone = 'session.json.0192d3c4-0000-7000-8000-00000000c11e.new';
    await withFs({ readdirSync: () => [gone] }, () => withSignIns(world, ({ write }) => write({})));
    expect(readFileSync(session, 'utf8')).toBe('{}\n');
  });

  test('that is damaged and cannot be copied stays, and the command fails', async () => {
    const { world, session } = signedOut();
    writeFileSync(session, '{');
    const renameSync = () => {
      throw Object.assign(new Error('EACCES: permission denied, rename'), { code: 'EACCES' });
    };
    const told: string[] = [];
    const failure = await withFs({ renameSync }, () =>
      withSignIns(
        world,
        () => 1,
        (copy) => told.push(copy),
      ).catch((error) => error),
    );
    expect(failure).toMatchObject({
      exitCode: 1,
      message: expect.stringMatching(/damaged cannot be created \(EACCES: permission denied\)\.$/),
    });
    expect(told).toEqual([]);
    expect(readFileSync(session, 'utf8')).toBe('{');
  });

  test('keeps every one of many concurrent changes', async () => {
    const { world } = signedOut();
    const places = Array.from({ length: 12 }, (_, index) => ({ ...config, userPoolClientId: `client-${index}` }));
    await Promise.all(
      places.map((at) => withSignIns(world, ({ signIns, write }) => write(withSignIn(signIns, at, createTokens(1))))),
    );
    expect(places.filter((at) => findSignIn(readSignIns(world), at) === undefined)).toEqual([]);
    await Promise.all(
      places.slice(1).map((at) => withSignIns(world, ({ signIns, write }) => write(withoutSignIn(signIns, at)))),
    );
    expect(Object.keys(readSignIns(world))).toEqual(['client-0']);
  });

  test.skipIf(process.platform === 'win32')('is created in a folder of its own, for its owner only', async () => {
    const { folder, worldOf } = createPerson();
    const { world } = worldOf({ env: {} });
    await withSignIns(world, ({ write }) => write({}));
    const ours = join(folder, '.config', 'owned-notes');
    expect(statSync(ours).mode & 0o777).toBe(0o700);
    expect(readdirSync(ours)).toEqual(['session.json']);
    expect(readFileSync(join(ours, 'session.json'), 'utf8')).toBe('{}\n');
    chmodSync(ours, 0o755);
    await withSignIns(world, () => undefined);
    expect(statSync(ours).mode & 0o777).toBe(0o700);
  });

  test.skipIf(process.platform === 'win32')('is never the target of a link', async () => {
    const { world, session, folder } = signedOut();
    const other = join(folder, 'other');
    writeFileSync(other, '{}');
    symlinkSync(other, session);
    expect(() => readSignIns(world)).toThrow('is a link');
    await expect(withSignIns(world, ({ write }) => write({}))).rejects.toThrow('is a link');
    await expect(
      withSignIns(
        world,
        ({ write }) => write({}),
        () => undefined,
      ),
    ).rejects.toThrow('is a link');
    expect(readFileSync(other, 'utf8')).toBe('{}');
  });

  test('that is a folder is reported for every use', async () => {
    const { world, session } = signedOut();
    mkdirSync(session);
    expect(() => readSignIns(world)).toThrow('is not a file');
    await expect(withSignIns(world, () => 1)).rejects.toMatchObject({ exitCode: 2 });
  });
});
