import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DataInUse, openState, type State } from './state.ts';

let folder: string;
let state: State;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'owned-notes-'));
  state = await openState(join(folder, 'a', 'b'));
});
afterEach(async () => {
  await state[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const reopened = async () => {
  await state[Symbol.asyncDispose]();
  state = await openState(join(folder, 'a', 'b'));
};

test('keeps a value until it is deleted, even through a restart', async () => {
  expect(await state.get('a')).toBeUndefined();
  await state.put('a', { b: [1, null] });
  await reopened();
  expect(await state.get('a')).toEqual({ b: [1, null] });
  await state.delete('a');
  await reopened();
  expect(await state.get('a')).toBeUndefined();
});

test.each([false, true])(
  'erases deleted and overwritten values from the disk when compacted (after a restart: %s)',
  async (isOlder) => {
    // Blocks are compressed. Random values have nothing in common, so they are stored as they are.
    const [one = '', two = '', kept = ''] = Array.from({ length: 3 }, () => randomBytes(24).toString('base64'));
    const onDisk = async () => {
      const inside = join(folder, 'a', 'b', 'state');
      const contents = await Promise.all((await readdir(inside)).map((name) => readFile(join(inside, name), 'latin1')));
      return [one, two, kept].filter((each) => contents.some((text) => text.includes(each)));
    };
    await state.put('a', one);
    await state.put('b', two);
    await state.put('c', kept);
    if (isOlder) await reopened();
    await state.put('a', 'another');
    await state.delete('b');
    expect(await onDisk()).toEqual([one, two, kept]);
    await state.compact();
    expect(await onDisk()).toEqual([kept]);
    expect(await state.entries('')).toEqual([
      ['a', 'another'],
      ['c', kept],
    ]);
  },
);

test('lists the entries of a prefix in the order of their keys', async () => {
  for (const key of ['b/2', 'a/1', 'b/10', 'b', 'b/é', 'c/1', 'b0']) await state.put(key, key);
  expect(await state.entries('b/')).toEqual(['b/10', 'b/2', 'b/é'].map((key) => [key, key]));
  expect(await state.entries('d')).toEqual([]);
});

test('makes a remembered value once', async () => {
  const make = vi.fn(async () => ({ made: true }));
  expect(await state.remember('a', make)).toEqual({ made: true });
  await reopened();
  expect(await state.remember('a', make)).toEqual({ made: true });
  expect(make).toHaveBeenCalledTimes(1);
});

test('lets only the owner into the folder', async () => {
  expect((await stat(join(folder, 'a'))).mode & 0o777).toBe(0o700);
});

test('refuses a folder in use, and names it', async () => {
  const again = openState(join(folder, 'a', 'b'));
  await expect(again).rejects.toBeInstanceOf(DataInUse);
  await expect(again).rejects.toMatchObject({
    name: 'DataInUse',
    message: `Another owned-notes stack is running on the data in ${join(folder, 'a', 'b')}.`,
  });
});

test('does not report a folder that cannot be opened as in use', async () => {
  await writeFile(join(folder, 'state'), 'a file');
  await expect(openState(folder)).rejects.not.toBeInstanceOf(DataInUse);
});
