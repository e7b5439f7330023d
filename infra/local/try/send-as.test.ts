import { createServer, type RequestListener } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { closeServer, listen } from '../listen.ts';
import { sendAs } from './send-as.ts';
import type { TryRequest, TryService } from './tried.ts';

let respond: RequestListener;
const server = createServer((...exchange) => respond(...exchange));
afterEach(() => closeServer(server));

const request: TryRequest = { service: 'execute-api', method: 'GET', path: '/notes', headers: [], body: '' };
const credentials = { accessKeyId: 'AKIA', secretAccessKey: 'secret', sessionToken: 'token', expiration: 0 };
const send = async (service: TryService) => {
  const endpoint = await listen(server, 'the service', 0);
  return sendAs({ ...request, service }, { endpoint, region: 'us-east-1', credentials, time: Date.now() });
};

test.each<[string, RequestListener, string]>([
  ['hangs up', (incoming) => void incoming.socket.destroy(), 'socket hang up'],
  ['hangs up within its answer', (_, response) => response.write('{', () => response.destroy()), 'aborted'],
])('what was sent to a service that %s has no answer, and says why', async (_, listener, unanswered) => {
  respond = listener;
  const tried = await send('execute-api');
  expect(tried).toMatchObject({ sent: { method: 'GET', url: expect.stringMatching(/\/notes$/) }, unanswered });
  expect(tried).not.toHaveProperty('answer');
});

test('the trace of a request to the table is found even if no answer came', async () => {
  let traceId: unknown;
  respond = ({ headers, socket }) => {
    traceId = headers['x-amzn-trace-id'];
    socket.destroy();
  };
  const { requestId } = await send('dynamodb');
  expect(requestId).toEqual(expect.stringMatching(/^console-/));
  expect(requestId).toBe(traceId);
});
