import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPerson } from '../../test/kit/cli/person.ts';
import { createCallRequest, type RequestOptions } from './call-request.ts';

const plain: RequestOptions = {
  ...{ pathTemplate: '/notes', method: 'GET', params: '{}', additionalParams: '{}', body: '{}' },
  ...{ param: [], header: [], query: [], data: [] },
};
const request = (options: Partial<RequestOptions>, running = {}) =>
  createCallRequest({ ...plain, ...options }, createPerson().worldOf(running).world);
const wrong = async (options: Partial<RequestOptions>) => {
  const failure = await request(options).then(
    () => ({ exitCode: 0, message: '' }),
    (error) => error,
  );
  expect(failure.exitCode).toBe(2);
  return failure.message;
};

describe('the body', () => {
  test('is sent as JSON by the methods that have one', async () => {
    expect(await request({ method: 'post', body: '{"a":1}' })).toEqual({
      ...{ method: 'POST', path: '/notes', body: '{"a":1}' },
      headers: { accept: 'application/json', 'content-type': 'application/json' },
    });
    for (const method of ['POST', 'PUT', 'PATCH', 'OPTIONS']) expect((await request({ method })).body).toBe('{}');
    expect((await request({ method: 'DELETE', body: '[1]' })).body).toBe('[1]');
    for (const method of ['GET', 'HEAD', 'DELETE'])
      expect(await request({ method })).toEqual({ method, path: '/notes', headers: { accept: 'application/json' } });
    expect(await request({ method: 'GET', body: '{"a":1}' })).not.toHaveProperty('body');
  });

  test('is built from --data, or read from a file or standard input', async () => {
    const data = ['content=a=b', 'attachment=', '__proto__=x'];
    expect((await request({ method: 'POST', data })).body).toBe('{"content":"a=b","attachment":"","__proto__":"x"}');
    const { folder, worldOf } = createPerson();
    writeFileSync(join(folder, 'body.json'), '\ufeff{"a":"é"}');
    const { world } = worldOf({ input: '\ufeff{"b":1}' });
    expect((await createCallRequest({ ...plain, method: 'POST', body: '@body.json' }, world)).body).toBe('{"a":"é"}');
    expect((await createCallRequest({ ...plain, method: 'POST', body: '-' }, world)).body).toBe('{"b":1}');
  });

  test('is refused with a message that says what is wrong with it', async () => {
    expect(await wrong({ method: 'POST', body: '{content:hello}' })).toMatch(/^--body is not JSON\. The shell may/);
    expect(await wrong({ method: 'POST', body: '' })).toMatch(/^--body is not JSON/);
    expect(await wrong({ method: 'POST', body: '@nowhere' })).toBe('nowhere cannot be read.');
    expect(await wrong({ method: 'POST', body: '{"a":1}', data: ['a=1'] })).toMatch(/--body and --data both/);
    expect(await wrong({ data: ['a=1'] })).toBe('--data is for a body, and GET has none: give --method.');
    expect(await wrong({ method: 'POST', data: ['a'] })).toBe('--data takes name=value.');
    expect(await wrong({ method: 'POST', data: ['=a'] })).toBe('--data takes name=value.');
  });
});

