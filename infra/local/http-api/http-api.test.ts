import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { setImmediate as soon } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { issueCredentials, origin, startTestApi, type TestApi } from './test-api.ts';
import { type Sent, send, sign, withHeader } from './test-request.ts';

const ann = issueCredentials('us-east-1:ann');
const preflight = (method: string, path: string, from: string): Sent => ({
  method,
  path,
  headers: ['host', 'x', 'origin', from, 'access-control-request-method', 'PUT'],
  body: '',
});

const complaints = vi.spyOn(console, 'error');
beforeEach(() => complaints.mockReset().mockImplementation(() => {}));
afterEach(() => vi.clearAllMocks());

const until = async (condition: () => boolean | Promise<boolean>) => {
  while (!(await condition())) await soon();
};
/** Returns what a raw connection receives until the API closes it, or until `last` matches. */
const answerOn = async (api: TestApi, last: RegExp, ...parts: readonly string[]) => {
  const socket = connect(api.port, '127.0.0.1');
  let text = '';
  socket.on('data', (data) => {
    text += data;
    if (last.test(text)) socket.end();
  });
  for (const part of parts) socket.write(part);
  await once(socket, 'close');
  return text;
};

describe('routes', () => {
  test.each([
    ['POST', '/notes', 'create'],
    ['GET', '/notes', 'list'],
    ['GET', '/notes/1', 'get'],
    ['PUT', '/notes/1', 'update'],
    ['DELETE', '/notes/1', 'delete'],
    ['GET', '/notes/a%2Fb', 'get'],
  ])('%s %s calls the function %s', async (method, path, name) => {
    await using api = await startTestApi();
    expect(await send(api, sign(api, ann, { method, path }))).toMatchObject({ status: 200, body: '"done"' });
    expect(api.invocations.map((invocation) => invocation.name)).toEqual([name]);
    expect(api.responses).toMatchObject([{ method, path, status: 200, identityId: 'us-east-1:ann' }]);
  });

  test.each([
    ['GET', '/'],
    ['GET', '/note'],
    ['GET', '/NOTES'],
    ['GET', '/notes/'],
    ['GET', '/%6Eotes'],
    ['GET', '/notes/1/2'],
    ['GET', '/notes%2F1'],
    ['GET', '/$default/notes'],
    ['PATCH', '/notes/1'],
    ['POST', '/notes/1'],
    ['HEAD', '/notes'],
    ['OPTIONS', '/notes'],
  ])('%s %s is a 404, signed or not', async (method, path) => {
    await using api = await startTestApi();
    const signed = sign(api, ann, { method, path });
    for (const sent of [signed, { ...signed, headers: ['host', api.host] }]) {
      const { status, body } = await send(api, sent);
      expect({ status, body }).toEqual({ status: 404, body: method === 'HEAD' ? '' : '{"message":"Not Found"}' });
    }
    expect(api.invocations).toEqual([]);
  });
});

describe('every answer', () => {
  test('has its own request id, which is also in the event', async () => {
    await using api = await startTestApi();
    const signed = sign(api, ann);
    const sent = [
      signed,
      { ...signed, headers: ['host', 'x'] },
      { ...signed, path: '/' },
      preflight('OPTIONS', '/', origin),
    ];
    const ids = [];
    for (const each of sent) ids.push((await send(api, each)).headers['apigw-requestid']);
    expect(new Set(ids).size).toBe(4);
    expect(ids).toEqual(api.responses.map(({ requestId }) => requestId));
    expect(api.invocations[0]?.event.requestContext.requestId).toBe(ids[0]);
  });

  test('has the API’s CORS headers for an allowed origin, whatever CORS headers the function sets', async () => {
    const headers = { 'Access-Control-Allow-Origin': '*', Vary: 'accept' };
    await using api = await startTestApi({}, () => ({ statusCode: 200, headers, body: '' }));
    const signed = sign(api, ann);
    for (const sent of [
      signed,
      sign(api, ann, { secret: 'wrong' }),
      { ...signed, path: '/' },
      { ...signed, path: '//' },
    ])
      expect((await send(api, withHeader(sent, 'origin', origin))).headers).toMatchObject({
        'access-control-allow-origin': origin,
        'access-control-expose-headers': 'etag',
        vary: expect.stringContaining('origin'),
      });
    expect((await send(api, withHeader(signed, 'origin', origin))).headers.vary).toBe('accept, origin');
    for (const from of ['https://evil.example.com', `${origin}.evil.com`, 'null'])
      expect((await send(api, withHeader(signed, 'origin', from))).headers).not.toHaveProperty(
        'access-control-allow-origin',
      );
    expect((await send(api, signed)).headers).not.toHaveProperty('access-control-allow-origin');
  });
});

