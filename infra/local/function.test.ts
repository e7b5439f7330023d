import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createLocalFunction, type LocalFunction } from './function.ts';

let folder: string;
const running: LocalFunction[] = [];
const lines: string[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'owned-notes-'));
  lines.length = 0;
});
afterEach(async () => {
  for (const each of running.splice(0)) await each[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const startFunction = async (
  source: string,
  environment = {},
  timeout = 20_000,
  isProvisioned = true,
): Promise<LocalFunction> => {
  const file = join(folder, 'index.mjs');
  await writeFile(file, source);
  const started = createLocalFunction({
    ...{ module: pathToFileURL(file).href, environment, timeout, isProvisioned },
    onLine: (line) => lines.push(line),
  });
  running.push(started);
  return started;
};

describe('a function', () => {
  test('has the environment that it is given, and nothing of the stack’s own', async () => {
    process.env.OWNED_NOTES_CANARY = 'of the stack';
    process.env.AWS_PROFILE = 'of the stack';
    try {
      const of = await startFunction('export const handler = async () => process.env;', {
        AWS_REGION: 'us-east-1',
        A: '',
      });
      expect(await of.invoke({})).toEqual({ AWS_REGION: 'us-east-1', A: '' });
    } finally {
      delete process.env.OWNED_NOTES_CANARY;
      delete process.env.AWS_PROFILE;
    }
  });

  test('gets the event and its remaining time', async () => {
    const of = await startFunction(
      'export const handler = async (event, context) => [event, context.getRemainingTimeInMillis()];',
    );
    const [event, left] = (await of.invoke({ a: [1] })) as [unknown, number];
    expect(event).toEqual({ a: [1] });
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(20_000);
  });

  test('that throws fails, handles the next event, and has its output shown', async () => {
    const of = await startFunction(
      'export const handler = async (event) => { console.log("line", event); ' +
        'if (event === 1) throw new Error("no"); return event; };',
    );
    await expect(of.invoke(1)).rejects.toThrow('The function threw.');
    expect(await of.invoke(2)).toBe(2);
    await expect.poll(() => lines.join(), { timeout: 20_000 }).toMatch(/line 1.*no.*line 2/s);
  });

  test('that does not answer times out', async () => {
    const of = await startFunction('export const handler = () => new Promise(() => {});', {}, 50);
    await expect(of.invoke({})).rejects.toThrow('timed out after 50 ms');
  });

  test('whose thread ends is restarted', async () => {
    const of = await startFunction(
      'export const handler = async (event) => event === "die" ? process.exit(1) : event;',
    );
    await expect(of.invoke('die')).rejects.toThrow('thread ended');
    expect(await of.invoke('again')).toBe('again');
  });

  test('that cannot be loaded reports so each time', async () => {
    const of = await startFunction('throw new Error("broken");');
    await expect(of.invoke({})).rejects.toThrow('broken');
    await expect(of.invoke({})).rejects.toThrow('broken');
    expect(lines.join()).toContain('cannot be loaded');
  });

  test('is loaded by its first event, or before it if provisioned', async () => {
    const source = 'console.log("loaded"); export const handler = async () => "answered";';
    await startFunction(source);
    await expect.poll(() => lines).toEqual(['loaded']);
    const later = await startFunction(source, {}, 20_000, false);
    const another = await startFunction(source);
    expect(await another.invoke({})).toBe('answered');
    await expect.poll(() => lines).toEqual(['loaded', 'loaded']);
    expect(await later.invoke({})).toBe('answered');
    await expect.poll(() => lines).toHaveLength(3);
  });

  test('that ends while it is being loaded is not waited for', async () => {
    const of = await startFunction('process.exit(0); export const handler = () => {};');
    await expect(of.invoke({})).rejects.toThrow("The function's thread ended.");
  });

  test('that dies between two events has this logged, and is restarted', async () => {
    const of = await startFunction(
      'export const handler = async (event) => { ' +
        'if (event === 1) setImmediate(() => { throw new Error("late"); }); return event; };',
    );
    expect(await of.invoke(1)).toBe(1);
    await expect.poll(() => lines.join()).toContain("A function's thread died: Error: late");
    expect(await of.invoke(2)).toBe(2);
  });

  test('answers each of several concurrent events on its own', async () => {
    const of = await startFunction(
      'export const handler = (ms) => new Promise((resolve) => setTimeout(() => resolve(ms), ms));',
    );
    expect(await Promise.all([40, 1, 20].map((ms) => of.invoke(ms)))).toEqual([40, 1, 20]);
  });

  test('that answers after its time-out handles the next events', async () => {
    const of = await startFunction(
      'export const handler = (ms) => new Promise((resolve) => setTimeout(() => resolve(ms), ms));',
      {},
      100,
    );
    await expect(of.invoke(200)).rejects.toThrow('timed out');
    const answers = [];
    for (let i = 0; i < 40; i++) answers.push(await of.invoke(10));
    expect(new Set(answers)).toEqual(new Set([10]));
  });

  test('leaves no timer running once it has answered', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const of = await startFunction('export const handler = async (event) => event;');
      expect(await of.invoke(1)).toBe(1);
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  test('rejects pending events when it is disposed of', async () => {
    const of = await startFunction('console.log("here"); export const handler = () => new Promise(() => {});');
    const waiting = of.invoke({});
    waiting.catch(() => {});
    await expect.poll(() => lines).toEqual(['here']);
    await of[Symbol.asyncDispose]();
    await expect(waiting).rejects.toThrow("The function's thread ended.");
  });
});
