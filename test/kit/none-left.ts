import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestProject } from 'vitest/node';

/** The milliseconds within which a process that was told to end must be gone. */
const patience = 10_000;

/** What Node and jest keep for their next run. It is deleted with the folder. */
const caches = /^(node-compile-cache|jest_\w+)$/;

/** Names the run, and counts its projects: each loads this setup anew, and they share the environment. */
const [run, projects] = ['OWNED_NOTES_TEST_RUN', 'OWNED_NOTES_TEST_PROJECTS'];

const addToProjects = (change: 1 | -1): number => {
  const count = Number(process.env[projects] ?? 0) + change;
  process.env[projects] = String(count);
  return count;
};

/**
 * Fails the run if its tests leave anything behind: a process, such as a browser of which only the launcher was killed,
 * or a file in the folder for temporary ones. What tests start inherits an environment variable, by which it is found
 * in Linux's `/proc`; on other systems, processes are not looked for. Where tests are retried, the run only says so: a
 * try that was broken off by its time-out cleans nothing up. This must be the first global setup, as the first is torn
 * down last.
 */
export const setup = async (project?: TestProject): Promise<() => Promise<void>> => {
  if (addToProjects(1) === 1) {
    process.env.TMPDIR = await mkdtemp(join(tmpdir(), 'owned-notes-tests-'));
    process.env[run] = String(process.pid);
  }
  const folder = tmpdir();
  return async () => {
    if (addToProjects(-1) > 0) return;
    const end = performance.now() + patience;
    let processes = await lookTwice();
    while (processes.length > 0 && performance.now() < end) {
      await sleep(50);
      processes = await lookTwice();
    }
    const files = (await readdir(folder, { recursive: true })).filter((name) => !caches.test(name.split(sep)[0] ?? ''));
    const left = [...processes, ...files];
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    if (left.length === 0) return;
    const message = `The tests left behind:\n${left.join('\n')}`;
    if (project?.config.retry) return console.warn(message);
    // Vitest prints what a teardown throws, and would exit with 0 all the same.
    process.exitCode = 1;
    throw new Error(message);
  };
};

/** Looks again if there is nothing: while a process becomes another program, its environment cannot be read. */
const lookTwice = async (): Promise<readonly string[]> => {
  const found = findProcesses();
  if (found.length > 0) return found;
  await sleep(50);
  return findProcesses();
};

/** Lists the commands of the processes that outlived the one that started them. */
const findProcesses = (): readonly string[] => {
  const ours = new Map(listProcesses().map((id) => [id, readParent(id)]));
  return [...ours]
    .filter(([, parent]) => parent !== process.pid && !ours.has(parent))
    .map(([id]) => read(id, 'cmdline').replaceAll('\0', ' '))
    .filter((command) => command !== '');
};

const listProcesses = (): readonly number[] => {
  const mark = `${run}=${process.pid}`;
  try {
    return readdirSync('/proc')
      .map(Number)
      .filter((id) => id > 0 && read(id, 'environ').split('\0').includes(mark));
  } catch {
    return [];
  }
};

/** Reads the second field after the command, which is in parentheses and may contain some itself [proc_pid_stat(5)]. */
const readParent = (id: number): number => Number(/^\d+ \(.*\) \S (\d+)/s.exec(read(id, 'stat'))?.[1]);

/** Returns nothing of a process that has ended, or that is another user's. */
const read = (id: number, file: string): string => {
  try {
    return readFileSync(`/proc/${id}/${file}`, 'utf8');
  } catch {
    return '';
  }
};