describe('a preflight request', () => {
  test('is answered by the API itself, unsigned, on any path', async () => {
    await using api = await startTestApi();
    for (const path of ['/notes/1', '/nowhere']) {
      const { status, headers, body } = await send(api, preflight('OPTIONS', path, origin));
      expect({ status, body }).toEqual({ status: 204, body: '' });
      expect(headers).toMatchObject({
        'access-control-allow-origin': origin,
        'access-control-allow-methods': 'GET,POST',
        'access-control-allow-headers': 'authorization',
        'access-control-max-age': '60',
      });
    }
    expect(api.invocations).toEqual([]);
  });

  test('from another origin gets no header that would allow it', async () => {
    await using api = await startTestApi();
    const { status, headers } = await send(api, preflight('OPTIONS', '/notes', 'https://evil.example.com'));
    expect(status).toBe(204);
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });
});

describe('a body', () => {
  test('of more than 10 MB is a 413 before any function runs, and its connection closes', async () => {
    await using api = await startTestApi();
    const body = Buffer.alloc(10 * 1024 * 1024 + 1, 'a');
    expect(await send(api, sign(api, ann, { method: 'POST', body }))).toMatchObject({
      status: 413,
      body: '{"message":"Request Entity Too Large"}',
    });
    expect(api.invocations).toEqual([]);
    await until(async () => (await api.connections()) === 0);
  });

  test('that never ends is a 413, and its connection closes', async () => {
    await using api = await startTestApi();
    const socket = connect(api.port, '127.0.0.1').on('error', () => {});
    let text = '';
    socket.on('data', (data) => {
      text += data;
    });
    socket.write('POST /notes HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n');
    const chunk = Buffer.from(`100000\r\n${'a'.repeat(0x100000)}\r\n`);
    const more = () => {
      while (!socket.destroyed && socket.write(chunk));
    };
    socket.on('drain', more);
    more();
    await until(() => api.responses.length === 1 && socket.destroyed);
    expect(api.responses).toMatchObject([{ status: 413 }]);
    // A reset may arrive before the answer can be read, but no other answer may.
    expect(text === '' || /^HTTP\/1\.1 413 [\s\S]*\{"message":"Request Entity Too Large"\}$/.test(text)).toBe(true);
  });

  test('of 10 MB reaches the function', async () => {
    await using api = await startTestApi();
    const body = Buffer.alloc(10 * 1024 * 1024, 'a');
    expect((await send(api, sign(api, ann, { method: 'POST', body }))).status).toBe(200);
    expect(api.invocations[0]?.event.body).toBe(body.toString('base64'));
  });

  test('may wait for 100 Continue', async () => {
    await using api = await startTestApi();
    const { method, path, headers } = sign(api, ann, { method: 'POST', body: 'late' });
    const options = { host: '127.0.0.1', port: api.port, method, path, setHost: false, agent: false as const };
    const request = httpRequest({ ...options, headers: [...headers, 'content-length', '4', 'expect', '100-continue'] });
    request.flushHeaders();
    await once(request, 'continue');
    request.end('late');
    const [response] = await once(request, 'response');
    response.resume();
    expect(response.statusCode).toBe(200);
  });

  test('whose client disconnects halfway leaves nothing behind', async () => {
    await using api = await startTestApi();
    const socket = connect(api.port, '127.0.0.1');
    socket.write(`POST /notes HTTP/1.1\r\nHost: ${api.host}\r\nContent-Length: 100\r\n\r\nabc`);
    await until(async () => (await api.connections()) === 1);
    socket.destroy();
    await until(async () => (await api.connections()) === 0);
    expect((await send(api, sign(api, ann))).status).toBe(200);
    expect(api.responses).toHaveLength(1);
    expect(complaints).not.toHaveBeenCalled();
  });

  test('is never parsed as the next request on its connection', async () => {
    await using api = await startTestApi();
    const smuggled = 'GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n';
    const first = `POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: ${smuggled.length}\r\n\r\n`;
    await answerOn(api, /Not Found.*Forbidden/s, first, smuggled, 'GET /notes HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(api.responses).toMatchObject([{ path: '/nowhere' }, { path: '/notes' }]);
  });
});

describe('a function', () => {
  test('that fails is a 500 that does not say why, and a line on the terminal that does', async () => {
    const failure = new Error('the cause');
    await using api = await startTestApi({}, () => Promise.reject(failure));
    const { status, body } = await send(api, sign(api, ann));
    expect({ status, body }).toEqual({ status: 500, body: '{"message":"Internal Server Error"}' });
    expect(complaints.mock.calls).toEqual([[failure]]);
  });

  test('whose answer cannot be sent is a 500', async () => {
    await using api = await startTestApi({}, () => ({
      statusCode: 200,
      headers: { etag: '"x"', 'x-bad': 'a\nb' },
      body: 'x',
    }));
    const { status, headers, body } = await send(api, sign(api, ann));
    expect({ status, body }).toEqual({ status: 500, body: '{"message":"Internal Server Error"}' });
    expect(headers).not.toHaveProperty('etag');
    expect(complaints).toHaveBeenCalledOnce();
  });

  test('that times out is a 503, and its later failure does no harm', async () => {
    const { promise, reject } = Promise.withResolvers<unknown>();
    await using api = await startTestApi({ invocationTimeout: 1 }, () => promise);
    const { status, body } = await send(api, sign(api, ann));
    expect({ status, body }).toEqual({ status: 503, body: '{"message":"Service Unavailable"}' });
    // An unhandled rejection would fail this file.
    reject(new Error('too late'));
    await soon();
  });

  test('completes even if its client disconnects', async () => {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    await using api = await startTestApi({}, () => promise);
    const { method, path, headers } = sign(api, ann);
    const request = httpRequest({
      host: '127.0.0.1',
      port: api.port,
      method,
      path,
      setHost: false,
      headers: [...headers],
    });
    request.on('error', () => {}).end();
    await until(() => api.invocations.length === 1);
    request.destroy();
    await until(async () => (await api.connections()) === 0);
    resolve({ statusCode: 200, body: '"done"' });
    await until(() => api.responses.length === 1);
    expect(complaints).not.toHaveBeenCalled();
  });

  test.each([204, 304])('that answers %i sends no body and no type, whatever it returns', async (statusCode) => {
    await using api = await startTestApi({}, () => ({ statusCode, headers: { etag: '"x"' }, body: 'x' }));
    const { status, headers, body } = await send(api, sign(api, ann));
    expect({ status, body, etag: headers.etag }).toEqual({ status: statusCode, body: '', etag: '"x"' });
    for (const name of ['content-length', 'content-type', 'transfer-encoding'])
      expect(headers).not.toHaveProperty(name);
  });
});

test('a refusal tells the client nothing but that it is one', async () => {
  await using api = await startTestApi();
  const { status, headers, body } = await send(api, sign(api, ann, { secret: 'wrong' }));
  expect({ status, body, type: headers['content-type'] }).toEqual({
    status: 403,
    body: '{"message":"Forbidden"}',
    type: 'application/json',
  });
  expect(complaints).not.toHaveBeenCalled();
});
