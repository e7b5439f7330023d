import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Asked, expectOwnCalls, sends } from './promises/attribution.ts';
import { type Scene, sceneOf } from './promises/scene.ts';
import { startTracedStack, type TracedStack } from './traced-stack.ts';

let stack: TracedStack;
let scene: Scene;
beforeAll(async () => {
  stack = await startTracedStack();
  scene = await sceneOf(stack);
  // Loads each function now, so that 200 requests at once need not.
  for (const send of Object.values(sends)) await send(scene.ann);
});
afterAll(() => stack?.[Symbol.asyncDispose]());

const calls: fc.Arbitrary<Asked> = fc.record({
  who: fc.constantFrom('ann' as const, 'bob' as const),
  what: fc.constantFrom('create' as const, 'list' as const, 'missing' as const),
});

// On a machine that is busy with other tests, 200 requests at once take long.
const patience = { timeout: 240_000 };

test(
  'each trace of 200 requests at once has only the calls of its own function, for its own owner',
  patience,
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(calls, { minLength: 200, maxLength: 200 }), async (asked) => {
        expect(await expectOwnCalls(scene, asked)).toBeGreaterThan(100);
      }),
      // To shrink a failure would take as long again, and show less.
      { numRuns: 1, endOnFailure: true },
    );
  },
);
