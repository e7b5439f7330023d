import { describe, expect, test } from 'vitest';
import type { WireRequest, WireResponse } from './exchange.ts';
import { createServiceClient } from './service-client.ts';
import { createWireS3 } from './wire-s3.ts';

/** Creates an S3 that gives these answers in turn; records the requests. */
const answering = (...answers: readonly Partial<WireResponse>[]) => {
  const asked: WireRequest[] = [];
  const service = createServiceClient({
    ...{ host: 's3.us-east-1.amazonaws.com', region: 'us-east-1', service: 's3', maxAttempts: 2, random: () => 0 },
    credentials: () => ({ accessKeyId: 'a', secretAccessKey: 's' }),
    exchange: async (request) => {
      asked.push(request);
      return { status: 200, headers: {}, body: '', ...(answers[asked.length - 1] ?? answers.at(-1)) };
    },
  });
  return { s3: createWireS3(service, '/files/'), asked };
};

const createList = (content: string, count: number, more = '<IsTruncated>false</IsTruncated>') => ({
  body: `<ListBucketResult><Prefix>p</Prefix><KeyCount>${count}</KeyCount>${more}${content}</ListBucketResult>`,
});
const refusal = (status: number, code: string) => ({
  status,
  body: `<Error><Code>${code}</Code><Message>No.</Message></Error>`,
});

describe('a list', () => {
  test('is requested by prefix, delimiter and token, each encoded, in the order of their names', async () => {
    const { s3, asked } = answering(createList('', 0));
    await s3.list({ prefix: 'private/é &', delimiter: '/', token: 'a+b=' });
    expect(asked).toMatchObject([
      {
        method: 'GET',
        path: '/files/',
        query: 'continuation-token=a%2Bb%3D&delimiter=%2F&encoding-type=url&list-type=2&prefix=private%2F%C3%A9%20%26',
        headers: { host: 's3.us-east-1.amazonaws.com', 'x-amz-content-sha256': expect.stringMatching(/^e3b0c44298/) },
      },
    ]);
  });

  test('has decoded keys and common prefixes, and the token for the next page', async () => {
    const keys = '<Contents><Key>p/a+b%2Bc%26%C3%A9</Key></Contents>';
    const places = '<CommonPrefixes><Prefix>p/d+e/</Prefix></CommonPrefixes>';
    const more = '<IsTruncated>true</IsTruncated><NextContinuationToken>1ueG=</NextContinuationToken>';
    const { s3 } = answering(createList(keys + places, 2, more), createList('', 0));
    const page = await s3.list({ prefix: 'p' });
    expect(page._unsafeUnwrap()).toEqual({ keys: ['p/a b+c&é'], prefixes: ['p/d e/'], next: '1ueG=' });
    expect((await s3.list({ prefix: 'p' }))._unsafeUnwrap()).toEqual({ keys: [], prefixes: [] });
  });

  test.each([
    ['cut off', { body: createList('<Contents><Key>a</Key></Contents>', 1).body.slice(0, -5) }],
    ['with another count than it gives', createList('<Contents><Key>a</Key></Contents>', 2)],
    ['that continues without a token', createList('', 0, '<IsTruncated>true</IsTruncated>')],
    [
      'that is complete and has a token',
      createList('', 0, '<IsTruncated>false</IsTruncated><NextContinuationToken>x</NextContinuationToken>'),
    ],
    ['from a captive portal', { body: '<html>Sign in</html>' }],
    ['without a body', { body: '' }],
  ])('%s is refused', async (_, answer) => {
    await expect(answering(answer).s3.list({ prefix: 'p' })).rejects.toThrow('incomplete list');
  });
});

describe('an object', () => {
  test('is addressed by its key, encoded in each segment', async () => {
    const { s3, asked } = answering({ body: '<Tagging><TagSet></TagSet></Tagging>' });
    await s3.tag("private/us-east-1:a/1-é (1)'*!.png", 'mark');
    expect(asked).toMatchObject([
      { method: 'GET', path: '/files/private/us-east-1%3Aa/1-%C3%A9%20%281%29%27%2A%21.png', query: 'tagging=' },
    ]);
  });

  test('has a tag, or none, or does not exist', async () => {
    const tags = '<Tag><Key>other</Key><Value>1</Value></Tag><Tag><Key>mark</Key><Value>2</Value></Tag>';
    const { s3 } = answering(
      { body: `<Tagging><TagSet>${tags}</TagSet></Tagging>` },
      { body: '<Tagging><TagSet></TagSet></Tagging>' },
      refusal(404, 'NoSuchKey'),
    );
    const read = async () => (await s3.tag('k', 'mark'))._unsafeUnwrap();
    expect([await read(), await read(), await read()]).toEqual(['2', undefined, undefined]);
  });

  test('is tagged by a request with its digest, and nothing happens if the object is gone', async () => {
    const { s3, asked } = answering({}, refusal(404, 'NoSuchKey'));
    expect((await s3.setTag('k', 'mark', '3')).isOk()).toBe(true);
    expect((await s3.setTag('k', 'mark', '3')).isOk()).toBe(true);
    expect(asked[0]).toMatchObject({
      ...{ method: 'PUT', path: '/files/k', query: 'tagging=' },
      body: '<Tagging><TagSet><Tag><Key>mark</Key><Value>3</Value></Tag></TagSet></Tagging>',
      headers: {
        'content-md5': expect.stringMatching(/^[\w+/]{22}==$/),
        authorization: expect.stringContaining('content-md5;host'),
      },
    });
  });

  test('is deleted', async () => {
    const { s3, asked } = answering({ status: 204 });
    expect((await s3.delete('k')).isOk()).toBe(true);
    expect(asked).toMatchObject([{ method: 'DELETE', path: '/files/k' }]);
  });
});

describe('S3 that', () => {
  test.each([
    ['is down', { status: 500, body: '' }],
    ['throttles', refusal(503, 'SlowDown')],
  ])('%s is called again, and then given up', async (_, answer) => {
    const { s3, asked } = answering(answer);
    expect((await s3.delete('k'))._unsafeUnwrapErr()).toEqual({ kind: 'Unavailable' });
    expect(asked).toHaveLength(2);
    const again = answering(answer, { status: 204 });
    expect((await again.s3.delete('k')).isOk()).toBe(true);
  });

  test.each([
    [403, 'AccessDenied'],
    [404, 'NoSuchBucket'],
    [301, 'PermanentRedirect'],
  ])('refuses with %i %s is not called again', async (status, name) => {
    const { s3, asked } = answering(refusal(status, name));
    await expect(s3.tag('k', 'mark')).rejects.toMatchObject({ name, status, message: 'No.' });
    expect(asked).toHaveLength(1);
  });

  test('refuses without a body is reported by its status', async () => {
    await expect(answering({ status: 400 }).s3.delete('k')).rejects.toMatchObject({ name: 'HTTP 400' });
  });
});
