import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { send } from '../http-api/test-request.ts';
import { ask, describeOutcome, hashSha256, host, presign, sign } from './test-requests.ts';
import { ann, bucket, issueCredentials, startTestS3 } from './test-s3.ts';

const ours = issueCredentials(ann);
const own = `/private/${encodeURIComponent(ann)}`;

test('refuses a request target in absolute form', async () => {
  await using api = await startTestS3();
  const sent = { ...sign(ours, { path: `${own}/a` }), path: `http://${host}${own}/a` };
  expect(describeOutcome(await send(api, sent))).toBe('400 InvalidURI');
  expect(api.refusals).toMatchObject([{ code: 'InvalidURI' }]);
});

test('refuses a request with two Host headers', async () => {
  await using api = await startTestS3();
  const sent = sign(ours, { path: `${own}/a` });
  const twice = { ...sent, headers: [...sent.headers, 'host', 'another.s3.amazonaws.com'] };
  expect(describeOutcome(await send(api, twice))).toMatch(/^400/);
});

test('refuses a copy source whose key leads out of the bucket', async () => {
  await using api = await startTestS3();
  for (const source of ['../x', `private/${ann}/../../../x`, encodeURIComponent(`private/${ann}/../../../x`)]) {
    const headers = { 'x-amz-copy-source': `${bucket}/${source}` };
    const got = await ask(api, ours, { method: 'PUT', path: `${own}/copy`, headers });
    expect([source, describeOutcome(got)]).toEqual([source, '400 InvalidURI']);
  }
});

test('refuses a copy source in another bucket, whatever the policy allows', async () => {
  await using api = await startTestS3({ denial: () => undefined });
  expect(describeOutcome(await ask(api, ours, { method: 'PUT', path: `${own}/a`, body: 'mine' }))).toBe('200');
  const copy = (from: string) =>
    ask(api, ours, {
      ...{ method: 'PUT', path: `${own}/copy` },
      headers: { 'x-amz-copy-source': `${from}/private/${ann}/a` },
    });
  expect(describeOutcome(await copy('another'))).toBe('404 NoSuchBucket');
  expect(describeOutcome(await copy(bucket))).toBe('200');
});

test('reports each invalid key of several to delete, and deletes the others', async () => {
  await using api = await startTestS3({ denial: () => undefined });
  const keys = ['../x', 'a'.repeat(1025), 'b'];
  const body = `<Delete>${keys.map((key) => `<Object><Key>${key}</Key></Object>`).join('')}</Delete>`;
  const headers = { 'content-md5': createHash('md5').update(body).digest('base64') };
  const got = await ask(api, ours, { method: 'POST', path: '/?delete', body, headers });
  expect(describeOutcome(got)).toMatch(/^200/);
  expect(got.body.match(/<Code>\w+|<Deleted>/g)).toEqual(['<Code>InvalidURI', '<Code>KeyTooLongError', '<Deleted>']);
});

test('refuses a request that states two different payload hashes', async () => {
  await using api = await startTestS3();
  const query = 'X-Amz-Content-Sha256=UNSIGNED-PAYLOAD';
  const of = (stated: string) =>
    presign(ours, { path: `${own}/a`, query, unsigned: { 'x-amz-content-sha256': stated } });
  expect(describeOutcome(await send(api, of('UNSIGNED-PAYLOAD')))).toBe('404 NoSuchKey');
  expect(describeOutcome(await send(api, of(hashSha256(''))))).toBe('400 InvalidRequest');
});
