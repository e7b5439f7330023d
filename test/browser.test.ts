import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closed, listening } from '../infra/local/listening.ts';
import { type LocalStack, localStack } from './local-stack.ts';

/** Debian's Chromium, if it is on the machine. */
const chromium = (process.env.PATH ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'chromium'))
  .find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

let stack: LocalStack;
let profile: string;
let pages: Server | undefined;
let browser: ChildProcess | undefined;
beforeAll(async () => {
  stack = await localStack();
  profile = await mkdtemp(join(tmpdir(), 'owned-notes-'));
});
afterAll(async () => {
  if (browser?.exitCode === null) {
    browser.kill('SIGKILL');
    await once(browser, 'exit');
  }
  pages?.closeAllConnections();
  // Without a browser, no page is served.
  if (pages !== undefined) await closed(pages);
  await stack?.[Symbol.asyncDispose]();
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
});

/** The page's script, which must not need anything of Node's. */
const script = async () => {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'browser-page.ts')],
    bundle: true,
    platform: 'browser',
    format: 'iife',
    write: false,
  });
  return outputFiles[0]?.text ?? '';
};

test('the client bundles for browsers without Node’s modules', async () => {
  expect((await script()).length).toBeGreaterThan(0);
});

test.skipIf(chromium === undefined)('the client works in Chromium, where there is one', async () => {
  const code = await script();
  const result = await new Promise((resolve, reject) => {
    pages = createServer(async (request, response) => {
      if (request.url === '/result') {
        resolve(JSON.parse(await text(request)));
        response.end();
        return;
      }
      response.setHeader('content-type', 'text/html; charset=utf-8');
      const outputs = JSON.stringify(stack.outputs);
      response.end(request.url === '/outputs.json' ? outputs : `<!doctype html><script>${code}</script>`);
    });
    listening(pages, 'the page', 0).then((url) => {
      const quiet = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
      const updates = ['--disable-component-update', '--disable-sync', `--user-data-dir=${profile}`];
      // CI runs as root, where Chromium has no sandbox; it is shown our own page only.
      browser = spawn(chromium ?? '', ['--headless', '--no-sandbox', ...quiet, ...updates, url], { stdio: 'ignore' });
      browser.once('error', reject);
      browser.once('exit', (exitCode) => reject(new Error(`Chromium ended with ${exitCode}.`)));
    }, reject);
  });
  expect(result).toEqual({
    created: 'from a page 😀',
    updated: 'two',
    late: expect.objectContaining({ kind: 'ApiProblem', status: 412 }),
    listed: 2,
    deleted: true,
  });
});
