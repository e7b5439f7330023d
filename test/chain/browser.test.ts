import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleScript, chromium, runInChromium } from '../kit/chromium.ts';
import { type LocalStack, startTestStack } from '../kit/local-stack.ts';

let stack: LocalStack;
beforeAll(async () => {
  stack = await startTestStack();
});
afterAll(() => stack?.[Symbol.asyncDispose]());

const script = () => bundleScript(join(import.meta.dirname, 'browser-page.ts'));

test('the client bundles for browsers without Node’s modules', async () => {
  expect((await script()).length).toBeGreaterThan(0);
});

test.skipIf(chromium === undefined)('the client works in Chromium, if it is installed', async () => {
  expect(await runInChromium(await script(), stack.outputs)).toEqual({
    created: 'from a page 😀',
    updated: 'two',
    late: expect.objectContaining({ kind: 'ApiProblem', status: 412 }),
    listed: 2,
    deleted: true,
    files: [3, 6_000_000].map((size) => ({ read: size, saved: size, listed: [size], deleted: true })),
  });
});
