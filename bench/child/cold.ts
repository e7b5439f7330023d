/** A cold start: from the begin of loading the function to its first answer. Node's own start is not in it. */

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
// Apart from what the function writes.
writeSync(3, JSON.stringify({ answer, wall, cpu: used, rss, heapUsed } satisfies ColdMeasurement));
process.exit();
