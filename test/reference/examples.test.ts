import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { writeExamples } from './example-files.ts';
import { type Export, readExports, root } from './reference.ts';

const folder = join(root, 'build/reference-examples');

let exported: readonly Export[];
beforeAll(async () => {
  exported = await readExports();
});

const named = ({ door, name }: Export): string => `${door}: ${name}`;

/** Compiles the examples, and returns what the compiler says of them. */
const compiled = (): string => {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const { stdout, stderr } = spawnSync(process.execPath, [tsc, '-p', folder], { cwd: folder, encoding: 'utf8' });
  return `${stdout}${stderr}`;
};

test('the reference has every door of the package', () => {
  const doors = Object.keys(manifest.exports).filter((door) => !door.endsWith('.json'));
  expect([...new Set(exported.map(({ door }) => door))].sort()).toEqual(
    doors.map((door) => door.replace('.', 'owned-notes')).sort(),
  );
});

test('every export has a comment that says what it is', () => {
  expect(exported.filter(({ isExplained }) => !isExplained).map(named)).toEqual([]);
});

test('every export has an example', () => {
  expect(exported.filter(({ examples }) => examples.length === 0).map(named)).toEqual([]);
});

test('every example compiles against the package', async () => {
  await writeExamples(folder, exported);
  expect(compiled()).toBe('');
});

test('an example that uses a name which no door exports does not compile', async () => {
  const wrong = {
    door: 'owned-notes',
    name: 'wrong',
    isExplained: true,
    examples: ['createNotes(deps, owner, draft);'],
  };
  await writeExamples(folder, [...exported, wrong]);
  expect(compiled()).toMatch(/^\d+\.owned-notes\.wrong\.ts\(\d+,1\): error TS2304: Cannot find name 'createNotes'\./m);
});
