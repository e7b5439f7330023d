import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, inject } from 'vitest';
import { createVisitor, openBrowser, sizes, type Visitor } from './browser.ts';
import { createStack, type Stack } from './running-stack.ts';

export interface Kit {
  /** Shared with other test files: for tests that need no flags, no restart and no moved clock. */
  readonly stack: Stack;
  readonly visit: (options?: BrowserContextOptions) => Promise<Visitor>;
}

/** Returns the shared stack, and opens a browser for the test file that calls this. */
export const kit = (): Kit => ({ stack: createStack(inject('stack')), visit: browserOfFile() });

/** Opens a browser for the test file that calls this, and returns a function that opens visitors in it. */
export const browserOfFile = (): Kit['visit'] => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());
  return (options) => createVisitor(browser, options);
};

/** Runs journeys on a phone and on a desktop; for those that look the same on both, `test.runIf(isDesktop(size))`. */
export const onEachSize = (journeys: (size: (typeof sizes)[keyof typeof sizes]) => void): void =>
  describe.each(Object.entries(sizes))('on a %s', (_, size) => journeys(size));

export const isDesktop = (size: object): boolean => size === sizes.desktop;
