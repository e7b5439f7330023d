import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads';
import { wrapInProcess } from '../../kit/wrap-exports.ts';
import { consoleFaults } from './all.ts';
import { chooseAmong } from './choice.ts';
import type { ConsoleFault } from './fault.ts';

/**
 * Loaded before all else into the process of a stack, and into each of its threads. Every fault is in the stack, and
 * has its turn when it is put in force.
 */
const faults = Object.values(consoleFaults);

const shared = (getEnvironmentData('planted') ?? new SharedArrayBuffer(4)) as SharedArrayBuffer;
if (isMainThread) setEnvironmentData('planted', shared);
const inForce = new Int32Array(shared);
const isInForce = (fault: ConsoleFault): boolean => faults[Atomics.load(inForce, 0) - 1] === fault;

/** Puts a fault in force, or none if it is left out. */
export const putInForce = (name?: string): void => {
  const fault = name === undefined ? undefined : consoleFaults[name];
  Atomics.store(inForce, 0, fault === undefined ? 0 : faults.indexOf(fault) + 1);
};

const byExport = Map.groupBy(faults, ({ module, name }) => `${module} ${name}`);
wrapInProcess(
  [...byExport.values()].flatMap((ofExport) =>
    ofExport.slice(0, 1).map(({ module, name }) => ({ module, name, wrap: chooseAmong(ofExport, isInForce) })),
  ),
);
