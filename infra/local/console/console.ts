import { once } from 'node:events';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { createSecurityHeaders } from '../../web/security-headers.ts';
import { splitTarget } from '../http-api/request-target.ts';
import type { ServeApp } from '../pages/page.ts';
import { explainRefusal } from './guard.ts';
import { BadRequest, type ConsoleResponse, type ConsoleRoute } from './route.ts';

/** The largest request body in bytes: a request to build, with a note in it. */
const largestBody = 2 * 1024 * 1024;

/** Serves the console's page and its API, to people at this machine only. Endless responses end with `ending`. */
export const createConsole = (
  routes: readonly ConsoleRoute[],
  serve: ServeApp,
  ending?: AbortSignal,
): RequestListener => {
  const byRoute = new Map<string, ConsoleRoute>(routes.map((each) => [each.route, each]));
  return async (request, response) => {
    const { method = '', url = '/', headers } = request;
    const { path, query } = splitTarget(url);
    const refusal = explainRefusal(path, headers);
    if (refusal !== undefined) return sendJson(response, 403, { error: refusal });
    if (!path.startsWith('/api/')) {
      if (method !== 'GET' && method !== 'HEAD') return sendJson(response, 405, { error: 'This is a page: use GET.' });
      if (!(await serve(path, request, response))) sendJson(response, 404, { error: 'There is no such page.' });
      return;
    }
    // A console that reconnects now would replace what it shows by nothing.
    if (ending?.aborted) return sendJson(response, 503, { error: 'The stack is stopping.' });
    const found = byRoute.get(`${method} ${path}`);
    if (found === undefined) return sendJson(response, 404, { error: 'There is no such route.' });
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    try {
      const body = await readBody(request);
      const signal = AbortSignal.any([gone.signal, ...(ending ? [ending] : [])]);
      await send(response, await found.answer({ query: new URLSearchParams(query), body, signal }), signal);
    } catch (error) {
      if (gone.signal.aborted) return;
      if (!(error instanceof BadRequest)) console.error(error);
      if (response.headersSent) return void response.destroy();
      if (error instanceof BadRequest) sendJson(response, 400, { error: error.message, kind: error.kind });
      else sendJson(response, 500, { error: 'That failed; the terminal says why.' });
    }
  };
};

const readBody = async (request: IncomingMessage): Promise<unknown> => {
  if (Number(request.headers['content-length'] ?? 0) > largestBody) throw new BadRequest('That is too large.');
  const given = await text(request);
  if (given === '') return undefined;
  try {
    return JSON.parse(given);
  } catch {
    throw new BadRequest('That is not JSON.');
  }
};

const send = async (response: ServerResponse, answer: ConsoleResponse, signal: AbortSignal): Promise<void> => {
  if ('json' in answer) return sendJson(response, 200, answer.json);
  response.writeHead(200, { ...headers, 'content-type': 'application/x-ndjson' });
  response.flushHeaders();
  for await (const line of answer.lines) {
    if (signal.aborted) break;
    // A slow reader gets lines less often, and nothing accumulates here.
    if (!response.write(`${JSON.stringify(line)}\n`)) await waitForDrain(response, signal);
  }
  response.end();
};

const waitForDrain = (response: ServerResponse, signal: AbortSignal): Promise<unknown> =>
  once(response, 'drain', { signal }).catch(() => undefined);

const headers = { ...createSecurityHeaders({ connect: [] }), 'cache-control': 'no-store' };

const sendJson = (response: ServerResponse, status: number, value: unknown): void => {
  response.writeHead(status, { ...headers, 'content-type': 'application/json' }).end(JSON.stringify(value));
};
