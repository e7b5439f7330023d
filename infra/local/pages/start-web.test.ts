import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Outputs } from '../outputs.ts';
import { startWeb, type Web } from './start-web.ts';

let web: Web;
let outputs: Outputs & Web['outputs'];
beforeAll(async () => {
  web = await startWeb({ pagePort: 0, consolePort: 0 });
  outputs = {
    ...{ Region: 'us-east-1', UserPoolId: 'pool', UserPoolClientId: 'client', IdentityPoolId: 'identities' },
    ...{ ApiEndpoint: 'http://127.0.0.1:1', CognitoEndpoint: 'http://127.0.0.1:2', S3Endpoint: 'http://127.0.0.1:3' },
    ...{ DynamoDbEndpoint: 'http://127.0.0.1:4', NotesTableName: 'notes', BucketName: 'files' },
    ...web.outputs,
  };
  web.run({ outputs, routes: [] });
});
afterAll(() => web?.[Symbol.asyncDispose]());

/** Sends a request with exactly this request line and these headers, which ordinary clients would normalize. */
const raw = async (url: string, line: string, headers: Readonly<Record<string, string>>): Promise<string> => {
  const { host, port } = new URL(url);
  const socket = connect(Number(port), '127.0.0.1');
  const all = Object.entries({ host, connection: 'close', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`${line} HTTP/1.1\r\n${all.join('')}\r\n`);
  return text(socket);
};
const parseStatus = (answer: string) => Number(answer.split(' ', 2)[1]);

describe('the page', () => {
  test('is served with all its files, each with the Content-Security-Policy', async () => {
    const page = await fetch(outputs.PageUrl);
    const html = await page.text();
    const files = [...html.matchAll(/(?:src|href)="\.(\/assets\/[^"]+)"/g)].map(
      ([, path]) => `${outputs.PageUrl}${path}`,
    );
    expect(files.length).toBeGreaterThan(1);
    const answers = [page, ...(await Promise.all(files.map((file) => fetch(file))))];
    for (const answer of answers) {
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    }
    expect(answers.map(({ headers }) => headers.get('cache-control'))).toEqual([
      'no-cache',
      ...files.map(() => 'public, max-age=31536000, immutable'),
    ]);
  });

  test('may call only its own stack', async () => {
    const policy = (await fetch(outputs.PageUrl)).headers.get('content-security-policy');
    const { ApiEndpoint, CognitoEndpoint, S3Endpoint } = outputs;
    expect(policy).toContain(`connect-src 'self' ${ApiEndpoint} ${CognitoEndpoint} ${S3Endpoint};`);
  });

  test('gets the addresses of its stack, except those of the table and the console', async () => {
    const answer = await fetch(`${outputs.PageUrl}/config.json`);
    const { DynamoDbEndpoint: _, NotesTableName: __, ConsoleUrl: ___, ...config } = outputs;
    expect(await answer.json()).toEqual(config);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });

  test.each([
    '/../package.json',
    '/assets/../../package.json',
    '/assets/%2e%2e/index.html',
    '/nothing',
    '//index.html',
  ])('has nothing at %s', async (path) => {
    expect(parseStatus(await raw(outputs.PageUrl, `GET ${path}`, {}))).toBe(404);
  });

  test('answers only to the names of this machine, which stops DNS rebinding', async () => {
    for (const host of ['evil.example', '127.0.0.1.evil.example', 'localhost.evil.example:80'])
      expect(parseStatus(await raw(outputs.PageUrl, 'GET /config.json', { host }))).toBe(421);
    const { port } = new URL(outputs.PageUrl);
    expect(parseStatus(await raw(outputs.PageUrl, 'GET /config.json', { host: `localhost:${port}` }))).toBe(200);
  });

  test('refuses all methods that write', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'])
      expect(parseStatus(await raw(outputs.PageUrl, `${method} /`, {}))).toBe(405);
  });

  test('answers HEAD with the headers of GET and no body', async () => {
    const [head, get] = await Promise.all(
      ['HEAD', 'GET'].map(async (method) => {
        const answer = await fetch(outputs.PageUrl, { method });
        const { date: _, connection: __, 'keep-alive': ___, ...headers } = Object.fromEntries(answer.headers);
        return { headers, length: (await answer.arrayBuffer()).byteLength };
      }),
    );
    expect(head?.headers).toEqual(get?.headers);
    expect([head?.length, (get?.length ?? 0) > 0]).toEqual([0, true]);
  });
});

test('requests are answered with 503 before the stack runs', async () => {
  await using early = await startWeb({ pagePort: 0, consolePort: 0 });
  for (const url of Object.values(early.outputs)) expect((await fetch(url)).status).toBe(503);
});

test('a taken port is reported with what it is for', async () => {
  const taken = Number(new URL(outputs.ConsoleUrl).port);
  await expect(startWeb({ pagePort: 0, consolePort: taken })).rejects.toThrow(
    `Port ${taken}, for the console, is taken.`,
  );
});
