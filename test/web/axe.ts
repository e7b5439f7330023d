import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * Returns what axe finds wrong with a page as it is, as `rule: selector`. Axe is evaluated, so that the page's content
 * security policy stays as it is.
 */
export const axeFaults = (page: Page): Promise<readonly string[]> => faultsBy(page, standards);

/** Returns what axe finds wrong with a page in light and dark. Rules not about colours are checked once, in light. */
export const axeFaultsInBoth = async (page: Page): Promise<readonly string[]> => {
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await axeFaults(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await faultsBy(page, { type: 'rule', values: ['color-contrast', 'link-in-text-block'] });
  return [...light, ...dark.map((fault) => `in dark: ${fault}`)];
};

const faultsBy = async (page: Page, runOnly: RunOptions['runOnly'] & {}): Promise<readonly string[]> => {
  // Colours that are still fading in have less contrast.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source);
  const { violations } = await page.evaluate<AxeResults, RunOptions>(
    (options) => (window as unknown as { axe: typeof import('axe-core') }).axe.run(options),
    { runOnly, resultTypes: ['violations'] },
  );
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
};
