import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { closeServer, listen } from '../listen.ts';
import { maxPayload, readBody } from './body.ts';

/** Opens a connection. `outcome` is what `readBody` returns for its one request: a number of bytes, or an error. */
const opened = async (patience: number) => {
  const { promise: outcome, resolve } = Promise.withResolvers<number | string>();
  const server = createServer(async (request, response) => {
    const body = await readBody(request, patience).catch((error: Error) => error.message);
    resolve(typeof body === 'string' ? body : body.length);
    response.setHeader('connection', 'close').end();
  });
  const { port } = new URL(await listen(server, 'a server', 0));
  const socket = connect(Number(port), '127.0.0.1')
    .on('error', () => {})
    .resume();
  const gone = new Promise((resolve) => socket.on('close', resolve));
  open.push(async () => {
    socket.destroy();
    server.closeAllConnections();
    await closeServer(server);
  });
  return { socket, outcome, gone };
};
const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

const start = (socket: Socket, header: string) => socket.write(`POST / HTTP/1.1\r\nHost: x\r\n${header}\r\n\r\n`);
const chunk = Buffer.concat([Buffer.from('100000\r\n'), Buffer.alloc(0x100000, 'a'), Buffer.from('\r\n')]);
const forever = 2 ** 31 - 1;

test('reads a body of 10 MB, with or without a content length', async () => {
  const announced = await opened(forever);
  start(announced.socket, `Content-Length: ${maxPayload}`);
  announced.socket.write(Buffer.alloc(maxPayload));
  expect(await announced.outcome).toBe(maxPayload);

  const chunked = await opened(forever);
  start(chunked.socket, 'Transfer-Encoding: chunked');
  for (let i = 0; i < 10; i++) chunked.socket.write(chunk);
  chunked.socket.write('0\r\n\r\n');
  expect(await chunked.outcome).toBe(maxPayload);
});

test('refuses a complete body of one byte more', async () => {
  const { socket, outcome } = await opened(forever);
  start(socket, 'Transfer-Encoding: chunked');
  for (let i = 0; i < 10; i++) socket.write(chunk);
  socket.write('1\r\na\r\n0\r\n\r\n');
  expect(await outcome).toBe('too large');
});

test('gives up on a body that never ends', async () => {
  const { socket, outcome, gone } = await opened(forever);
  start(socket, 'Transfer-Encoding: chunked');
  const more = () => {
    while (!socket.destroyed && socket.write(chunk));
  };
  socket.on('drain', more);
  more();
  expect(await outcome).toBe('too large');
  await gone;
});

test('gives up on a body that is announced as too large and never arrives', async () => {
  const { socket, outcome, gone } = await opened(1);
  start(socket, `Content-Length: ${maxPayload + 1}`);
  expect(await outcome).toBe('too large');
  await gone;
});

test('rejects if the client disconnects', async () => {
  const { socket, outcome } = await opened(forever);
  start(socket, 'Content-Length: 10');
  socket.write('a', () => socket.destroy());
  expect(await outcome).toBe('aborted');
});
