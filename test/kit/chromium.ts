import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { build } from 'esbuild';
import { closeServer, listen } from '../../infra/local/listen.ts';
import type { Outputs } from '../../infra/local/outputs.ts';

/**
 * The path of Debian's Chromium, if it is installed. The headless shell is the same engine without the windows and
 * menus of a browser: it takes little more than half of the processor time.
 */
export const chromium = ['chromium-headless-shell', 'chromium']
  .flatMap((name) => (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)))
  .find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

/** Bundles a page's script into one file, which must not need any module of Node's. */
export const bundleScript = async (entryPoint: string): Promise<string> => {
  const { outputFiles } = await build({
    ...{ entryPoints: [entryPoint], bundle: true, platform: 'browser', format: 'iife', write: false },
  });
  return outputFiles[0]?.text ?? '';
};

/** Runs a page that reads `/outputs.json` and posts its result to `/result`; returns that result. */
export const runInChromium = async (
  script: string,
  outputs: Outputs,
  flags: readonly string[] = [],
): Promise<unknown> => {
  const profile = await mkdtemp(join(tmpdir(), 'owned-notes-'));
  let browser: ChildProcess | undefined;
  const { promise: result, resolve, reject } = Promise.withResolvers<unknown>();
  const pages = createServer(async (request, response) => {
    if (request.url === '/result') {
      resolve(JSON.parse(await text(request)));
      response.end();
      return;
    }
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(
      request.url === '/outputs.json' ? JSON.stringify(outputs) : `<!doctype html><script>${script}</script>`,
    );
  });
  try {
    const url = await listen(pages, 'the page', 0);
    const quiet = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
    const updates = ['--disable-component-update', '--disable-sync', `--user-data-dir=${profile}`];
    // CI runs as root, where Chromium has no sandbox; it loads only our own page.
    const all = ['--headless', '--no-sandbox', ...quiet, ...updates, ...flags, url];
    // In its own process group: Debian's command is a script that starts the browser, and would end without it.
    browser = spawn(chromium ?? '', all, { stdio: 'ignore', detached: true });
    browser.once('error', reject);
    browser.once('exit', (exitCode) => reject(new Error(`Chromium exited with ${exitCode}.`)));
    return await result;
  } finally {
    if (browser?.pid !== undefined && browser.exitCode === null) {
      const ended = once(browser, 'exit');
      process.kill(-browser.pid, 'SIGKILL');
      await ended;
    }
    pages.closeAllConnections();
    await closeServer(pages);
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
};
