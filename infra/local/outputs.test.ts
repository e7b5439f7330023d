import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findFileIfAny } from '../../src/cli/outputs.ts';
import { locateOutputs } from './outputs.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'owned-notes-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (file: string): void => {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '{}');
};

describe('the outputs file of a stack', () => {
  test('is the one that `notes` reads in the same folder, by itself or by the option', () => {
    const place = fc.constantFrom('.local', '.', 'other', "it's/here", '..', '../.local', '../elsewhere');
    fc.assert(
      fc.property(place, fc.array(place), fc.option(place, { nil: undefined }), (data, others, given) => {
        const cwd = mkdtempSync(join(folder, 'a-'));
        const start = join(cwd, 'b');
        const env = given === undefined ? {} : { NOTES_OUTPUTS: join(given, 'outputs.json') };
        for (const each of [data, ...others]) put(join(start, each, 'outputs.json'));
        const { path, isFound } = locateOutputs(resolve(start, data), { cwd: start, env });
        const read = findFileIfAny({ env, cwd: start }, isFound ? undefined : path);
        expect(read?.path).toBe(resolve(start, data, 'outputs.json'));
      }),
    );
  });

  test.each([
    ['.local', {}, '.local/outputs.json', true],
    ['.local', { NOTES_OUTPUTS: '' }, '.local/outputs.json', true],
    ['.local', { NOTES_OUTPUTS: '.local/../.local/outputs.json' }, '.local/outputs.json', true],
    ['.local', { NOTES_OUTPUTS: 'other.json' }, '.local/outputs.json', false],
    ['.', {}, 'outputs.json', false],
    ['other', {}, 'other/outputs.json', false],
    // Nobody reads a path with many dots in it.
    ['../other', {}, '/srv/other/outputs.json', false],
    ['..other', {}, '..other/outputs.json', false],
  ])('for the data in %s with %j is %s, and found: %s', (data, env, path, isFound) => {
    expect(locateOutputs(resolve('/srv/main', data), { cwd: '/srv/main', env })).toEqual({ path, isFound });
  });
});
