/** A cold start: from the begin of loading the function to its first answer. Node's own start is not in it. */

import { writeSync } from 'node:fs';
import type { ColdResult } from './job.ts';
import { cpuTime, functionOf, job } from './lambda.ts';

const given = job();
const cpu = cpuTime();
const began = performance.now();
const invoke = await functionOf(given);
const answer = await invoke();
const wall = performance.now() - began;
const used = cpuTime() - cpu;
const { rss, heapUsed } = process.memoryUsage();
// Apart from what the function writes.
writeSync(3, JSON.stringify({ answer, wall, cpu: used, rss, heapUsed } satisfies ColdResult));
process.exit();
