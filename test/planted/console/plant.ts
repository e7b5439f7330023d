import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads';
import { consoleFaults } from './all.ts';

/**
 * Loaded before all else into the process of a stack, and into each of its threads. Sources are loaded with every fault
 * in them, each behind a check whether it is in force, so that one stack shows them all.
 */
const root = join(import.meta.dirname, '../../..');
const names = Object.keys(consoleFaults);

const shared = (getEnvironmentData('planted') ?? new SharedArrayBuffer(4)) as SharedArrayBuffer;
if (isMainThread) setEnvironmentData('planted', shared);
const inForce = new Int32Array(shared);
Object.assign(globalThis, { planted: (number: number) => Atomics.load(inForce, 0) === number });

/** Puts a fault in force, or none if it is left out. */
export const putInForce = (name?: string): void => {
  Atomics.store(inForce, 0, name === undefined ? 0 : names.indexOf(name) + 1);
};

const faultyByUrl = new Map<string, Map<string, string>>();
for (const [index, name] of names.entries()) {
  const { file, swaps } = consoleFaults[name] ?? { file: '', swaps: [] };
  const url = pathToFileURL(join(root, file)).href;
  const ofFile = faultyByUrl.get(url) ?? new Map<string, string>();
  faultyByUrl.set(url, ofFile);
  for (const [sound, faulty] of swaps)
    ofFile.set(sound, `${ofFile.get(sound) ?? ''}globalThis.planted(${index + 1}) ? (${faulty}) : `);
}

/** Marks each place first, as what replaces one may contain the text of another. */
const withFaults = (source: string, swaps: ReadonlyMap<string, string>): string => {
  const all = [...swaps];
  let text = source;
  for (const [index, [sound]] of all.entries()) {
    if (!text.includes(sound)) throw new Error(`No source has \`${sound}\` any more.`);
    text = text.replaceAll(sound, `\0${index}\0`);
  }
  return text.replace(/\0(\d+)\0/g, (_, index) => {
    const [sound, choices] = all[Number(index)] ?? [];
    return `(${choices}(${sound}))`;
  });
};

registerHooks({
  load: (url, context, next) => {
    const swaps = faultyByUrl.get(url);
    if (swaps === undefined) return next(url, context);
    return { ...next(url, context), source: withFaults(readFileSync(new URL(url), 'utf8'), swaps) };
  },
});
