import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findRoom, type RoomName, roomNames } from './rooms.ts';

// `npm run mutate [-- ROOM …]` mutates every room of the sources, or the named ones. Stryker keeps its earlier results
// in `.stryker/ROOM`.

const home = resolve(import.meta.dirname, '../..');
const stryker = join(import.meta.dirname, 'node_modules/@stryker-mutator/core/bin/stryker.js');

interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly { readonly status: string }[] }>>;
}

interface Count {
  readonly found: number;
  readonly all: number;
}

const counted = new Set(['Killed', 'Timeout', 'Survived', 'NoCoverage']);
const percent = ({ found, all }: Count): number => (all === 0 ? 100 : (100 * found) / all);
const describeCount = (count: Count): string => `${percent(count).toFixed(2)} % (${count.found} of ${count.all})`;

const countMutants = ({ files }: Report, isIn: (file: string) => boolean): Count => {
  const statuses = Object.entries(files)
    .filter(([file]) => isIn(file))
    .flatMap(([, { mutants }]) => mutants.map(({ status }) => status))
    .filter((status) => counted.has(status));
  return {
    found: statuses.filter((status) => status === 'Killed' || status === 'Timeout').length,
    all: statuses.length,
  };
};

/** Mutates a room, and returns in words where its tests fall short. */
const mutate = (name: RoomName): readonly string[] => {
  const { status } = spawnSync(process.execPath, [stryker, 'run', join(import.meta.dirname, 'stryker.config.js')], {
    cwd: home,
    stdio: 'inherit',
    env: { ...process.env, MUTATION_ROOM: name },
  });
  if (status !== 0) return [`${name}: Stryker failed with ${status}`];
  const report: Report = JSON.parse(readFileSync(join(home, '.stryker', name, 'mutation.json'), 'utf8'));
  const { atLeast, every } = findRoom(name);
  const whole = countMutants(report, () => true);
  console.log(`${name}: ${describeCount(whole)}`);
  return [
    ...(percent(whole) < atLeast ? [`${name}: ${describeCount(whole)} is below ${atLeast} %`] : []),
    ...every.flatMap((file) => {
      const count = countMutants(report, (path) => path === file);
      if (count.all === 0) return [`${file}: no mutants`];
      return count.found < count.all ? [`${file}: ${describeCount(count)} is not all`] : [];
    }),
  ];
};

const asked = process.argv.slice(2);
for (const name of asked) findRoom(name);
const missing = roomNames.filter((name) => asked.length === 0 || asked.includes(name)).flatMap(mutate);
for (const line of missing) console.error(line);
process.exitCode = missing.length === 0 ? 0 : 1;
