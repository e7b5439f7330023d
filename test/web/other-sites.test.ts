import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeServer, listen } from '../../infra/local/listen.ts';
import { kit } from './kit.ts';

const { stack, visit } = kit();

/** Serves a foreign page at another port of this machine: another origin of the same site. */
let others: Server;
let othersUrl: string;
beforeAll(async () => {
  others = createServer((_request, response) =>
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>Others</title><body></body>'),
  );
  othersUrl = await listen(others, 'others', 0);
});
afterAll(() => closeServer(others));

/** Runs an attempt on a foreign page, and resolves to what came of it. */
const onOthersPage = async <T>(attempt: (page: Page) => Promise<T>, host = '127.0.0.1'): Promise<T> => {
  await using visitor = await visit();
  const page = await visitor.context.newPage();
  await page.goto(othersUrl.replace('127.0.0.1', host));
  return await attempt(page);
};

const targets = () => [stack.outputs.PageUrl, stack.outputs.ConsoleUrl];

describe.each(['127.0.0.1', 'localhost'])('a foreign page at %s', (host) => {
  test('shows neither page nor console in a frame, an object or an embed', async () => {
    for (const target of targets())
      for (const element of ['iframe', 'object', 'embed']) {
        const texts = await onOthersPage(async (page) => {
          await page.evaluate(
            ([url, name]) => {
              const shown = document.createElement(name ?? '');
              shown.setAttribute(name === 'object' ? 'data' : 'src', url ?? '');
              document.body.append(shown);
              return new Promise((resolve) => {
                shown.addEventListener('load', resolve);
                shown.addEventListener('error', resolve);
              });
            },
            [target, element],
          );
          return Promise.all(
            page
              .frames()
              .slice(1)
              .map((frame) => frame.evaluate('document.querySelector("#root")?.textContent ?? null').catch(() => null)),
          );
        }, host);
        expect(texts.filter((each) => each !== null)).toEqual([]);
      }
  });

  test('reads nothing of page or console by fetch, with or without CORS', async () => {
    for (const target of targets()) {
      const read = await onOthersPage(
        (page) =>
          page.evaluate(async (url) => {
            const paths = ['/', '/config.json', '/api/outputs'];
            const modes = ['cors', 'no-cors'] as const;
            const header = { 'x-owned-notes-console': '1' };
            const asked = paths.flatMap((path) => modes.map((mode) => ({ path, mode })));
            const fetched = asked.flatMap(({ path, mode }) =>
              [undefined, header].map(async (headers) => {
                try {
                  return (await (await fetch(`${url}${path}`, { mode, ...(headers && { headers }) })).text()).length;
                } catch {
                  return 0;
                }
              }),
            );
            return (await Promise.all(fetched)).filter((length) => length > 0);
          }, target),
        host,
      );
      expect(read).toEqual([]);
    }
  });

  test('opens no WebSocket to the console, and has its form refused', async () => {
    const { ConsoleUrl } = stack.outputs;
    const opened = await onOthersPage(
      (page) =>
        page.evaluate(
          (url) =>
            new Promise((resolve) => {
              const socket = new WebSocket(`${url.replace('http', 'ws')}/api/outputs`);
              socket.onopen = () => resolve('open');
              socket.onerror = () => resolve('refused');
            }),
          ConsoleUrl,
        ),
      host,
    );
    expect(opened).toBe('refused');
    const status = await onOthersPage(async (page) => {
      await page.evaluate((url) => {
        const form = document.createElement('form');
        Object.assign(form, { action: `${url}/api/outputs`, method: 'post' });
        document.body.append(form);
      }, ConsoleUrl);
      const answered = page.waitForResponse(`${ConsoleUrl}/api/outputs`);
      await page.evaluate(() => document.forms[0]?.submit());
      return (await answered).status();
    }, host);
    expect(status).toBe(403);
  });
});

test('neither page nor console answers to a foreign name that was resolved to this machine', async () => {
  for (const target of targets()) {
    const socket = connect(Number(new URL(target).port), '127.0.0.1');
    socket.end('GET / HTTP/1.1\r\nhost: rebound.example\r\nconnection: close\r\n\r\n');
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1.1 4(?:21|03)/);
    expect(answer).not.toContain('<html');
  }
});
