import { createServer } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { closeServer, listen } from '../listen.ts';
import { createConsole } from './console.ts';

async function* linesUntil(signal: AbortSignal): AsyncIterable<unknown> {
  yield { id: 'r1' };
  await new Promise((resolve) => signal.addEventListener('abort', resolve));
}

const ending = new AbortController();
const server = createServer(
  createConsole(
    [{ route: 'GET /api/live', answer: ({ signal }) => ({ lines: linesUntil(signal) }) }],
    () => false,
    ending.signal,
  ),
);
let url: string;
beforeEach(async () => {
  url = await listen(server, 'the console', 0);
});
afterEach(() => closeServer(server));

test('ends its endless responses when the stack stops, and begins no new one', async () => {
  const ask = () => fetch(`${url}/api/live`, { headers: { 'x-owned-notes-console': '1' } });
  const response = await ask();
  expect(response.status).toBe(200);
  const lines = response.text();
  ending.abort();
  expect(await lines).toBe('{"id":"r1"}\n');
  // An open console reconnects, and would replace what it shows by what a stopping stack has: nothing.
  const again = await ask();
  expect(again.status).toBe(503);
  expect(await again.json()).toEqual({ error: 'The stack is stopping.' });
});
