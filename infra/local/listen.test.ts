import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { closeServer, listen, PortInUse } from './listen.ts';

test('a server listens only on this machine, on any port or on a given one', async () => {
  const [first, second] = [createServer(), createServer()];
  const url = await listen(first, 'a server', 0);
  expect(first.address()).toMatchObject({ address: '127.0.0.1', port: Number(new URL(url).port) });
  expect(new URL(url).origin).toBe(url);
  await closeServer(first);
  expect(await listen(second, 'a server', Number(new URL(url).port))).toBe(url);
  await closeServer(second);
});

test('a taken port is reported with what it is for', async () => {
  const first = createServer();
  const port = Number(new URL(await listen(first, 'a server', 0)).port);
  const failed = listen(createServer(), 'the API', port);
  await expect(failed).rejects.toBeInstanceOf(PortInUse);
  await expect(failed).rejects.toMatchObject({
    name: 'PortInUse',
    message: `Port ${port}, for the API, is taken. Choose another one, or 0 for any.`,
  });
  await closeServer(first);
});

test('a port that may not be used is not reported as taken', async () => {
  const server = createServer();
  const failing = listen(server, 'a server', 0);
  const error = Object.assign(new Error('no'), { code: 'EACCES' });
  server.emit('error', error);
  await expect(failing).rejects.toBe(error);
  await closeServer(server);
});

describe('closing a server', () => {
  /** Starts a server that responds when the test lets it, with a function that connects to it. */
  const serving = async () => {
    const waiting: (() => void)[] = [];
    const server = createServer((request, response) => waiting.push(() => response.end(request.url)));
    const port = Number(new URL(await listen(server, 'a server', 0)).port);
    const connected = async () => {
      const socket = connect(port, '127.0.0.1');
      await once(server, 'connection');
      let received = '';
      socket.on('data', (chunk) => {
        received += chunk;
      });
      return { socket, gone: once(socket, 'close'), received: () => received };
    };
    return { server, waiting, connected };
  };
  const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;

  test('ends connections that are new, halfway through a request, or already answered', async () => {
    const { server, waiting, connected } = await serving();
    const [fresh, half, answered] = [await connected(), await connected(), await connected()];
    half.socket.write('GET / HT');
    answered.socket.write(get('/first'));
    await expect.poll(() => waiting.length).toBe(1);
    waiting.shift()?.();
    await expect.poll(answered.received).toContain('/first');
    await Promise.all([closeServer(server), fresh.gone, half.gone, answered.gone]);
  });

  test('answers all pending requests, and then ends their connection', async () => {
    const { server, waiting, connected } = await serving();
    const { socket, gone, received } = await connected();
    socket.write(get('/first') + get('/second'));
    await expect.poll(() => waiting.length).toBe(2);
    const closing = closeServer(server);
    expect(server.listening).toBe(false);
    waiting.shift()?.();
    await expect.poll(received).toContain('/first');
    expect(socket.destroyed).toBe(false);
    waiting.shift()?.();
    await Promise.all([closing, gone]);
    expect(received()).toContain('/second');
  });

  test('comes to an end even if a client sends another request as soon as it has each response', async () => {
    const { server, waiting, connected } = await serving();
    const { socket, gone } = await connected();
    socket.write(get('/'));
    await expect.poll(() => waiting.length).toBe(1);
    const closing = closeServer(server);
    server.on('request', () => waiting.shift()?.());
    socket.on('data', () => socket.write(get('/again')));
    waiting.shift()?.();
    await Promise.all([closing, gone]);
  });

  test('does not wait for clients that have disconnected', async () => {
    const { server, waiting, connected } = await serving();
    const { socket, gone } = await connected();
    socket.write(get('/'));
    await expect.poll(() => waiting.length).toBe(1);
    socket.destroy();
    await gone;
    await closeServer(server);
  });

  test('comes after any number of requests on one connection', async () => {
    const { server, waiting, connected } = await serving();
    const { socket, received } = await connected();
    for (const path of ['/first', '/second']) {
      socket.write(get(path));
      await expect.poll(() => waiting.length).toBe(1);
      waiting.shift()?.();
      await expect.poll(received).toContain(path);
    }
    await closeServer(server);
  });
});

test('closing a server that is not listening succeeds', async () => {
  await closeServer(createServer());
});
