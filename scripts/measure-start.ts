/**
 * Measures how long `npm start` takes to its first answer, on new data and on existing data: medians of several starts
 * of each. `node scripts/measure-start.ts [starts, 5]`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { portFlags } from '../infra/local/options.ts';

const starts = Number(process.argv[2] ?? 5);
const ports = portFlags.flatMap((flag) => [flag, '0']);

/** Returns the milliseconds from the command to an answer of the API. */
const measureTimeToAnswer = async (data: string): Promise<number> => {
  const started = performance.now();
  // Runs in its own process group, since npm starts the stack as a child.
  const npm = spawn('npm', ['start', '--', '--data', data, ...ports], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  for await (const chunk of npm.stdout) if (String(chunk).includes('Requests, as they come')) break;
  const { ApiEndpoint } = JSON.parse(await readFile(join(data, 'outputs.json'), 'utf8'));
  await (await fetch(`${ApiEndpoint}/notes`)).text();
  const time = performance.now() - started;
  const ended = once(npm, 'exit');
  process.kill(-(npm.pid ?? 0), 'SIGTERM');
  await ended;
  return time;
};

const [fresh, old]: [number[], number[]] = [[], []];
for (let i = 0; i < starts; i++) {
  const data = await mkdtemp(join(tmpdir(), 'owned-notes-'));
  try {
    fresh.push(await measureTimeToAnswer(data));
    old.push(await measureTimeToAnswer(data));
  } finally {
    await rm(data, { recursive: true, force: true });
  }
}
const median = (times: number[]) =>
  Math.round(times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN);
console.log(
  `npm start to the first answer: ${median(fresh)} ms on new data, ${median(old)} ms on old (medians of ${starts})`,
);
