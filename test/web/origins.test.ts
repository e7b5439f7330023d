import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, visitorIn } from './browser.ts';
import { type RunningStack, runningStack } from './running-stack.ts';

let browser: Browser;
let stack: RunningStack;
beforeAll(async () => {
  [browser, stack] = await Promise.all([openBrowser(), runningStack()]);
});
afterAll(async () => {
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
});

test('npm start prints the address of the page first, and then that of the console', () => {
  const printed = stack.printed();
  const places = [stack.outputs.PageUrl, stack.outputs.ConsoleUrl, stack.outputs.ApiEndpoint].map((url) =>
    printed.indexOf(url),
  );
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(places[0]).toBeGreaterThan(0);
});

test('page and console load under their policy, and call nobody else', async () => {
  await using visitor = await visitorIn(browser);
  for (const url of [stack.outputs.PageUrl, stack.outputs.ConsoleUrl]) {
    const page = await visitor.context.newPage();
    await page.goto(url);
    await page.getByRole('heading').first().waitFor();
  }
  expect(visitor.faults).toEqual([]);
});
