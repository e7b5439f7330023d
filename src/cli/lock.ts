import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readFileSync, statSync, unlinkSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { CliError } from './cli-error.ts';
import { exitCodes } from './exit-codes.ts';
import { createIoError, errorCodeOf } from './io-error.ts';

/**
 * Milliseconds after which a lock counts as left behind, whoever holds it: longer than the longest work under one, which is a
 * call of the client's, 30 seconds at most.
 */
const longestHeld = 60_000;

/** Milliseconds that a guard is held at most: it is taken and let go without a wait. */
const longestGuarded = 10_000;

/** Milliseconds. */
const patience = 90_000;

export interface LockOptions {
  readonly signal: AbortSignal;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/**
 * Does some work while no other command does any under the same lock, a file beside what it guards. A holder that
 * died without letting go is noticed by its process's absence; on another machine or by another process of its number, by
 * the lock's age. Throws `Failure`.
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

/** Makes the file, unless there is one: who makes it has the lock. */
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
    if (errorCodeOf(error) === 'EEXIST') return false;
    throw createIoError(file, 'made', error);
  }
};

/**
 * Removes a lock that was left behind. Under a guard, a file that is made exclusively too: of two that find the same lock left
 * behind, the slower would remove the one that the faster has taken by then.
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

/** A lock that is being written says nothing yet. */
const isOfTheDead = (content: string): boolean => {
  try {
    const { pid, host } = JSON.parse(content);
    if (host !== hostname() || !Number.isSafeInteger(pid) || pid < 1) return false;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return errorCodeOf(error) === 'ESRCH';
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
    // Somebody else was faster.
  }
};
