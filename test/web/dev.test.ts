import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createScratchCopy } from '../kit/scratch-copy.ts';
import { createVisitor, openBrowser } from './browser.ts';
import { newLogin, signIn } from './journeys.ts';
import { runningStack } from './running-stack.ts';

test('`npm run dev` serves both apps from their sources, and applies changes to the open page', async () => {
  await using copy = await createScratchCopy(/^(?:bin|infra|scripts|src|web)\/|^[^/]+\.json$/);
  await using stack = await runningStack(['--sources'], copy.folder);
  await using browser = await openBrowser();
  await using visitor = await createVisitor(browser);
  const page = await visitor.context.newPage();
  await page.goto(stack.outputs.PageUrl);
  await page.getByLabel('Email address').fill('somebody@example.com');
  const form = join(copy.folder, 'web/page/account/sign-in-form.tsx');
  await writeFile(form, (await readFile(form, 'utf8')).replace('<StayField />', '<StayField /><b>changed</b>'));
  await page.locator('b', { hasText: 'changed' }).waitFor();
  // The page was not reloaded.
  expect(await page.getByLabel('Email address').inputValue()).toBe('somebody@example.com');
  await signIn(page, stack, await newLogin(stack));
  const developers = await visitor.context.newPage();
  await developers.goto(stack.outputs.ConsoleUrl);
  await developers.getByRole('heading', { level: 1 }).waitFor();
  expect(visitor.faults).toEqual([]);
});
