import { request } from 'node:http';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sizes } from '../browser.ts';
import { browserOfFile } from '../kit.ts';
import { type RunningStack, runningStack } from '../running-stack.ts';
import { createPeople, type People } from './people.ts';

const visit = browserOfFile();
let stack: RunningStack;
let people: People;
beforeAll(async () => {
  stack = await runningStack();
  people = await createPeople(stack);
});
afterAll(() => stack?.[Symbol.asyncDispose]());

const questions: readonly (readonly [method: string, path: string])[] = [
  ['GET', '/api/outputs'],
  ['GET', '/api/outputs-file'],
  ['GET', '/api/choices'],
  ['GET', '/api/chain/live'],
  ['GET', '/api/chain/trace?id=t1'],
  ['GET', '/api/try/users'],
  ['POST', '/api/try/send'],
  ['POST', '/api/try/another'],
  ['GET', '/api/data/users'],
  ['GET', '/api/data/mail'],
  ['GET', '/api/data/changes'],
  ['POST', '/api/data/snapshot'],
  ['POST', '/api/data/restore'],
  ['POST', '/api/data/clock'],
];
const asked = { 'x-owned-notes-console': '1' };

/** Returns the status that a program gets, which can send any header. */
const fetchStatus = async (method: string, path: string, headers: Record<string, string>): Promise<number> =>
  new Promise((resolve, reject) => {
    request(`${stack.outputs.ConsoleUrl}${path}`, { method, headers }, (response) => {
      resolve(response.statusCode ?? 0);
      response.destroy();
    })
      .on('error', reject)
      .end();
  });

describe.each(questions)('%s %s', (method, path) => {
  test('is answered to the console’s own page, and to nobody else', async () => {
    const own = new URL(stack.outputs.ConsoleUrl).host;
    const refusals: readonly Record<string, string>[] = [
      // A form, a picture, a script, a frame, a fetch without a preflight.
      {},
      { origin: `http://${own}` },
      // The users’ page belongs to the same site, at another port.
      { ...asked, origin: stack.outputs.PageUrl },
      { ...asked, 'sec-fetch-site': 'same-site' },
      { ...asked, 'sec-fetch-site': 'cross-site' },
      { ...asked, origin: 'https://evil.example' },
      { ...asked, origin: 'null' },
      // A name that was rebound to this machine.
      { ...asked, host: 'evil.example' },
      { ...asked, host: `evil.example:${own.split(':')[1]}`, origin: `http://evil.example:${own.split(':')[1]}` },
    ];
    for (const headers of refusals) expect([headers, await fetchStatus(method, path, headers)]).toEqual([headers, 403]);
    expect(await fetchStatus(method, path, asked)).not.toBe(403);
    // No preflight gets an answer that lets anybody in.
    const preflight = { origin: 'http://127.0.0.1:1', 'access-control-request-headers': 'x-owned-notes-console' };
    expect(await fetchStatus('OPTIONS', path, preflight)).toBe(403);
  });
});

test('opens no WebSocket, for a page or for a program', async () => {
  const upgraded = new Promise((resolve) => {
    request(`${stack.outputs.ConsoleUrl}/api/chain/live`, {
      headers: {
        ...asked,
        connection: 'upgrade',
        upgrade: 'websocket',
        'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
      },
    })
      .on('upgrade', () => resolve('upgraded'))
      .on('response', (response) => {
        response.destroy();
        resolve('not upgraded');
      })
      .on('error', () => resolve('not upgraded'))
      .end();
  });
  expect(await upgraded).toBe('not upgraded');
});

test('refuses the users’ page, although it belongs to the same site', async () => {
  await using visitor = await visit();
  const page = await visitor.context.newPage();
  await page.goto(stack.outputs.PageUrl);
  const read = await page.evaluate(async (url) => {
    const init = { headers: { 'x-owned-notes-console': '1' } };
    const tries = [fetch(`${url}/api/try/users`, init), fetch(`${url}/api/try/users`, { mode: 'no-cors' })];
    return (await Promise.allSettled(tries)).map(({ status }) => status);
  }, stack.outputs.ConsoleUrl);
  expect(read).toEqual(['rejected', 'rejected']);
});

