import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { signedRoutes, startTestApi } from '../../infra/local/http-api/test-api.ts';
import { routes } from '../../src/lambda/routes.ts';
import { createExchange, type Exchange } from './exchange.ts';

type Options = Parameters<typeof startTestApi>[0];

const missing = '0192d3c4-0000-7000-8000-00000000dead';

interface Asked {
  readonly method: string;
  readonly target: string;
}

const unsigned: Options = { routes: signedRoutes.map((route) => ({ ...route, authorization: 'NONE' })) };

/** Every route, and two that do not exist. */
const everyRoute: readonly Asked[] = [
  ...routes.map(({ method, path }) => ({ method, target: path.replace('{id}', missing) })),
  { method: 'GET', target: '/nowhere' },
  { method: 'PATCH', target: '/notes' },
];

/** Sends unsigned requests to an API; `fetch` would send no body with a GET. */
const sendAll = async (options: Options, asked: readonly Asked[], body = ''): Promise<readonly Exchange[]> => {
  await using api = await startTestApi(options);
  const exchanges = asked.map(async ({ method, target }) => {
    const sent = request(`${api.endpoint}${target}`, { method, headers: { 'content-length': body.length } }).end(body);
    const [response]: IncomingMessage[] = await once(sent, 'response');
    const { statusCode: status = 0, headers } = response ?? {};
    const answer = { status, headers: headers as Record<string, string>, body: response ? await text(response) : '' };
    return createExchange({ method, target, headers: {}, body }, answer);
  });
  return await Promise.all(exchanges);
};

/** Records what the API makes of functions' answers: one of each status of each route. */
const passOn = async (said: readonly Exchange[]): Promise<readonly Exchange[]> => {
  const each = new Map(
    said.map((exchange) => [`${exchange.method} ${exchange.path} ${exchange.answer.status}`, exchange]),
  );
  const exchanges = [...each.values()].map(async (exchange) => {
    const { status: statusCode, headers, body } = exchange.answer;
    const asked = { method: exchange.method, target: String(exchange.path).replace('{id}', missing) };
    const invoke = async () => ({ statusCode, headers, body });
    const passed = (await sendAll({ ...unsigned, invoke }, [asked])).map(({ answer }) => answer);
    return passed.map((answer): Exchange => ({ ...exchange, answer, by: 'api' }));
  });
  return (await Promise.all(exchanges)).flat();
};

/** Records the API's own answers: to requests that are unsigned, too large or too many, or whose function fails. */
const ofItsOwn = async (): Promise<readonly Exchange[]> => {
  const fails = () => Promise.reject(new Error('The function fails on purpose in this test.'));
  const hangs = () => new Promise(() => {});
  const all = await Promise.all([
    sendAll({}, everyRoute),
    sendAll({}, everyRoute, 'a'.repeat(10 * 1024 * 1024 + 1)),
    sendAll({ throttling: { rate: 0, burst: 0 } }, everyRoute),
    sendAll({ ...unsigned, invoke: fails }, everyRoute),
    sendAll({ ...unsigned, invocationTimeout: 1, invoke: hangs }, everyRoute),
  ]);
  return all.flat();
};

/** Records exchanges with the API, given those with its functions. */
export const recordGatewayTraffic = async (said: readonly Exchange[]): Promise<readonly Exchange[]> => [
  ...(await passOn(said)),
  ...(await ofItsOwn()),
];
