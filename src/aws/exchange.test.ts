import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { getEventListeners, once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createLoopbackIdentity } from '../../bench/certificate.ts';
import { classifyError, createHttpExchange } from './exchange.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  vi.useRealTimers();
  for (const end of ends.splice(0).toReversed()) await end();
});

/** Starts a server, and an exchange with it that has this time-out in milliseconds; also returns its connections. */
const served = async (listener: RequestListener, patience = 60_000) => {
  const sockets: Socket[] = [];
  const server = createServer(listener).on('connection', (socket) => sockets.push(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as { port: number };
  return { exchange: createHttpExchange(new URL(`http://127.0.0.1:${port}`), patience), sockets, server, port };
};
const request = { headers: { 'x-amz-target': 'T', 'content-type': 'x' }, body: 'an é' };
const lost = { kind: 'NoAnswer', mayHaveArrived: true };
const neverSent = { kind: 'NoAnswer', mayHaveArrived: false };

describe('an exchange', () => {
  test('is a POST to / with the headers and the body, and returns the answer', async () => {
    const asked: object[] = [];
    const { exchange } = await served(async (incoming, response) => {
      const { method, url, headers } = incoming;
      asked.push({ method, url, headers, body: await text(incoming) });
      response.writeHead(418, { 'X-Amz-Crc32': '7' }).end('an answer, é');
    });
    expect(await exchange(request)).toMatchObject({
      status: 418,
      headers: { 'x-amz-crc32': '7' },
      body: 'an answer, é',
    });
    expect(asked).toMatchObject([
      { method: 'POST', url: '/', headers: { 'x-amz-target': 'T', 'content-length': '5' }, body: 'an é' },
    ]);
  });

  test('reads answers in pieces, even within a character, and empty answers', async () => {
    const [whole, ...bodies] = [Buffer.from('é'.repeat(3)), 1, 2, 3];
    let answers = 0;
    const { exchange } = await served((_, response) => {
      const at = bodies[answers++];
      if (at === undefined) return response.end();
      response.write(whole.subarray(0, at));
      return setTimeout(() => response.end(whole.subarray(at)), 10);
    });
    for (const _ of bodies) expect(await exchange(request)).toMatchObject({ status: 200, body: 'ééé' });
    expect(await exchange(request)).toMatchObject({ status: 200, body: '' });
  });

  test('keeps its connection for the next exchange', async () => {
    const { exchange, sockets } = await served((_, response) => void response.end('x'));
    for (let time = 0; time < 3; time++) await exchange(request);
    expect(sockets).toHaveLength(1);
  });

  test('takes the connection that was used last, which is the least likely to have been closed meanwhile', async () => {
    const answers: ServerResponse[] = [];
    const usedBy: Socket[] = [];
    const { exchange } = await served(({ socket }, response) => {
      usedBy.push(socket);
      answers.push(response);
    });
    const [first, last] = [exchange(request), exchange(request)];
    await expect.poll(() => answers).toHaveLength(2);
    answers[0]?.end();
    await first;
    answers[1]?.end();
    await last;
    const next = exchange(request);
    await expect.poll(() => answers).toHaveLength(3);
    answers[2]?.end();
    await next;
    expect(usedBy[2]).toBe(usedBy[1]);
    expect(usedBy[2]).not.toBe(usedBy[0]);
  });

  test('over TLS refuses a self-signed certificate', async () => {
    const { key, certificate: cert } = createLoopbackIdentity();
    const server = createTlsServer({ key, cert }, (_, response) => void response.end('x')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    ends.push(() => server.close());
    const { port } = server.address() as { port: number };
    const exchange = createHttpExchange(new URL(`https://127.0.0.1:${port}`), 60_000);
    const { signal } = new AbortController();
    await expect(exchange(request, signal)).rejects.toMatchObject({ code: expect.stringMatching(/CERT/) });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});

describe('an exchange fails after', () => {
  const broken: [string, (incoming: IncomingMessage, response: ServerResponse) => void][] = [
    ['a reset', ({ socket }) => void socket.resetAndDestroy()],
    ['a hang-up', ({ socket }) => void socket.destroy()],
    [
      'half a body and a reset',
      ({ socket }, response) =>
        void response.writeHead(200, { 'content-length': 9 }).write('x', () => socket.resetAndDestroy()),
    ],
    [
      'half a body and a hang-up',
      ({ socket }, response) =>
        void response.writeHead(200, { 'content-length': 9 }).write('x', () => socket.destroy()),
    ],
    ['an answer that is not HTTP', ({ socket }) => void socket.end('no HTTP\r\n\r\n')],
  ];
  test.each(broken)('%s, and the next request is answered', async (_, how) => {
    let requests = 0;
    const { exchange } = await served((incoming, response) => {
      if (requests++ === 0) how(incoming, response);
      else response.end('x');
    });
    expect(await exchange(request)).toEqual(lost);
    expect(await exchange(request)).toMatchObject({ body: 'x' });
  });

  test('a refused connection, and nothing was sent', async () => {
    const { exchange, server } = await served(() => {});
    server.close();
    await once(server, 'close');
    expect(await exchange(request)).toEqual(neverSent);
  });

  test('an unknown host, and nothing was sent', async () => {
    expect(await createHttpExchange(new URL('http://nobody.invalid'), 60_000)(request)).toEqual(neverSent);
  });

  test('silence, and does not reuse the connection', async () => {
    let requests = 0;
    const { exchange, sockets } = await served((_, response) => {
      if (requests++ > 0) response.end('x');
    }, 50);
    expect(await exchange(request)).toEqual(lost);
    expect(await exchange(request)).toMatchObject({ body: 'x' });
    expect(sockets).toHaveLength(2);
  });

  test('silence within an answer', async () => {
    const { exchange } = await served((_, response) => void response.writeHead(200).write('x'), 50);
    expect(await exchange(request)).toEqual(lost);
  });

  test('the same time-out on a connection that nobody accepts', async () => {
    // The server accepts the connection, and then does nothing.
    const server = createTcpServer({ pauseOnConnect: true }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    ends.push(() => server.close());
    const { port } = server.address() as { port: number };
    expect(await createHttpExchange(new URL(`http://127.0.0.1:${port}`), 50)(request)).toEqual(lost);
  });
});

describe('the time-out', () => {
  test('starts again with each piece of an answer', async () => {
    const { exchange } = await served((_, response) => {
      let pieces = 0;
      const more = setInterval(() => {
        if (++pieces < 8) return response.write('x');
        clearInterval(more);
        return response.end();
      }, 100);
    }, 500);
    expect(await exchange(request)).toMatchObject({ body: 'xxxxxxx' });
  });

  test('starts again with the headers of an answer', async () => {
    const asked = Promise.withResolvers<ServerResponse>();
    const { exchange } = await served((_, response) => asked.resolve(response), 1000);
    const begun = Promise.withResolvers<unknown>();
    subscribe('http.client.response.finish', begun.resolve);
    ends.push(() => unsubscribe('http.client.response.finish', begun.resolve));
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const answered = exchange(request);
    const response = await asked.promise;
    vi.advanceTimersByTime(900);
    response.flushHeaders();
    await begun.promise;
    vi.advanceTimersByTime(900);
    response.end('x');
    expect(await answered).toMatchObject({ body: 'x' });
  });

  test('does not start again with an informational response', async () => {
    const { exchange } = await served((_, response) => {
      const more = setInterval(() => response.writeProcessing(), 10);
      response.on('close', () => clearInterval(more));
    }, 200);
    expect(await exchange(request)).toEqual(lost);
  });
});

describe('a signal', () => {
  test('aborts an exchange, before its answer and within it', async () => {
    for (const begin of [() => {}, (response: ServerResponse) => void response.writeHead(200).write('x')]) {
      const controller = new AbortController();
      const { exchange, sockets } = await served((_, response) => {
        begin(response);
        setTimeout(() => controller.abort(), 20);
      });
      expect(await exchange(request, controller.signal)).toEqual(lost);
      await expect.poll(() => sockets[0]?.destroyed).toBe(true);
    }
  });

  test('aborts an exchange that waits for one of the fifty connections, and no other', async () => {
    const { exchange, sockets } = await served(() => {});
    const [others, own] = [new AbortController(), new AbortController()];
    const running = Array.from({ length: 50 }, () => exchange(request, others.signal));
    await expect.poll(() => sockets).toHaveLength(50);
    const waiting = exchange(request, own.signal);
    own.abort();
    expect(await waiting).toEqual(lost);
    expect(sockets).toHaveLength(50);
    others.abort();
    expect(new Set(await Promise.all(running))).toEqual(new Set([lost]));
  });

  test('and the timer are released when an exchange is over, however it ended', async () => {
    const { exchange } = await served(({ socket }, response) => {
      if (socket.bytesRead > 400) socket.destroy();
      else response.end('x');
    });
    const { signal } = new AbortController();
    const running = vi.spyOn(globalThis, 'setTimeout');
    const cleared = vi.spyOn(globalThis, 'clearTimeout');
    const outcomes = [await exchange(request, signal), await exchange({ ...request, body: 'x'.repeat(500) }, signal)];
    expect(outcomes).toMatchObject([{ body: 'x' }, lost]);
    await expect(exchange({ headers: { bad: 'a\nb' }, body: '' }, signal)).rejects.toMatchObject({
      code: 'ERR_INVALID_CHAR',
    });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    const timers = running.mock.results.map(({ value }) => value);
    expect(cleared.mock.calls.map(([timer]) => timer)).toEqual(expect.arrayContaining(timers));
    vi.restoreAllMocks();
  });
});

describe('a connection error', () => {
  test.each<[object, ReturnType<typeof classifyError> | object]>([
    [{ code: 'ECONNREFUSED', syscall: 'connect' }, neverSent],
    [{ code: 'ETIMEDOUT', syscall: 'connect' }, neverSent],
    [{ code: 'ENOTFOUND', syscall: 'getaddrinfo' }, neverSent],
    [{ code: 'ECONNRESET', syscall: 'read' }, lost],
    [{ code: 'EPIPE', syscall: 'write' }, lost],
    [{ code: 'ECONNRESET' }, lost],
    [{ code: 'HPE_INVALID_CONSTANT' }, lost],
  ])('%j', (fields, meaning) => {
    expect(classifyError(Object.assign(new Error('x'), fields))).toEqual(meaning);
  });

  test.each([{ code: 'CERT_HAS_EXPIRED' }, { code: 'ERR_INVALID_CHAR' }, { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, {}])(
    'that other attempts would not mend is not classified: %j',
    (fields) => {
      expect(classifyError(Object.assign(new Error('x'), fields))).toBeUndefined();
    },
  );
});
