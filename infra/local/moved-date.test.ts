import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { createMovableClock } from './movable-clock.ts';

/** Runs code in a thread whose `Date` is moved, and returns the result. */
const inThread = async (code: string, shared: SharedArrayBuffer): Promise<unknown> => {
  const module = new URL('./moved-date.ts', import.meta.url).href;
  const source = `
    import { parentPort, workerData } from 'node:worker_threads';
    const { moveDate } = await import(${JSON.stringify(module)});
    const machineNow = moveDate(workerData);
    parentPort.postMessage(await (async () => { ${code} })());`;
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`), { workerData: shared });
  try {
    return await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
  } finally {
    await worker.terminate();
  }
};

const day = 86_400_000;

test('the current time is moved in a thread, however it is asked for', async () => {
  const clock = createMovableClock(Date.now, 3 * day);
  const apart = await inThread(
    `const before = machineNow();
     return [Date.now(), +new Date(), Date.parse(Date()), Reflect.construct(Date, []).getTime()].map((now) => now - before);`,
    clock.shared,
  );
  for (const each of apart as number[]) expect(Math.abs(each - 3 * day)).toBeLessThan(60_000);
  clock.moveTo(5 * day);
  expect(Math.abs(clock.now() - Date.now() - 5 * day)).toBeLessThan(60_000);
});

test('given dates are not moved, and Date still behaves as a class', async () => {
  const { shared } = createMovableClock(Date.now, day);
  expect(
    await inThread(
      `class Own extends Date {}
       return [new Date(5).getTime(), new Date(2026, 0, 2).getDate(), Date.UTC(1970, 0, 2), Date.parse('1970-01-01T00:00:00Z'),
         new Date() instanceof Date, new Own(7) instanceof Own, new Own(7).getTime(), Date.name, new Date(NaN).getTime()];`,
      shared,
    ),
  ).toEqual([5, 2, day, 0, true, true, 7, 'Date', Number.NaN]);
});
