import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Got } from '../http-api/test-request.ts';
import { send } from '../http-api/test-request.ts';
import type { CorsRule } from './cors.ts';
import { ask, describeOutcome, hashSha256, host, presign, sign } from './test-requests.ts';
import { ann, issueCredentials, startTestS3, type TestS3 } from './test-s3.ts';

/**
 * Requests in the shapes that the tutorial's front ends (Amplify 3 and 5) and Amplify 6 send from a page in a browser.
 */

const origin = 'http://localhost:3000';
const cors: readonly CorsRule[] = [
  {
    allowedOrigins: [origin],
    allowedMethods: ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'],
    allowedHeaders: ['*'],
    exposeHeaders: ['etag', 'x-amz-meta-note'],
    maxAge: 3000,
  },
];
const id = encodeURIComponent(ann);
const ours = issueCredentials(ann);
const amplify = {
  'x-amz-user-agent': 'aws-amplify/6.22.1 storage/1 framework/0',
  'amz-sdk-request': 'attempt=1; max=3',
};

const preflight = (api: TestS3, path: string, method: string, names: string, from = origin): Promise<Got> =>
  send(api, {
    ...{ method: 'OPTIONS', path, body: '' },
    headers: [
      ...['host', host, 'origin', from],
      ...['access-control-request-method', method, 'access-control-request-headers', names],
    ],
  });

