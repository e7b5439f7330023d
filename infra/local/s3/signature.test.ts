import { describe, expect, test } from 'vitest';
import { omitHeader, send, withHeader } from '../http-api/test-request.ts';
import { ask, describeOutcome, hashSha256, presign, sign } from './test-requests.ts';
import { ann, bob, bucket, issueCredentials, startTestS3 } from './test-s3.ts';

const path = `/private/${encodeURIComponent(ann)}/a%20b.txt`;
const put = { method: 'PUT', path, body: 'hello' };
const ours = issueCredentials(ann);

describe('a request with a signature in its header', () => {
  test('is accepted at every host name, and in path style', async () => {
    await using api = await startTestS3();
    for (const asking of [
      put,
      { ...put, host: `${bucket}.s3.amazonaws.com` },
      { ...put, host: `${bucket}.localhost:${api.port}` },
      { ...put, host: `127.0.0.1:${api.port}`, path: `/${bucket}${path}` },
      { ...put, host: 's3.us-east-1.amazonaws.com', path: `/${bucket}${path}` },
      { ...put, host: 's3.localhost:80', path: `/${bucket}${path}` },
      { ...put, host: `${bucket.toUpperCase()}.s3.dualstack.us-east-1.amazonaws.com` },
    ])
      expect(describeOutcome(await ask(api, ours, asking))).toBe('200');
    expect((await ask(api, ours, { path })).body).toBe('hello');
  });

  test('may be signed over the path as sent, with other escapes of the same key', async () => {
    await using api = await startTestS3();
    const odd = `/private/${ann}/%2a%e2%98%95'!`;
    expect(describeOutcome(await ask(api, ours, { ...put, path: odd }))).toBe('200');
    const usual = `/private/${encodeURIComponent(ann)}/%2A%E2%98%95%27%21`;
    expect((await ask(api, ours, { path: usual })).body).toBe('hello');
  });

  test('may be signed over the path as S3 reads it: decoded, with + as a space, and encoded again', async () => {
    await using api = await startTestS3();
    const signed = sign(ours, put);
    expect(describeOutcome(await send(api, { ...signed, path: path.replace('%20', '+') }))).toBe('200');
    expect((await ask(api, ours, { path })).body).toBe('hello');
    const star = `/private/${encodeURIComponent(ann)}/%2A`;
    for (const sent of ['%2a', '*'])
      expect(
        describeOutcome(await send(api, { ...sign(ours, { ...put, path: star }), path: star.replace('%2A', sent) })),
      ).toBe('200');
  });

  test('is refused if it is altered after signing', async () => {
    await using api = await startTestS3();
    const signed = sign(ours, { ...put, headers: { 'x-amz-meta-a': 'b' } });
    for (const changed of [
      { ...signed, path: `${path}x` },
      { ...signed, path: `${path}/` },
      { ...signed, path: path.replace('/private', '//private') },
      { ...signed, path: path.replace('/private', '/private/.') },
      { ...signed, path: path.replace('%20', '+%20') },
      { ...signed, path: `${path}?partNumber=1` },
      { ...signed, method: 'POST' },
      withHeader(signed, 'x-amz-meta-a', 'c'),
      omitHeader(signed, 'x-amz-meta-a'),
      withHeader(signed, 'x-amz-content-sha256', 'UNSIGNED-PAYLOAD'),
    ])
      expect(describeOutcome(await send(api, changed))).toBe('403 SignatureDoesNotMatch');
    expect(describeOutcome(await send(api, withHeader(signed, 'x-amz-meta-b', 'c')))).toBe('403 AccessDenied');
  });

  test.each([
    ['another body than was signed', { ...put, payloadHash: hashSha256('hellO') }, '400 XAmzContentSHA256Mismatch'],
    ['a malformed hash', { ...put, payloadHash: 'x' }, '400 InvalidArgument'],
    [
      'chunks of an unsupported kind',
      { ...put, payloadHash: 'STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD' },
      '501 NotImplemented',
    ],
    ['another region', { ...put, scope: { region: 'eu-west-1' } }, '400 AuthorizationHeaderMalformed'],
    ['another service', { ...put, scope: { service: 'execute-api' } }, '400 AuthorizationHeaderMalformed'],
    ['a clock 16 minutes ahead', { ...put, at: Date.now() + 16 * 60_000 }, '403 RequestTimeTooSkewed'],
    ['a clock 16 minutes behind', { ...put, at: Date.now() - 16 * 60_000 }, '403 RequestTimeTooSkewed'],
    ['a clock 14 minutes behind', { ...put, at: Date.now() - 14 * 60_000 }, '200'],
    ['an MD5 of another body', { ...put, headers: { 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' } }, '400 BadDigest'],
    ['a malformed MD5', { ...put, headers: { 'content-md5': 'x' } }, '400 InvalidDigest'],
    ['a CRC of another body', { ...put, headers: { 'x-amz-checksum-crc32': 'AAAAAA==' } }, '400 BadDigest'],
    ['a malformed CRC', { ...put, headers: { 'x-amz-checksum-crc32': 'AAAA' } }, '400 InvalidRequest'],
    [
      'two checksums',
      { ...put, headers: { 'x-amz-checksum-crc32': 'NhCmhg==', 'x-amz-checksum-crc32c': 'NhCmhg==' } },
      '400 InvalidRequest',
    ],
    [
      'an algorithm without its checksum',
      { ...put, headers: { 'x-amz-sdk-checksum-algorithm': 'CRC32' } },
      '400 InvalidRequest',
    ],
    ['another owner of the bucket', { ...put, headers: { 'x-amz-expected-bucket-owner': '1' } }, '403 AccessDenied'],
    ['an ACL', { ...put, headers: { 'x-amz-acl': 'public-read' } }, '400 AccessControlListNotSupported'],
    ['tags', { ...put, headers: { 'x-amz-tagging': 'a=b' } }, '501 NotImplemented'],
    ['another storage class', { ...put, headers: { 'x-amz-storage-class': 'GLACIER' } }, '400 InvalidStorageClass'],
    ['an unsupported subresource', { path: `${path}?acl` }, '501 NotImplemented'],
    ['an unsupported method', { method: 'PATCH', path }, '405 MethodNotAllowed'],
    ['a key of 1,025 bytes', { ...put, path: `/${'a'.repeat(1025)}` }, '400 KeyTooLongError'],
    ['a key that is not UTF-8', { ...put, path: '/%ff' }, '400 InvalidURI'],
    ['a truncated escape', { ...put, path: '/%2' }, '400 InvalidURI'],
    ['a key that leads out of the bucket', { ...put, path: '/private/../../x' }, '400 InvalidURI'],
    ['another bucket', { ...put, host: 'another.s3.amazonaws.com' }, '404 NoSuchBucket'],
    ['no bucket', { path: '/', host: '127.0.0.1' }, '501 NotImplemented'],
    ['two values of a parameter', { path: '/?list-type=2&prefix=a&prefix=b' }, '400 InvalidArgument'],
  ])('with %s is answered as by S3', async (_, asking, outcome) => {
    await using api = await startTestS3();
    expect(describeOutcome(await ask(api, ours, asking))).toBe(outcome);
    const listing = { path: `/?list-type=2&prefix=private%2F${encodeURIComponent(ann)}%2F` };
    expect((await ask(api, ours, listing)).body).toContain(`<KeyCount>${outcome === '200' ? 1 : 0}</KeyCount>`);
  });

  test('is refused with expired, swapped or unknown credentials, or without a part of its signature', async () => {
    await using api = await startTestS3();
    const [expired, theirs] = [issueCredentials(ann, Date.now() - 1), issueCredentials(bob)];
    expect(describeOutcome(await ask(api, expired, { path }))).toBe('400 ExpiredToken');
    expect(describeOutcome(await ask(api, { ...ours, sessionToken: theirs.sessionToken }, { path }))).toBe(
      '400 InvalidToken',
    );
    expect(describeOutcome(await ask(api, { ...ours, sessionToken: 'x' }, { path }))).toBe('400 InvalidToken');
    expect(describeOutcome(await ask(api, { ...ours, secretAccessKey: 'x' }, { path }))).toBe(
      '403 SignatureDoesNotMatch',
    );
    const signed = sign(ours, { path });
    expect(describeOutcome(await send(api, omitHeader(signed, 'x-amz-content-sha256')))).toBe('400 InvalidRequest');
    expect(describeOutcome(await send(api, omitHeader(signed, 'authorization')))).toBe('403 AccessDenied');
    expect(describeOutcome(await send(api, withHeader(signed, 'authorization', 'Basic x')))).toBe(
      '400 AuthorizationHeaderMalformed',
    );
  });
});

describe('a request with a signature in its query', () => {
  test.each([
    ['nowhere, as Amplify 6 does', ''],
    ['as X-Amz-Content-Sha256, as Amplify 3 does', 'X-Amz-Content-Sha256=UNSIGNED-PAYLOAD'],
    ['in lower case, as Amplify 5 does', `x-amz-content-sha256=${hashSha256('')}&x-amz-user-agent=a+b%2Fc`],
  ])('may state the hash of its payload %s', async (_, query) => {
    await using api = await startTestS3();
    await ask(api, ours, put);
    const payloadHash = query.startsWith('x-') ? hashSha256('') : 'UNSIGNED-PAYLOAD';
    expect((await send(api, presign(ours, { path, query, payloadHash }))).body).toBe('hello');
  });

  test('must have the payload whose hash it states', async () => {
    await using api = await startTestS3();
    const query = `X-Amz-Content-Sha256=${hashSha256('hello')}`;
    const presigned = presign(ours, { ...put, query, payloadHash: hashSha256('hello') });
    expect(describeOutcome(await send(api, { ...presigned, body: 'hullo' }))).toBe('400 XAmzContentSHA256Mismatch');
    expect(describeOutcome(await send(api, presigned))).toBe('200');
  });

  test('may have headers in its query, but not a different one of the same name', async () => {
    await using api = await startTestS3();
    const presigned = presign(ours, { ...put, query: 'x-amz-meta-note=%C3%BC' });
    expect(describeOutcome(await send(api, presigned))).toBe('200');
    const { headers } = await ask(api, ours, { path });
    expect(Buffer.from(String(headers['x-amz-meta-note']), 'latin1').toString()).toBe('ü');
    const copy = presign(ours, { method: 'PUT', path, query: `x-amz-copy-source=${bucket}%2Fprivate%2F${bob}%2Fx` });
    expect(describeOutcome(await send(api, copy))).toBe('403 AccessDenied');
    const both = presign(ours, { ...put, query: 'x-amz-meta-a=b', unsigned: { 'x-amz-meta-a': 'c' } });
    expect(describeOutcome(await send(api, both))).toBe('403 AccessDenied');
  });

  test('is refused with a second signature in its header', async () => {
    await using api = await startTestS3();
    const { path: query } = presign(ours, { path });
    const { headers } = sign(ours, { path });
    const outcome = describeOutcome(await send(api, { method: 'GET', path: query, headers, body: '' }));
    expect(outcome).toBe('400 InvalidArgument');
  });
});
