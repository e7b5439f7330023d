import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { signedRoutes, startTestApi } from '../../infra/local/http-api/test-api.ts';
import { routes } from '../../src/lambda/routes.ts';
import { type Exchange, exchangeOf } from './exchange.ts';

type Options = Parameters<typeof startTestApi>[0];

const missing = '0192d3c4-0000-7000-8000-00000000dead';

/** Every route, and two that there are not. */
const asked = [
  ...routes.map(({ method, path }) => ({ method, target: path.replace('{id}', missing) })),
  { method: 'GET', target: '/nowhere' },
  { method: 'PATCH', target: '/notes' },
];

/** What an API answers to requests that nobody signed; `fetch` would send no body with a GET. */
const answersOf = async (options: Options, body = ''): Promise<readonly Exchange[]> => {
  await using api = await startTestApi(options);
  const exchanges = asked.map(async ({ method, target }) => {
    const sent = request(`${api.endpoint}${target}`, { method, headers: { 'content-length': body.length } }).end(body);
    const [response]: IncomingMessage[] = await once(sent, 'response');
    const { statusCode: status = 0, headers } = response ?? {};
    const answer = { status, headers: headers as Record<string, string>, body: response ? await text(response) : '' };
    return exchangeOf({ method, target, headers: {}, body }, answer);
  });
  return await Promise.all(exchanges);
};

/** What the API answers itself, whatever its functions would: to requests that nobody signed, too large, too many, or that fail behind it. */
export const gatewayTraffic = async (): Promise<readonly Exchange[]> => {
  const open: Options = { routes: signedRoutes.map((route) => ({ ...route, authorization: 'NONE' })) };
  const all = await Promise.all([
    answersOf({}),
    answersOf({}, 'a'.repeat(10 * 1024 * 1024 + 1)),
    answersOf({ throttling: { rate: 0, burst: 0 } }),
    answersOf({ ...open, invoke: () => Promise.reject(new Error('The function failed, as it is to in this test.')) }),
    answersOf({ ...open, invocationTimeout: 1, invoke: () => new Promise(() => {}) }),
  ]);
  return all.flat();
};