describe('CORS', () => {
  const names =
    'amz-sdk-invocation-id,amz-sdk-request,authorization,content-type,x-amz-content-sha256,x-amz-date,x-amz-security-token,x-amz-user-agent';

  test.each([
    ['PUT', `/private/${id}/photo.png?x-id=PutObject`],
    ['POST', `/private/${id}/big.bin?uploads`],
    ['DELETE', `/private/${id}/big.bin?x-id=AbortMultipartUpload&uploadId=U`],
    ['GET', `/?list-type=2&encoding-type=url&max-keys=1000&prefix=private%2F${id}%2F`],
    ['HEAD', `/private/${id}/small.txt?response-cache-control=no-store`],
  ])('allows a page to send %s %s', async (method, path) => {
    await using api = await startTestS3({ cors });
    const { status, headers, body } = await preflight(api, path, method, names);
    expect([status, body]).toEqual([200, '']);
    expect(headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET, HEAD, PUT, POST, DELETE',
      'access-control-allow-headers': names.replaceAll(',', ', '),
      'access-control-max-age': '3000',
      vary: expect.stringContaining('Origin'),
    });
  });

  test('refuses other methods, headers and origins, and everything without rules', async () => {
    const some = { ...(cors[0] as CorsRule), allowedHeaders: ['x-amz-*', 'authorization'], allowedMethods: ['GET'] };
    await using api = await startTestS3({ cors: [some] });
    const path = `/private/${id}/x`;
    expect((await preflight(api, path, 'GET', 'authorization,x-amz-date')).status).toBe(200);
    for (const denied of [
      await preflight(api, path, 'PUT', 'authorization'),
      await preflight(api, path, 'GET', 'content-type'),
      await preflight(api, path, 'GET', 'authorization', 'http://localhost:3001'),
      await preflight(api, path, 'GET', 'authorization', `${origin}.example.com`),
    ])
      expect([describeOutcome(denied), denied.headers['access-control-allow-origin']]).toEqual([
        '403 AccessForbidden',
        undefined,
      ]);
    await using closed = await startTestS3();
    expect(describeOutcome(await preflight(closed, path, 'GET', ''))).toBe('403 AccessForbidden');
  });

  test('lets only an allowed origin read answers and their exposed headers, including refusals', async () => {
    await using api = await startTestS3({ cors });
    const asking = { path: `/private/${id}/missing`, headers: { origin } };
    const missing = await ask(api, ours, asking);
    expect(missing).toMatchObject({ status: 404, headers: { 'access-control-allow-origin': origin } });
    expect(missing.headers['access-control-expose-headers']).toBe('etag, x-amz-meta-note');
    const foreign = await ask(api, ours, { ...asking, headers: { origin: 'http://evil.example' } });
    expect(foreign.headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('Amplify 3 and 5', () => {
  test.each([
    ['photo.png', 'image/png'],
    ['with%20space%20%2B%20plus.txt', 'text/plain'],
    ['it%27s%20%281%29%20~%C3%BCn-%C3%AF%E2%98%95%26%23%3D%40%2C%3B%24%21%2a.txt', 'text/plain'],
    ['no-extension', 'binary/octet-stream'],
    ['percent%2520.txt', 'text/plain'],
  ])('put %s, and link to it', async (name, type) => {
    await using api = await startTestS3({ cors });
    const path = `/private/${id}/1795584288403-${name}`;
    const stored = await ask(api, ours, {
      ...{ method: 'PUT', path: `${path}?x-id=PutObject`, body: 'content', payloadHash: 'UNSIGNED-PAYLOAD' },
      headers: { ...amplify, 'content-type': type },
      unsigned: { origin },
    });
    expect(stored.status).toBe(200);
    const query =
      'X-Amz-Content-Sha256=UNSIGNED-PAYLOAD&x-amz-user-agent=aws-sdk-js-v3-%40aws-sdk%2Fclient-s3&x-id=GetObject';
    const ofThree = await send(api, presign(ours, { path, query }));
    expect([ofThree.body, ofThree.headers['content-type']]).toEqual(['content', type]);
    const five = `x-amz-content-sha256=${hashSha256('')}&x-amz-user-agent=aws-amplify%2F5.3.18+storage%2F2+framework%2F1`;
    expect((await send(api, presign(ours, { path, query: five, payloadHash: hashSha256('') }))).body).toBe('content');
  });

  test('make a browser that opens a link ask for an icon, which is refused', async () => {
    await using api = await startTestS3({ cors });
    const icon = { method: 'GET', path: '/favicon.ico', headers: ['host', host], body: '' };
    expect(describeOutcome(await send(api, icon))).toBe('403 AccessDenied');
  });
});

describe('Amplify 6', () => {
  const path = (name: string) => `/private/${id}/${name}`;
  const put = (name: string, body: string, headers: Record<string, string> = {}) => ({
    ...{ method: 'PUT', path: `${path(name)}?x-id=PutObject`, body },
    headers: { ...amplify, 'content-type': 'application/octet-stream', ...headers },
  });

  test('uploads small files, with metadata, with a checksum, or only if they are new', async () => {
    await using api = await startTestS3({ cors });
    expect((await ask(api, ours, put('empty', '', { 'content-length': '0' }))).status).toBe(200);
    expect((await ask(api, ours, put('small.txt', 'hello ☕', { 'x-amz-meta-note': 'x' }))).status).toBe(200);
    expect((await ask(api, ours, put('sum', '123456789', { 'x-amz-checksum-crc32': 'y/Q5Jg==' }))).status).toBe(200);
    expect((await ask(api, ours, put('once', 'one', { 'if-none-match': '*' }))).status).toBe(200);
    expect(describeOutcome(await ask(api, ours, put('once', 'two', { 'if-none-match': '*' })))).toBe(
      '412 PreconditionFailed',
    );
    const head = { method: 'HEAD', headers: amplify };
    const there = await ask(api, ours, { ...head, path: `${path('small.txt')}?response-cache-control=no-store` });
    expect(there).toMatchObject({ status: 200, body: '', headers: { 'x-amz-meta-note': 'x', 'content-length': '9' } });
    const missing = await ask(api, ours, { ...head, path: `${path('missing')}?response-cache-control=no-store` });
    expect(missing).toMatchObject({ status: 404, body: '' });
    const part = await ask(api, ours, { path: `${path('small.txt')}?x-id=GetObject`, headers: { range: 'bytes=0-4' } });
    expect(part).toMatchObject({ status: 206, body: 'hello' });
  });

  test('uploads parts with a checksum of the whole, lists them to resume, and aborts', async () => {
    await using api = await startTestS3({ cors });
    const big = path('big.bin');
    const begun = await ask(api, ours, {
      ...{ method: 'POST', path: `${big}?uploads` },
      headers: {
        ...amplify,
        'content-length': '0',
        'x-amz-checksum-algorithm': 'CRC32',
        'x-amz-checksum-type': 'FULL_OBJECT',
      },
    });
    const uploadId = /<UploadId>(.*)<\/UploadId>/.exec(begun.body)?.[1];
    const sums = { 1: 'NhCmhg==', 2: 'Orx3Jg==' };
    const etags = await Promise.all(
      [1, 2].map(async (number) => {
        // Only the last part may be small, so an upload of these two cannot be completed.
        const body = number === 1 ? 'hello' : 'world';
        const { headers } = await ask(api, ours, {
          ...{ method: 'PUT', path: `${big}?partNumber=${number}&uploadId=${uploadId}`, body },
          payloadHash: 'UNSIGNED-PAYLOAD',
          headers: amplify,
        });
        return headers.etag;
      }),
    );
    const listed = await ask(api, ours, { path: `${big}?x-id=ListParts&uploadId=${uploadId}` });
    expect(listed.body).toMatch(/<PartNumber>1<.*<PartNumber>2</);
    const createBody = (numbers: readonly number[]) =>
      `<?xml version="1.0" encoding="UTF-8"?><CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${numbers
        .map(
          (number) =>
            `<Part><ETag>${etags[number - 1]}</ETag><PartNumber>${number}</PartNumber><ChecksumCRC32>${Reflect.get(sums, number)}</ChecksumCRC32></Part>`,
        )
        .join('')}</CompleteMultipartUpload>`;
    const complete = async (body: string) =>
      describeOutcome(await ask(api, ours, { method: 'POST', path: `${big}?uploadId=${uploadId}`, body }));
    expect(await complete(createBody([2, 1]))).toBe('400 InvalidPartOrder');
    expect(await complete(createBody([1, 3]))).toBe('400 InvalidPart');
    expect(await complete('<CompleteMultipartUpload/>')).toBe('400 MalformedXML');
    expect(await complete('<CompleteMultipartUpload>')).toBe('400 MalformedXML');
    const given = await ask(api, ours, {
      method: 'DELETE',
      path: `${big}?x-id=AbortMultipartUpload&uploadId=${uploadId}`,
    });
    expect(given.status).toBe(204);
    expect(await complete(createBody([1, 2]))).toBe('404 NoSuchUpload');
  });

  test('lists page by page, and finds its parameters echoed', async () => {
    await using api = await startTestS3({ cors });
    for (const name of ['a', 'b%20c', 'd/e', 'd/f', '%26']) await ask(api, ours, put(name, 'x'));
    const prefix = `private%2F${id}%2F`;
    const list = `/?list-type=2&delimiter=%2F&encoding-type=url&max-keys=2&prefix=${prefix}`;
    const first = await ask(api, ours, { path: list });
    const encoded = `private/${id}/`;
    expect(first.body).toContain(`<Prefix>${encoded}</Prefix>`);
    expect(first.body).toContain('<KeyCount>2</KeyCount><MaxKeys>2</MaxKeys><Delimiter>/</Delimiter>');
    expect(first.body).toMatch(new RegExp(`<Key>${encoded}%26</Key>.*<Key>${encoded}a</Key>`));
    const token = /<NextContinuationToken>(.*)<\/NextContinuationToken>/.exec(first.body)?.[1] ?? '';
    const second = await ask(api, ours, { path: list.replace('&delimiter', `&continuation-token=${token}&delimiter`) });
    expect(second.body).toContain(`<ContinuationToken>${token}</ContinuationToken>`);
    expect(second.body).toContain(`<Key>${encoded}b+c</Key>`);
    expect(second.body).toContain(`<CommonPrefixes><Prefix>${encoded}d/</Prefix></CommonPrefixes>`);
    expect(second.body).toContain('<IsTruncated>false</IsTruncated>');
  });

  test('copies a file, and deletes several at once', async () => {
    await using api = await startTestS3({ cors });
    await ask(api, ours, put('small.txt', 'x'));
    const copied = await ask(api, ours, {
      ...{ method: 'PUT', path: `${path('copy%20of%20%281%29.txt')}?x-id=CopyObject` },
      headers: {
        ...{ ...amplify, 'content-length': '0', 'x-amz-copy-source': `owned-notes-uploads${path('small.txt')}` },
        ...{ 'x-amz-tagging-directive': 'COPY', 'x-amz-metadata-directive': 'COPY' },
      },
    });
    expect(copied.status).toBe(200);
    const keys = ['small.txt', 'copy of (1).txt'].map(
      (name) => `<Object>\n\t\t<Key>private/${ann}/${name}</Key>\n\t</Object>`,
    );
    const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/">\n\t<Quiet>false</Quiet>\n\t${keys.join('\n\t')}\n</Delete>`;
    const asking = { method: 'POST', path: '/?delete=', body };
    expect(describeOutcome(await ask(api, ours, asking))).toBe('400 InvalidRequest');
    const digest = createHash('md5').update(body).digest('base64');
    const removed = await ask(api, ours, { ...asking, headers: { ...amplify, 'content-md5': digest } });
    expect(removed.body.match(/<Deleted>/g)).toHaveLength(2);
  });

  test('uploads to and downloads from presigned URLs that state a content type', async () => {
    await using api = await startTestS3({ cors });
    const by = presign(ours, {
      method: 'PUT',
      path: path('by-url.txt'),
      query: 'x-id=PutObject&content-type=text%2Fplain',
      body: 'by url',
    });
    expect((await send(api, { ...by, headers: [...by.headers, 'content-type', 'text/plain'] })).status).toBe(200);
    const query =
      'x-id=GetObject&response-content-type=image%2Fpng&response-content-disposition=attachment%3B+filename%3D%22%C3%BC.png%22';
    const got = await send(api, presign(ours, { path: path('by-url.txt'), query }));
    expect(got).toMatchObject({ body: 'by url', headers: { 'content-type': 'image/png' } });
    expect(Buffer.from(String(got.headers['content-disposition']), 'latin1').toString()).toBe(
      'attachment; filename="ü.png"',
    );
  });

  test('is told why it is refused without any of its secrets, tokens or signatures', async () => {
    await using api = await startTestS3({ cors });
    const wrong = sign({ ...ours, secretAccessKey: 'wrong' }, put('x', 'y'));
    const { body } = await send(api, wrong);
    // Without the request itself, which `onRefusal` also receives.
    const said = body + JSON.stringify(api.refusals.map(({ request: _, ...told }) => told));
    for (const secret of [
      ours.sessionToken,
      ours.secretAccessKey,
      ...wrong.headers.filter((value) => value.includes('Signature=')),
    ])
      expect(said).not.toContain(secret);
    expect(api.refusals).toMatchObject([
      { code: 'SignatureDoesNotMatch', status: 403, cause: { kind: 'SignatureMismatch' } },
    ]);
  });
});
