import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { chromium } from '../kit/chromium.ts';
import { startTestStack } from '../kit/local-stack.ts';
import { openNotesTable } from '../kit/notes-table.ts';
import { openBrowser } from '../web/browser.ts';
import { type Consumer, createEmptyProject } from './consumer.ts';
import { root } from './pack.ts';
import { serveFolder } from './served-folder.ts';

// The examples as a reader has them after copying: with the packed package, installed once for all four.

const names = ['own-store', 'own-server', 'lambda', 'page'];

let project: Consumer;
beforeAll(async () => {
  project = await createEmptyProject();
  for (const name of names)
    await cp(join(root, 'examples', name), join(project.folder, name), {
      recursive: true,
      filter: (path) => !/node_modules|build$/.test(path),
    });
  const dependencies = { 'owned-notes': `file:${inject('tarball')}` };
  await project.write('package.json', JSON.stringify({ private: true, workspaces: names, dependencies }));
  await ran(project.run(['install', '--prefer-offline', '--no-audit', '--no-fund'], 'npm'));
});
afterAll(() => project?.[Symbol.asyncDispose]());

/** Returns what a program wrote. Fails unless it succeeded. */
const ran = async (running: ReturnType<Consumer['run']>): Promise<string> => {
  const { status, output } = await running;
  expect(status, output).toBe(0);
  return output;
};

const script = (name: string, ...args: readonly string[]): readonly string[] => ['run', ...args, '--workspace', name];

test.for(names)('%s compiles', async (name) => {
  await ran(project.run(script(name, 'types'), 'npm'));
});

test('own-store keeps notes in a file, and keeps the laws', async () => {
  const env = { NOTES_FILE: join(project.folder, 'notes.db'), LAW_RUNS: '1' };
  await ran(project.run(['own-store/main.ts', 'the first'], process.execPath, env));
  const output = await ran(project.run(['own-store/main.ts', 'the second'], process.execPath, env));
  expect(output).toMatch(/Z {2}the second\n.*Z {2}the first\n/);
  expect(await ran(project.run(script('own-store', 'test'), 'npm', env))).toMatch(/^. pass (?:[2-9]\d|\d{3})$/m);
});

test('own-server refuses forged tokens, and lets no user reach another’s notes', async () => {
  expect(await ran(project.run(script('own-server', 'test'), 'npm'))).toMatch(/^. pass 3$/m);
});

test('lambda serves a table', async () => {
  await using table = await openNotesTable();
  const keys = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local', AWS_REGION: 'us-east-1' };
  const env = { ...keys, AWS_ENDPOINT_URL_DYNAMODB: table.endpoint, TABLE_NAME: table.name };
  await ran(project.run(script('lambda', 'build'), 'npm'));
  expect(await ran(project.run(script('lambda', 'test'), 'npm', env))).toMatch(/^. pass 1$/m);
});

describe.skipIf(chromium === undefined)('page', () => {
  test('signs in, creates a note and lists it', async () => {
    await ran(project.run(script('page', 'build'), 'npm'));
    await using stack = await startTestStack();
    await writeFile(join(project.folder, 'page/outputs.json'), JSON.stringify(stack.outputs));
    await using served = await serveFolder(join(project.folder, 'page'));
    await using browser = await openBrowser();
    const page = await browser.newPage();
    await page.goto(served.url);
    await page.getByLabel('Address').fill('admin@example.com');
    await page.getByLabel('Password').fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect.poll(() => page.getByRole('status').textContent()).toBe('Incorrect username or password.');
    await page.getByLabel('Password').fill('Passw0rd!');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByLabel('New note').fill('<b>from the example</b>');
    await page.getByRole('button', { name: 'Create' }).click();
    await expect.poll(() => page.getByRole('listitem').allTextContents()).toEqual(['<b>from the example</b>']);
  });
});
