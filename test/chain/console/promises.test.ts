import { afterAll, beforeAll, describe, test } from 'vitest';
import { promised } from './promises/all.ts';
import { type Scene, sceneOf } from './promises/scene.ts';
import { startTracedStack, type TracedStack } from './traced-stack.ts';

let stack: TracedStack;
let scene: Scene;
beforeAll(async () => {
  stack = await startTracedStack();
  scene = await sceneOf(stack);
});
afterAll(() => stack?.[Symbol.asyncDispose]());

// `test/planted/console.test.ts` plants faults that break these promises.
describe('the console promises that', () => {
  test.each(Object.entries(promised))('%s', async (_, isKept) => isKept(scene));
});
