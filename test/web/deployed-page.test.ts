import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { stages } from '../../infra/stages.ts';
import { synthesize } from '../../infra/synthesize.ts';
import { findResource, type Template } from '../../infra/template/template.ts';
import { buildWeb } from '../../infra/web/build-web.ts';
import { packagePage } from '../../infra/web/package-page.ts';
import { findObjectHeaders } from '../../infra/web/page-writer/find-object-headers.ts';
import { findFilesBucket, readPage } from '../infra/page.ts';
import { apiId, region, resolve } from '../infra/resolve.ts';
import { openBrowser } from './browser.ts';

// The page as the template deploys it, in a browser: its files, its texts and CloudFront's headers, at CloudFront's
// name. The test answers in place of AWS, and records which requests get out of the page.

let folder: string;
let browser: Browser;
let template: Template;
let origin: string;
let context: BrowserContext;
let page: Page;
const complaints: string[] = [];
const heard: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'owned-notes-deployed-'));
  const packaged = await packagePage(await buildWeb('page'), folder);
  const synthesized = await synthesize({ stages: [stages.dev], validates: false, page: packaged });
  template = resolve(synthesized.get('dev')?.template ?? '');
  origin = readPage(template)?.origin ?? '';
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  complaints.length = heard.length = 0;
  await context?.close();
  context = await browser.newContext();
  await context.route('**/*', async (route) => {
    const url = new URL(route.request().url());
    if (url.origin !== origin) {
      heard.push(url.origin);
      return route.fulfill({ status: 200, headers: { 'access-control-allow-origin': '*' }, body: '{}' });
    }
    const name = url.pathname === '/' ? 'index.html' : url.pathname.slice(1);
    const { Files, Texts } = findResource(template, 'Custom::PageFiles').Properties;
    if (!Files.includes(name) && Texts[name] === undefined) return route.fulfill({ status: 404, headers: headers() });
    const body = Texts[name] ?? (await readFile(join(folder, 'page', name)));
    return route.fulfill({ status: 200, headers: { ...headers(), ...findObjectHeaders(name) }, body });
  });
  page = await context.newPage();
  page
    .on('console', (message) => complaints.push(message.text()))
    .on('pageerror', ({ message }) => complaints.push(message));
  await page.goto(`${origin}/`);
});

/** Returns the headers that CloudFront adds to each response. */
const headers = (): Readonly<Record<string, string>> => {
  const { CustomHeadersConfig, SecurityHeadersConfig } = findResource(
    template,
    'AWS::CloudFront::ResponseHeadersPolicy',
  ).Properties.ResponseHeadersPolicyConfig;
  const seconds = SecurityHeadersConfig?.StrictTransportSecurity?.AccessControlMaxAgeSec;
  return {
    ...Object.fromEntries((CustomHeadersConfig?.Items ?? []).map(({ Header, Value }) => [Header, Value])),
    'content-security-policy': SecurityHeadersConfig?.ContentSecurityPolicy?.ContentSecurityPolicy ?? '',
    'referrer-policy': SecurityHeadersConfig?.ReferrerPolicy?.ReferrerPolicy ?? '',
    'strict-transport-security': `max-age=${seconds}`,
    'x-content-type-options': 'nosniff',
    'x-frame-options': SecurityHeadersConfig?.FrameOptions?.FrameOption ?? '',
  };
};

/** Resolves to whether a request of the page's gets out. */
const calls = (url: string): Promise<boolean> =>
  page.evaluate(
    (to) =>
      fetch(to)
        .then(() => true)
        .catch(() => false),
    url,
  );

test('shows under both of its policies, without a complaint from the browser', async () => {
  await expect
    .poll(() => page.evaluate(() => document.querySelector('#root')?.childElementCount ?? 0))
    .toBeGreaterThan(0);
  expect(complaints).toEqual([]);
  expect(heard).toEqual([]);
});

test('calls the API, the files and the pools of its own deployment', async () => {
  const own = ['ApiEndpoint'].map((name) => template.Outputs[name]?.Value ?? '');
  const files = `https://${findFilesBucket(template).id}.s3.${region}.amazonaws.com`.toLowerCase();
  const pools = ['cognito-idp', 'cognito-identity'].map((service) => `https://${service}.${region}.amazonaws.com`);
  for (const url of [...own, files, ...pools]) expect([url, await calls(url)]).toEqual([url, true]);
  expect(heard).toEqual([...own, files, ...pools]);
});

test('calls nobody else: no other API of the region, no other bucket, not even for a picture', async () => {
  const others = [
    `https://zyxwvu9876.execute-api.${region}.amazonaws.com/notes`,
    `https://another-bucket.s3.${region}.amazonaws.com/x`,
    `https://${apiId}.execute-api.us-east-1.amazonaws.com/notes`,
    `https://sts.${region}.amazonaws.com`,
    'https://example.com',
  ];
  for (const url of others) expect([url, await calls(url)]).toEqual([url, false]);
  const pictured = await page.evaluate(
    (urls) =>
      Promise.all(
        urls.map(
          (url) =>
            new Promise((resolve) => {
              const picture = new Image();
              picture.onload = () => resolve(true);
              picture.onerror = () => resolve(false);
              picture.src = url;
            }),
        ),
      ),
    others,
  );
  expect(pictured).toEqual(others.map(() => false));
  expect(heard).toEqual([]);
  // The page's own policy refuses it: the header's is as wide as a region.
  expect(complaints.filter((text) => text.includes('zyxwvu9876')).join()).toContain(`connect-src 'self'`);
});

test('never runs text, however it gets into the page', async () => {
  const come = await page.evaluate(async () => {
    const attempts: Readonly<Record<string, () => void>> = {
      html: () => document.body.insertAdjacentHTML('beforeend', '<b></b>'),
      script: () =>
        document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.ran = true' })),
      text: () => Function('window.ran = true')(),
    };
    const through: string[] = [];
    // What a debugger evaluates, as it does this function, may do what pages may not; a timer's callback may not.
    for (const [name, attempt] of Object.entries(attempts))
      await new Promise<void>((resolve) => {
        setTimeout(() => {
          try {
            attempt();
            through.push(name);
          } catch {
            // Refused, as it should be.
          }
          resolve();
        });
      });
    return { through, ran: 'ran' in window };
  });
  expect(come).toEqual({ through: [], ran: false });
});
