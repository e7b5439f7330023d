import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readFileSync, statSync, unlinkSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { CliError } from './cli-error.ts';
import { exitCodes } from './exit-codes.ts';
import { createIoError, readErrorCode } from './io-error.ts';

/**
 * Milliseconds after which a lock counts as abandoned, whoever holds it. It exceeds the longest work under a lock: a
 * call of the client, at most 30 seconds.
 */
const longestHeld = 60_000;

/** Maximum milliseconds that a guard is held: its holder never waits. */
const longestGuarded = 10_000;

/** How long to wait for a lock, in milliseconds. */
const patience = 90_000;

export interface LockOptions {
  readonly signal: AbortSignal;
  /** Returns epoch milliseconds. */
  readonly now: () => number;
}

/**
 * Runs `work` while no other command runs under the same lock, a file beside what it guards. A holder that died is
 * recognized by its missing process; on another machine, or if another process has its number, by the lock's age.
 * Throws `CliError`.
 */
export const withLock = async <T>(lock: string, { signal, now }: LockOptions, work: () => Promise<T>): Promise<T> => {
  const mine = JSON.stringify({ pid: process.pid, host: hostname(), id: randomUUID() });
  const until = now() + patience;
  while (!isTaken(lock, mine)) {
    takeAway(lock, now());
    if (signal.aborted) throw new CliError(exitCodes.interrupted, 'Cancelled.');
    if (now() > until)
      throw new CliError(exitCodes.unavailable, `Another command holds ${lock}. If none is running, delete that file.`);
    await wait(10 + Math.random() * 30);
  }
  try {
    return await work();
  } finally {
    if (readContent(lock) === mine) unlinkSync(lock);
  }
};

/** Creates the file if there is none, and returns whether it did: its creator holds the lock. */
const isTaken = (file: string, content: string): boolean => {
  try {
    const fd = openSync(file, 'wx', 0o600);
    try {
      writeSync(fd, content);
    } finally {
      closeSync(fd);
    }
    return true;
  } catch (error) {
    if (readErrorCode(error) === 'EEXIST') return false;
    throw createIoError(file, 'created', error);
  }
};

/**
 * Deletes an abandoned lock. It does so under a guard, which is an exclusively created file too: of two commands that
 * find the same lock abandoned, the slower would otherwise delete the lock that the faster has just taken.
 */
const takeAway = (lock: string, now: number): void => {
  if (!isLeftBehind(lock, now)) return;
  const guard = `${lock}.guard`;
  if (!isTaken(guard, '')) {
    if (readAge(guard, now) > longestGuarded) deleteIfPresent(guard);
    return;
  }
  try {
    if (isLeftBehind(lock, now)) deleteIfPresent(lock);
  } finally {
    deleteIfPresent(guard);
  }
};

const isLeftBehind = (lock: string, now: number): boolean => {
  const content = readContent(lock);
  if (content === undefined) return false;
  return readAge(lock, now) > longestHeld || isOfTheDead(content);
};

/** Returns whether the holder's process is gone. A lock that is still being written names none. */
const isOfTheDead = (content: string): boolean => {
  try {
    const { pid, host } = JSON.parse(content);
    if (host !== hostname() || !Number.isSafeInteger(pid) || pid < 1) return false;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return readErrorCode(error) === 'ESRCH';
  }
};

const readAge = (file: string, now: number): number => {
  try {
    return now - statSync(file).mtimeMs;
  } catch {
    return 0;
  }
};

const readContent = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
};

const deleteIfPresent = (file: string): void => {
  try {
    unlinkSync(file);
  } catch {
    // Another process was faster.
  }
};
