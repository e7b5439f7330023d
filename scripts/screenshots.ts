/**
 * Takes the pictures of the README and of `docs/local-stack.md`, of a stack with seeded data: `npm run screenshots`.
 * Throws if one is too large for a first screen.
 */
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { seededPassword } from '../infra/local/data/seed-data.ts';
import { startTestStack } from '../test/kit/local-stack.ts';
import { createVisitor, openBrowser } from '../test/web/browser.ts';

const folder = join(import.meta.dirname, '../docs/pictures');
/** Maximum bytes of one picture. */
const largest = 200_000;
const viewport = { width: 1200, height: 680 };

await mkdir(folder, { recursive: true });
await using stack = await startTestStack({ web: { pagePort: 0, consolePort: 0 } });
const seeded = await stack.local.seed();
if (seeded.isErr()) throw new Error(`The data could not be seeded: ${seeded.error.kind}`);
const { PageUrl = '', ConsoleUrl = '' } = stack.outputs;
const browser = await openBrowser();
try {
  await using visitor = await createVisitor(browser, { viewport, colorScheme: 'light' });
  const picture = async (page: Page, name: string): Promise<void> => {
    const path = join(folder, `${name}.png`);
    await page.screenshot({ path, animations: 'disabled' });
    const { size } = await stat(path);
    console.log(`docs/pictures/${name}.png: ${Math.round(size / 1000)} KB`);
    if (size > largest) throw new Error(`${name}.png has more than ${largest / 1000} KB.`);
  };

  const page = await visitor.context.newPage();
  await page.goto(PageUrl);
  await page.getByLabel('Email address').fill('bruno@example.com');
  await page.getByLabel('Password', { exact: true }).fill(seededPassword);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: /^Readings of the meter/ }).click();
  await page.getByText('meter.csv').waitFor();
  await picture(page, 'page');

  const console_ = await visitor.context.newPage();
  await console_.goto(`${ConsoleUrl}/#/try`);
  await console_.getByRole('combobox', { name: 'As', exact: true }).selectOption({ label: 'anna@example.com' });
  await console_.getByRole('button', { name: 'Send', exact: true }).click();
  await console_.getByRole('button', { name: 'Ask for this note as both' }).click();
  await console_.getByRole('status').getByText('was told that there is no such thing').waitFor();
  await picture(console_, 'as-somebody-else');

  await console_.goto(`${ConsoleUrl}/#/chain`);
  const rows = console_.getByRole('region', { name: 'Requests' }).getByRole('link');
  await rows.filter({ hasText: 'GET' }).filter({ hasText: '404' }).first().click();
  await console_.getByText('The note is another owner’s').waitFor();
  await picture(console_, 'refusal');
  await console_.goto(`${ConsoleUrl}/#/chain`);
  await rows.filter({ hasText: 'GET' }).filter({ hasText: '200' }).filter({ hasText: '/notes' }).first().click();
  await console_.getByRole('heading', { name: 'Role session' }).waitFor();
  await picture(console_, 'chain');
} finally {
  await browser.close();
}
