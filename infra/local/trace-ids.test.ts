import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createTraceIds } from './trace-ids.ts';

test('an invocation has its own trace id, whatever others do meanwhile', async () => {
  const { here, run } = createTraceIds();
  const readLater = async () => {
    await turn();
    return here();
  };
  expect(await Promise.all([run('one', readLater), readLater(), run('two', readLater)])).toEqual([
    'one',
    undefined,
    'two',
  ]);
});
