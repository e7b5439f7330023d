/** Measures a cold start, from before the function is loaded to its first answer, without Node's own start. */

import { writeSync } from 'node:fs';
import type { ColdMeasurement } from './job.ts';
import { loadFunction, readCpuTime, readJob } from './lambda.ts';

const given = readJob();
const cpu = readCpuTime();
const began = performance.now();
const invoke = await loadFunction(given);
const answer = await invoke();
const wall = performance.now() - began;
const used = readCpuTime() - cpu;
const { rss, heapUsed } = process.memoryUsage();
// On a channel of its own, apart from the function's output.
writeSync(3, JSON.stringify({ answer, wall, cpu: used, rss, heapUsed } satisfies ColdMeasurement));
process.exit();
