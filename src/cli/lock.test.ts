import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { createTestFolder } from '../../test/kit/cli/person.ts';
import { withLock } from './lock.ts';

const options = { signal: new AbortController().signal, now: Date.now };
const lockOfTest = () => join(createTestFolder(), 'lock');
/** Returns the id of a process that has ended. */
const dead = () => spawnSync(process.execPath, ['-e', '']).pid;
const left = (lock: string, { pid = dead(), host = hostname(), age = 0 } = {}) => {
  writeFileSync(lock, JSON.stringify({ pid, host, id: 'x' }));
  const then = (Date.now() - age) / 1000;
  utimesSync(lock, then, then);
};

describe('the lock', () => {
  test('is held during the work, readable by its owner only, and released whatever the outcome', async () => {
    const lock = lockOfTest();
    expect(
      await withLock(lock, options, async () => {
        expect(JSON.parse(readFileSync(lock, 'utf8'))).toEqual({
          ...{ pid: process.pid, host: hostname(), id: expect.stringMatching(/^[0-9a-f-]{36}$/) },
        });
        if (process.platform !== 'win32') expect(statSync(lock).mode & 0o777).toBe(0o600);
        return 'done';
      }),
    ).toBe('done');
    expect(existsSync(lock)).toBe(false);
    await expect(withLock(lock, options, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(existsSync(lock)).toBe(false);
  });

  test('is held by one command at a time, and every command gets its turn', async () => {
    const lock = lockOfTest();
    let [holders, most, done] = [0, 0, 0];
    const work = async () => {
      most = Math.max(most, ++holders);
      await wait(Math.random() * 5);
      holders--;
      done++;
    };
    await Promise.all(Array.from({ length: 8 }, () => withLock(lock, options, work)));
    expect({ holders, most, done }).toEqual({ holders: 0, most: 1, done: 8 });
  });

  test('of a dead process is taken over, by one command at a time even if many try', async () => {
    const lock = lockOfTest();
    left(lock);
    let [holders, most] = [0, 0];
    const work = async () => {
      most = Math.max(most, ++holders);
      await wait(2);
      holders--;
    };
    await Promise.all(Array.from({ length: 6 }, () => withLock(lock, options, work)));
    expect(most).toBe(1);
    expect([existsSync(lock), existsSync(`${lock}.guard`)]).toEqual([false, false]);
  });

  const outcome = async (lock: string) => {
    const controller = new AbortController();
    const taken = withLock(lock, { ...options, signal: controller.signal }, async () => 'taken').catch(
      ({ exitCode }) => exitCode,
    );
    await wait(150);
    controller.abort();
    return taken;
  };

  test('of a live process, or of another machine, is waited for until a Ctrl-C', async () => {
    const lock = lockOfTest();
    for (const held of [
      { pid: process.pid },
      { host: 'elsewhere' },
      { pid: process.pid, age: 50_000 },
      { pid: 0 },
      { pid: -1 },
      { pid: 1.5 },
    ]) {
      left(lock, held);
      expect(await outcome(lock)).toBe(130);
      expect(JSON.parse(readFileSync(lock, 'utf8')).id).toBe('x');
    }
  });

  test('is taken over once it is older than any work takes, whoever holds it', async () => {
    const lock = lockOfTest();
    for (const held of [
      { pid: process.pid, age: 70_000 },
      { host: 'elsewhere', age: 70_000 },
    ]) {
      left(lock, held);
      expect(await outcome(lock)).toBe('taken');
    }
  });

  test('that is empty is still being written, and is waited for until it is old', async () => {
    const lock = lockOfTest();
    writeFileSync(lock, '');
    expect(await outcome(lock)).toBe(130);
    const then = (Date.now() - 70_000) / 1000;
    utimesSync(lock, then, then);
    expect(await outcome(lock)).toBe('taken');
  });

  test('is not taken over while another command does so, unless that one was stopped midway', async () => {
    const lock = lockOfTest();
    left(lock);
    writeFileSync(`${lock}.guard`, '');
    expect(await outcome(lock)).toBe(130);
    const then = (Date.now() - 11_000) / 1000;
    utimesSync(`${lock}.guard`, then, then);
    expect(await outcome(lock)).toBe('taken');
    expect(existsSync(`${lock}.guard`)).toBe(false);
  });

  test('that another command has taken over is not released', async () => {
    const lock = lockOfTest();
    await withLock(lock, options, async () => writeFileSync(lock, 'another'));
    expect(readFileSync(lock, 'utf8')).toBe('another');
  });

  test('is waited for no longer than a minute and a half', async () => {
    const lock = lockOfTest();
    left(lock, { pid: process.pid });
    let now = Date.now();
    const begun = now;
    const clock = vi.fn(() => {
      now += 7_000;
      // The lock is held the whole time, and does not grow old.
      left(lock, { pid: process.pid, age: Date.now() - now });
      return now;
    });
    await expect(withLock(lock, { ...options, now: clock }, async () => 'taken')).rejects.toMatchObject({
      exitCode: 7,
      message: `Another command holds ${lock}. If none is running, delete that file.`,
    });
    expect(now - begun).toBeGreaterThan(90_000);
    expect(now - begun).toBeLessThan(120_000);
  });

  test.skipIf(process.platform === 'win32')('fails with a message if it cannot be created', async () => {
    const folder = createTestFolder();
    await expect(withLock(join(folder, 'none', 'lock'), options, async () => 'taken')).rejects.toMatchObject({
      exitCode: 1,
      message: `${join(folder, 'none', 'lock')} cannot be created.`,
    });
    chmodSync(folder, 0o700);
  });
});