describe('the path', () => {
  test('is filled in, each value in its own segment', async () => {
    const pathTemplate = 'notes/{id}/{n}/{b}';
    expect((await request({ pathTemplate, params: '{"id":"a/b?c","n":1,"b":true}' })).path).toBe(
      '/notes/a%2Fb%3Fc/1/true',
    );
    expect((await request({ pathTemplate, params: '{"id":"x","n":1,"b":true}', param: ['id=y=z'] })).path).toBe(
      '/notes/y%3Dz/1/true',
    );
    expect((await request({ pathTemplate: '/{a-b}', param: ['a-b=1'] })).path).toBe('/1');
  });

  test('keeps its segments, whatever the values', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.constantFrom('.', '..', '%2e', '../x', '#', '?')), async (value) => {
        const failure = await request({ pathTemplate: '/notes/{id}/end', params: JSON.stringify({ id: value }) }).then(
          ({ path }) => {
            const { pathname, search, hash } = new URL(`https://a.example.com${path}`);
            expect(decodeURIComponent(pathname.split('/')[2] ?? '')).toBe(value);
            expect([pathname.split('/').length, search, hash]).toEqual([4, '', '']);
            return undefined;
          },
          (error) => error,
        );
        if (failure !== undefined) expect([value, failure.exitCode]).toEqual([expect.stringMatching(/^\.{0,2}$/), 2]);
      }),
    );
  });

  test('has a query merged from all options that give one, in which later options win', async () => {
    const additionalParams = '{"queryParams":{"limit":1,"after":"x y"}}';
    expect((await request({ additionalParams, query: ['limit=2', 'q=a&b'] })).path).toBe(
      '/notes?limit=2&after=x+y&q=a%26b',
    );
    expect((await request({ pathTemplate: '/notes?a=1', query: ['b=2'] })).path).toBe('/notes?a=1&b=2');
    expect((await request({ pathTemplate: '/a../b.' })).path).toBe('/a../b.');
    expect((await request({ pathTemplate: '/notes?a=../b' })).path).toBe('/notes?a=../b');
  });

  test.each<[Partial<RequestOptions>, RegExp]>([
    [{ pathTemplate: '/notes/{id}' }, /^The path has \{id\}, but there is no such parameter\.$/],
    [{ pathTemplate: '/notes/{toString}' }, /\{toString\}/],
    [{ pathTemplate: '/{}' }, /\{\}/],
    [{ pathTemplate: '/{id', param: ['id=1'] }, /has a character that no path can have/],
    [{ pathTemplate: '/a}' }, /has a character/],
    [{ pathTemplate: '/a#b' }, /has a character/],
    [{ pathTemplate: '/a\\b' }, /has a character/],
    [{ pathTemplate: '/a\nb' }, /has a character/],
    [{ pathTemplate: '/notes/../x' }, /has dots/],
    [{ pathTemplate: '/notes/.' }, /has dots/],
    [{ pathTemplate: '/notes/%2E%2e' }, /has dots/],
    [{ pathTemplate: '..' }, /has dots/],
    [{ pathTemplate: '/{id}', param: ['id=..'] }, /^"\.\." for \{id\} would lead to another path\.$/],
    [{ pathTemplate: '/{id}', param: ['id='] }, /would lead to another path/],
    [{ param: ['id'] }, /^--param takes name=value\.$/],
    [{ query: ['=1'] }, /^--query takes name=value\.$/],
    [{ params: '{id:1}' }, /^--params is not JSON/],
    [{ params: 'null' }, /^--params is not an object of names and values\.$/],
    [{ params: '[1]' }, /^--params is not an object/],
    [{ params: '"x"' }, /^--params is not an object/],
    [{ params: '{"id":{}}' }, /^--params: "id" is not a string, a number or a boolean\.$/],
    [{ params: '{"id":null}' }, /^--params: "id"/],
    [{ additionalParams: '{' }, /^--additional-params is not JSON/],
    [{ additionalParams: '1' }, /^--additional-params is not an object/],
    [{ additionalParams: '{"queryParams":[]}' }, /^--additional-params is not an object/],
    [{ additionalParams: '{"queryParams":{"a":[1]}}' }, /^--additional-params: "a"/],
    [{ additionalParams: '{"headers":"x"}' }, /^--additional-params is not an object/],
    [{ additionalParams: '{"headers":{"a":null}}' }, /^--additional-params: "a"/],
    [{ additionalParams: '{"headers":{"host":"x"}}' }, /^--additional-params: host/],
    [{ header: ['a b=x'] }, /^--header: "a b" is not the name/],
    [{ header: ['a=😀'] }, /^--header: the value of a is not valid/],
    [{ header: ['x'] }, /^--header takes name=value\.$/],
    [{ apiKey: 'a\nb' }, /^--api-key: the value of x-api-key is not valid/],
  ])('is refused as wrong usage with %j', async (options, said) => {
    expect(await wrong(options)).toMatch(said);
  });
});

test.each(['', ' ', 'GE T', 'G\u0000', 'G/', 'é', 'connect', 'TRACE', 'track', 'GET1'])(
  '%j is not a method that can be sent',
  async (method) => {
    expect(await wrong({ method })).toBe(`--method: "${method}" is not a method that can be sent.`);
  },
);

test('the user’s headers replace the command’s own, whatever their case', async () => {
  const { headers } = await request({
    ...{ method: 'POST', apiKey: 'k', additionalParams: '{"headers":{"Content-Type":"a","X-Api-Key":"l","n":1}}' },
    header: ['ACCEPT=b', 'x-c==d'],
  });
  expect(headers).toEqual({ accept: 'b', 'content-type': 'a', 'x-api-key': 'l', n: '1', 'x-c': '=d' });
});
