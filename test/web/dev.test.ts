import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { openBrowser, visitorIn } from './browser.ts';
import { newLogin, signIn } from './journeys.ts';
import { runningStack } from './running-stack.ts';

const root = join(import.meta.dirname, '../..');

/** The sources, to be changed at will. Below `build/`, so that the packages are found. */
const scratchCopy = async () => {
  await mkdir(join(root, 'build'), { recursive: true });
  const folder = await mkdtemp(join(root, 'build/copy-'));
  const { stdout } = await promisify(execFile)('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: root });
  const names = stdout.split('\0').filter((name) => /^(?:bin|infra|scripts|src|web)\/|^[^/]+\.json$/.test(name));
  for (const name of names) await cp(join(root, name), join(folder, name));
  // What the stack makes of its sources, and keeps: it does not change here.
  for (const kept of ['functions', 'templates'])
    await cp(join(root, 'build', kept), join(folder, 'build', kept), { recursive: true });
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }) };
};

test('`npm run dev` serves both apps from their sources, and puts what changes into the open page', async () => {
  await using copy = await scratchCopy();
  await using stack = await runningStack(['--sources'], copy.folder);
  await using browser = await openBrowser();
  await using visitor = await visitorIn(browser);
  const page = await visitor.context.newPage();
  await page.goto(stack.outputs.PageUrl);
  await page.getByLabel('Email address').fill('somebody@example.com');
  const form = join(copy.folder, 'web/page/account/sign-in-form.tsx');
  await writeFile(form, (await readFile(form, 'utf8')).replace('<StayField />', '<StayField /><b>changed</b>'));
  await page.locator('b', { hasText: 'changed' }).waitFor();
  // Not by loading it again.
  expect(await page.getByLabel('Email address').inputValue()).toBe('somebody@example.com');
  await signIn(page, stack, await newLogin(stack));
  const developers = await visitor.context.newPage();
  await developers.goto(stack.outputs.ConsoleUrl);
  await developers.getByRole('heading', { level: 1 }).waitFor();
  expect(visitor.faults).toEqual([]);
});