test('runs nothing that is in requests, and loads nothing from it', async () => {
  const script = `"><img src=x onerror="window.ran=1"><script>window.ran=1</script><svg onload=window.ran=1>`;
  const { ApiEndpoint, S3Endpoint = '', BucketName, Region: region } = stack.outputs;
  const { ann } = people;
  await ann.ask('POST', '/notes', { content: script }, { 'x-note': script });
  await fetch(`${ApiEndpoint}/notes/${encodeURIComponent(script)}?q=${encodeURIComponent(script)}`, {
    headers: { 'user-agent': script, authorization: script },
  });
  await ann.ask('GET', `/notes/${encodeURIComponent('javascript:window.ran=1')}`);
  const s3 = new S3Client({ endpoint: S3Endpoint, region, forcePathStyle: true, credentials: ann.keys });
  const Key = `private/${ann.identityId}/${script}`;
  await s3.send(new PutObjectCommand({ Bucket: BucketName, Key, Body: script, ContentType: 'text/html' }));
  s3.destroy();
  await using visitor = await visit(sizes.desktop);
  const page = await visitor.context.newPage();
  await page.goto(stack.outputs.ConsoleUrl);
  const rows = page.getByRole('region', { name: 'Requests' }).getByRole('link');
  await rows.filter({ hasText: 'onerror' }).first().waitFor();
  const hrefs = await rows.evaluateAll((links) =>
    links
      .filter((each) => /POST|onerror|javascript|private/.test(each.textContent ?? ''))
      .map((each) => each.getAttribute('href')),
  );
  expect(hrefs.length).toBeGreaterThanOrEqual(4);
  for (const href of hrefs) {
    await page.goto(`${stack.outputs.ConsoleUrl}/${href}`);
    await page.getByRole('heading', { name: 'Answer' }).waitFor();
    await page.locator('details').evaluateAll((all) => {
      for (const each of all) each.setAttribute('open', '');
    });
    expect(await page.evaluate(() => 'ran' in window)).toBe(false);
    expect(await page.locator('main :is(img, script, svg, iframe)').count()).toBe(0);
  }
  await page.goto(`${stack.outputs.ConsoleUrl}/#/chain/${encodeURIComponent(script)}/%ff`);
  expect(await page.evaluate(() => 'ran' in window)).toBe(false);
  expect(visitor.faults).toEqual([]);
});

test('forbids framing, sniffing and reads from other origins, and the caching of its answers', async () => {
  for (const path of ['/', '/api/outputs']) {
    const { headers } = await fetch(`${stack.outputs.ConsoleUrl}${path}`, { headers: asked });
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('access-control-allow-origin')).toBeNull();
  }
  const answer = await fetch(`${stack.outputs.ConsoleUrl}/api/outputs`, { headers: asked });
  expect(answer.headers.get('cache-control')).toBe('no-store');
});

test('writes no note’s content to disk and prints none when it records a request', async () => {
  const canary = `canary-${Date.now()}`;
  await people.ann.ask('POST', '/notes', { content: canary });
  const answer = await fetch(`${stack.outputs.ConsoleUrl}/api/chain/live`, { headers: asked });
  await answer.body?.cancel();
  expect(stack.printed()).not.toContain(canary);
  const { readdir, readFile } = await import('node:fs/promises');
  const files = (await readdir(stack.data, { recursive: true, withFileTypes: true })).filter((each) => each.isFile());
  // Notes belong in the table only.
  for (const { parentPath, name } of files)
    if (!parentPath.includes('table')) expect(await readFile(`${parentPath}/${name}`, 'latin1')).not.toContain(canary);
});
