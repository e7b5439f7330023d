import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Choices } from './local-stage.ts';
import { synthesizeLocalTemplate } from './local-template.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'owned-notes-templates-'));
});
afterAll(() => rm(folder, { recursive: true }));

const choices: Choices = { isolation: 'iam', owner: 'identity', requireIfMatch: false, sweepMinutes: 1440 };
const made: string[] = [];
const template = (choices: Choices) =>
  synthesizeLocalTemplate({ choices, folder, onSynthesis: () => made.push(JSON.stringify(choices)) });

test('a template is made once, and replaces that of other sources for the same choices', async () => {
  await writeFile(join(folder, 'iam-identity-false-1440-0123.json'), 'of other sources');
  await writeFile(join(folder, 'application-identity-false-1440-0123.json'), 'of another choice');
  const first = await template(choices);
  expect(Object.values(JSON.parse(first).Resources).length).toBeGreaterThan(40);
  expect(await template(choices)).toBe(first);
  expect(made).toHaveLength(1);
  expect(await readdir(folder)).toEqual([
    'application-identity-false-1440-0123.json',
    expect.stringMatching(/^iam-identity-false-1440-[0-9a-f]{32}\.json$/),
  ]);
});
