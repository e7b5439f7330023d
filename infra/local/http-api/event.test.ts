import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { accountId, apiId, identityPoolId, issueCredentials, region, startTestApi } from './test-api.ts';
import { type Signing, send, sign, withAnother } from './test-request.ts';

const time = Date.parse('2026-11-23T05:24:00Z');
const ann = issueCredentials('us-east-1:ann', time + 60_000);
const api = await startTestApi({ now: () => time, roleOf: () => 'notes-users' });
afterAll(() => api[Symbol.asyncDispose]());
beforeEach(() => api.forget());

const sent = (signing: Signing = {}) => sign(api, ann, { at: time, ...signing });
const sendForEvent = async (request = sent()) => {
  expect(await send(api, request)).toMatchObject({ status: 200 });
  const [invocation] = api.invocations.splice(0);
  if (invocation === undefined) throw new Error('no function was called');
  return invocation.event;
};

describe('the event of payload format 2.0', () => {
  test('has exactly these members for a plain request', async () => {
    const got = await send(api, sent({ path: '/notes/1', headers: { 'user-agent': 'test/1' } }));
    const requestId = got.headers['apigw-requestid'];
    const iam = {
      accessKey: ann.accessKeyId,
      accountId,
      callerId: expect.stringMatching(/^AROA[A-Z]+:CognitoIdentityCredentials$/),
      cognitoIdentity: { amr: ['authenticated'], identityId: 'us-east-1:ann', identityPoolId },
      principalOrgId: null,
      userArn: `arn:aws:sts::${accountId}:assumed-role/notes-users/CognitoIdentityCredentials`,
      userId: expect.stringMatching(/^AROA[A-Z]+:CognitoIdentityCredentials$/),
    };
    expect(api.invocations).toEqual([
      {
        name: 'get',
        event: {
          version: '2.0',
          routeKey: 'GET /notes/{id}',
          rawPath: '/notes/1',
          rawQueryString: '',
          headers: {
            authorization: expect.any(String),
            connection: expect.any(String),
            host: api.host,
            'user-agent': 'test/1',
            'x-amz-date': '20261123T052400Z',
            'x-amz-security-token': ann.sessionToken,
            'x-amzn-trace-id': expect.stringMatching(/^Root=1-6[0-9a-f]{7}-[0-9a-f]{24}$/),
            'x-forwarded-for': '127.0.0.1',
            'x-forwarded-port': String(api.port),
            'x-forwarded-proto': 'http',
          },
          pathParameters: { id: '1' },
          requestContext: {
            accountId,
            apiId,
            authorizer: { iam },
            domainName: `${apiId}.execute-api.${region}.amazonaws.com`,
            domainPrefix: apiId,
            http: { method: 'GET', path: '/notes/1', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test/1' },
            requestId,
            routeKey: 'GET /notes/{id}',
            stage: '$default',
            time: '23/Nov/2026:05:24:00 +0000',
            timeEpoch: time,
          },
          isBase64Encoded: false,
        },
      },
    ]);
  });

  test('survives serialization as JSON, in which Lambda gets it', async () => {
    const event = await sendForEvent(sent({ path: '/notes/%C3%A9?a=%00' }));
    expect(JSON.parse(JSON.stringify(event))).toEqual(event);
  });

  test('leaves out what the request does not have', async () => {
    const event = await sendForEvent(sent());
    for (const name of ['body', 'cookies', 'pathParameters', 'queryStringParameters'])
      expect(event).not.toHaveProperty(name);
  });

  test('joins repeated headers with commas, and keeps cookies separate', async () => {
    let request = sent();
    for (const [name, value] of [
      ['X-Tag', 'a'],
      ['cookie', 'k=1; l=2'],
      ['x-tag', 'b, c'],
      ['Cookie', 'm=3'],
    ] as const)
      request = withAnother(request, name, value);
    const { headers, cookies } = await sendForEvent(request);
    expect(headers).toMatchObject({ 'x-tag': 'a,b, c' });
    expect(headers).not.toHaveProperty('cookie');
    expect(cookies).toEqual(['k=1', 'l=2', 'm=3']);
  });

  test('decodes parameters, and joins repeated ones with commas', async () => {
    const event = await sendForEvent(sent({ path: '/notes?a=1&a=2&b=%C3%A9%26%2B&c=' }));
    expect(event).toMatchObject({
      queryStringParameters: { a: '1,2', b: 'é&+', c: '' },
      rawQueryString: 'a=1&a=2&b=%C3%A9%26%2B&c=',
    });
  });

  test('keeps parameters and headers with names like __proto__', async () => {
    const { queryStringParameters = {} } = await sendForEvent(sent({ path: '/notes?__proto__=x&constructor=y' }));
    expect(Object.entries(queryStringParameters)).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
    const { headers } = await sendForEvent(withAnother(sent(), '__proto__', 'z'));
    expect(Object.entries(headers)).toContainEqual(['__proto__', 'z']);
  });

  test.each([
    ['%2F', '/', '/notes//'],
    ['a%2Fb', 'a/b', '/notes/a/b'],
    ['%2E%2E', '..', '/notes/..'],
    ['%2e', '.', '/notes/.'],
    ['%252e', '%2e', '/notes/%2e'],
    ['%C3%A9', 'é', '/notes/é'],
    ['+', '+', '/notes/+'],
    ['a%3Fb', 'a?b', '/notes/a'],
  ])('has the path decoded after routing: %s', async (segment, id, rawPath) => {
    const event = await sendForEvent(sent({ path: `/notes/${segment}` }));
    expect(event).toMatchObject({ routeKey: 'GET /notes/{id}', pathParameters: { id }, rawPath });
  });

  test('does not let the client forge where the request comes from', async () => {
    const headers = { 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https', 'x-forwarded-port': '443' };
    const event = await sendForEvent(sent({ headers }));
    expect(event.headers).toMatchObject({
      'x-forwarded-for': '203.0.113.7,127.0.0.1',
      'x-forwarded-proto': 'http',
      'x-forwarded-port': String(api.port),
    });
    expect(event.requestContext.http.sourceIp).toBe('127.0.0.1');
  });

  test.each([
    'application/json',
    'application/json; charset=utf-8',
    'Application/JSON;charset=UTF-8',
    'application/xml',
    'application/javascript',
    'text/plain',
    'text/csv',
  ])('has a body of type %s as text', async (type) => {
    const event = await sendForEvent(
      sent({ method: 'POST', body: '\ufeff{"é":"😀"}', headers: { 'content-type': type } }),
    );
    expect(event).toMatchObject({ body: '\ufeff{"é":"😀"}', isBase64Encoded: false });
  });

  test.each([
    ['application/octet-stream', 'x'],
    ['application/x-www-form-urlencoded', 'a=b'],
    ['multipart/form-data; boundary=x', '--x--'],
    ['text/plain; charset=iso-8859-1', 'x'],
    ['no/type', 'x'],
    [undefined, '{}'],
    ['application/json', Buffer.from([0xc3, 0x28])],
    ['text/plain', Buffer.from([0xed, 0xa0, 0x80])],
  ])('has a body of type %s that is not text as base64', async (type, body) => {
    const headers = type === undefined ? {} : { 'content-type': type };
    expect(await sendForEvent(sent({ method: 'POST', body, headers }))).toMatchObject({
      body: Buffer.from(body).toString('base64'),
      isBase64Encoded: true,
    });
  });
});
