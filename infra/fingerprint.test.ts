import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { calculateFingerprint } from './fingerprint.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'owned-notes-'));
  await writeFile(join(root, 'a'), 'one');
  await writeFile(join(root, 'b'), 'two');
});
afterEach(() => rm(root, { recursive: true }));

test('a fingerprint is stable, and changes with the contents and the names of files', async () => {
  const before = await calculateFingerprint(root, ['a', 'b']);
  expect(before).toMatch(/^[0-9a-f]{32}$/);
  expect(await calculateFingerprint(root, ['a', 'b'])).toBe(before);
  await writeFile(join(root, 'b'), 'three');
  const changed = await calculateFingerprint(root, ['a', 'b']);
  await rename(join(root, 'b'), join(root, 'c'));
  const renamed = await calculateFingerprint(root, ['a', 'c']);
  expect(new Set([before, changed, renamed]).size).toBe(3);
});
