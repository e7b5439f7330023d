import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { describe, expect, test } from 'vitest';
import { createClient } from './test-client.ts';
import { ann, bucket as Bucket, bob, startTestS3 } from './test-s3.ts';

const Key = `private/${ann}/it's (1) ün ☕+&.txt`;

const readCode = async (response: Response): Promise<string> =>
  `${response.status} ${/<Code>(.*)<\/Code>/.exec(await response.text())?.[1]}`;

describe('a presigned URL', () => {
  test('works for anyone who has it, without credentials', async () => {
    await using api = await startTestS3();
    const client = createClient(api, ann);
    const put = await getSignedUrl(client, new PutObjectCommand({ Bucket, Key, ContentType: 'text/plain' }));
    const stored = await fetch(put, { method: 'PUT', body: 'hello', headers: { 'content-type': 'text/plain' } });
    expect(stored.status).toBe(200);
    const get = new GetObjectCommand({ Bucket, Key, ResponseContentDisposition: 'attachment; filename="ü.txt"' });
    const got = await fetch(await getSignedUrl(client, get));
    expect(await got.text()).toBe('hello');
    expect(got.headers.get('content-type')).toBe('text/plain');
    expect(got.headers.get('content-disposition')).toContain('attachment');
  });

  test('expires on the second, and does not work more than 15 minutes early', async () => {
    let at = Date.now();
    await using api = await startTestS3({ now: () => at });
    const client = createClient(api, ann);
    await client.send(new PutObjectCommand({ Bucket, Key, Body: 'hello' }));
    const signingDate = new Date(Math.floor(at / 1000) * 1000);
    const url = await getSignedUrl(client, new GetObjectCommand({ Bucket, Key }), { expiresIn: 60, signingDate });
    const started = signingDate.getTime();
    at = started + 60_000;
    expect((await fetch(url)).status).toBe(200);
    at = started + 60_001;
    expect(await readCode(await fetch(url))).toBe('403 AccessDenied');
    at = started - 15 * 60_000 - 1;
    expect(await readCode(await fetch(url))).toBe('403 AccessDenied');
    expect(api.refusals.map(({ message }) => message)).toEqual(['Request has expired', 'Request is not yet valid']);
  });

  test('is valid for seven days at most', async () => {
    await using api = await startTestS3();
    const url = await getSignedUrl(createClient(api, ann), new GetObjectCommand({ Bucket, Key }), {
      expiresIn: 604_800,
    });
    expect(await readCode(await fetch(url))).toBe('404 NoSuchKey');
    const longer = url.replace('X-Amz-Expires=604800', 'X-Amz-Expires=604801');
    expect(await readCode(await fetch(longer))).toBe('400 AuthorizationQueryParametersError');
  });

  test('is valid only for its key, method, parameters and headers', async () => {
    await using api = await startTestS3();
    const client = createClient(api, ann);
    await client.send(new PutObjectCommand({ Bucket, Key, Body: 'hello' }));
    const url = await getSignedUrl(client, new GetObjectCommand({ Bucket, Key }));
    const of = async (changed: string, init: RequestInit = {}) => readCode(await fetch(changed, init));
    expect(await of(url.replace('.txt', '.txs'))).toBe('403 SignatureDoesNotMatch');
    expect(await of(url.replace(encodeURIComponent(ann), encodeURIComponent(bob)))).toBe('403 SignatureDoesNotMatch');
    expect(await of(url, { method: 'PUT', body: 'x' })).toBe('403 SignatureDoesNotMatch');
    expect(await of(url, { method: 'DELETE' })).toBe('403 SignatureDoesNotMatch');
    expect(await of(`${url}&response-content-type=text%2Fhtml`)).toBe('403 SignatureDoesNotMatch');
    expect(await of(url, { headers: { 'x-amz-meta-a': 'b' } })).toBe('403 AccessDenied');
    expect(await of(url.replace(/X-Amz-Security-Token=[^&]*/, ''))).toBe('403 InvalidAccessKeyId');
  });

  test('for another user’s key is refused by the policy', async () => {
    await using api = await startTestS3();
    await createClient(api, bob).send(new PutObjectCommand({ Bucket, Key: `private/${bob}/x`, Body: 'hello' }));
    const another = { Bucket, Key: `private/${bob}/x` };
    const get = await getSignedUrl(createClient(api, ann), new GetObjectCommand(another));
    expect(await readCode(await fetch(get))).toBe('403 AccessDenied');
    const put = await getSignedUrl(createClient(api, ann), new PutObjectCommand(another));
    expect(await readCode(await fetch(put, { method: 'PUT', body: 'mine' }))).toBe('403 AccessDenied');
  });
});
