import { Agent } from 'node:http';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  ChecksumAlgorithm,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { expect, test } from 'vitest';
import { algorithms } from './checksums.ts';
import { createClient } from './test-client.ts';
import { ann, bucket as Bucket, startTestS3 } from './test-s3.ts';

/** AWS's own clients, unmodified. */

const Prefix = `private/${ann}/`;
const Key = `${Prefix}hello.txt`;
const MiB = 1024 * 1024;

test('an object is stored as it was put, until it is deleted', async () => {
  await using api = await startTestS3();
  const client = createClient(api, ann);
  const put = await client.send(new PutObjectCommand({ Bucket, Key, Body: 'hello', ContentType: 'text/plain' }));
  expect(put).toMatchObject({ ETag: '"5d41402abc4b2a76b9719d911017c592"', ChecksumCRC32: 'NhCmhg==' });
  const got = await client.send(new GetObjectCommand({ Bucket, Key }));
  expect(await got.Body?.transformToString()).toBe('hello');
  expect(got).toMatchObject({ ContentType: 'text/plain', ContentLength: 5, ETag: put.ETag, ChecksumCRC32: 'NhCmhg==' });
  const head = await client.send(new HeadObjectCommand({ Bucket, Key }));
  expect(head).toMatchObject({ ContentType: 'text/plain', ContentLength: 5, ETag: put.ETag });
  const list = await client.send(new ListObjectsV2Command({ Bucket, Prefix }));
  expect(list).toMatchObject({
    ...{ KeyCount: 1, IsTruncated: false },
    Contents: [{ Key, Size: 5, ETag: put.ETag, LastModified: head.LastModified }],
  });
  await client.send(new DeleteObjectCommand({ Bucket, Key }));
  await client.send(new DeleteObjectCommand({ Bucket, Key }));
  await expect(client.send(new GetObjectCommand({ Bucket, Key }))).rejects.toMatchObject({ name: 'NoSuchKey' });
  expect(api.refusals.map(({ code }) => code)).toEqual(['NoSuchKey']);
});

test('a bucket can also be named by the first label of the host', async () => {
  await using api = await startTestS3();
  const agent = new Agent({ lookup: (_, __, done) => done(null, [{ address: '127.0.0.1', family: 4 }]) });
  const client = createClient(api, ann, {
    ...{ endpoint: `http://localhost:${api.port}`, forcePathStyle: false },
    requestHandler: { httpAgent: agent },
  });
  await client.send(new PutObjectCommand({ Bucket, Key, Body: 'hello' }));
  const got = await client.send(new GetObjectCommand({ Bucket, Key }));
  expect(await got.Body?.transformToString()).toBe('hello');
  await expect(client.send(new GetObjectCommand({ Bucket: 'another', Key }))).rejects.toMatchObject({
    name: 'NoSuchBucket',
  });
});

test.each(algorithms)('a stream of known length arrives in chunks, followed by its %s', async (algorithm) => {
  await using api = await startTestS3();
  const client = createClient(api, ann);
  const bytes = Buffer.alloc(300_017, 'abcdefg');
  await client.send(
    new PutObjectCommand({
      ...{ Bucket, Key, ContentLength: bytes.length, ChecksumAlgorithm: algorithm, ContentEncoding: 'gzip' },
      Body: Readable.from([bytes.subarray(0, 100_000), bytes.subarray(100_000)]),
    }),
  );
  const got = await client.send(new GetObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));
  expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true);
  expect(got.ContentEncoding).toBe('gzip');
  expect(got[`Checksum${algorithm}`]).toMatch(/=$/);
});

test.each(Object.values(ChecksumAlgorithm).filter((each) => !algorithms.some((known) => known === each)))(
  'a checksum that is not supported is refused: %s',
  async (algorithm) => {
    await using api = await startTestS3();
    const put = new PutObjectCommand({ Bucket, Key, Body: 'x', ChecksumAlgorithm: algorithm });
    await expect(createClient(api, ann).send(put)).rejects.toThrow();
    expect((await createClient(api, ann).send(new ListObjectsV2Command({ Bucket, Prefix }))).KeyCount).toBe(0);
  },
);

test('the headers and metadata of an object are returned, and can be overridden when reading', async () => {
  await using api = await startTestS3();
  const client = createClient(api, ann);
  const said = {
    ...{ CacheControl: 'no-store', ContentDisposition: 'attachment; filename="a.txt"', ContentLanguage: 'de' },
    ...{ ContentType: 'text/plain; charset=utf-8', Metadata: { note: 'x', 'with-dash': 'a, b' } },
  };
  await client.send(new PutObjectCommand({ Bucket, Key, Body: 'hello', ...said }));
  expect(await client.send(new HeadObjectCommand({ Bucket, Key }))).toMatchObject(said);
  const overridden = await client.send(
    new GetObjectCommand({
      Bucket,
      Key,
      ResponseContentType: 'image/png',
      ResponseContentDisposition: 'inline; x="ü"',
    }),
  );
  expect(overridden.ContentType).toBe('image/png');
  expect(Buffer.from(String(overridden.ContentDisposition), 'latin1').toString()).toBe('inline; x="ü"');
  await expect(
    client.send(new PutObjectCommand({ Bucket, Key, Body: 'x', Metadata: { a: 'x'.repeat(2048) } })),
  ).rejects.toMatchObject({ name: 'MetadataTooLarge' });
});

test.each([
  ['bytes=0-4', 'hello', 'bytes 0-4/11'],
  ['bytes=6-', 'world', 'bytes 6-10/11'],
  ['bytes=-3', 'rld', 'bytes 8-10/11'],
  ['bytes=-99', 'hello world', 'bytes 0-10/11'],
  ['bytes=4-99', 'o world', 'bytes 4-10/11'],
  ['bytes=5-4', 'hello world', undefined],
  ['bytes=0-1,3-4', 'hello world', undefined],
  ['lines=0-1', 'hello world', undefined],
])('reads the range %s', async (Range, text, ContentRange) => {
  await using api = await startTestS3();
  const client = createClient(api, ann);
  await client.send(new PutObjectCommand({ Bucket, Key, Body: 'hello world' }));
  const got = await client.send(new GetObjectCommand({ Bucket, Key, Range }));
  expect(await got.Body?.transformToString()).toBe(text);
  expect(got.ContentRange).toBe(ContentRange);
  expect(got.$metadata.httpStatusCode).toBe(ContentRange === undefined ? 200 : 206);
});

test('refuses a range beyond the end', async () => {
  await using api = await startTestS3();
  const client = createClient(api, ann);
  await client.send(new PutObjectCommand({ Bucket, Key, Body: 'hello' }));
  for (const Range of ['bytes=5-', 'bytes=9-10', 'bytes=-0'])
    await expect(client.send(new GetObjectCommand({ Bucket, Key, Range }))).rejects.toMatchObject({
      name: 'InvalidRange',
      $metadata: { httpStatusCode: 416 },
    });
});

test('a read can be conditional', async () => {
  await using api = await startTestS3();
  const client = createClient(api, ann);
  const { ETag } = await client.send(new PutObjectCommand({ Bucket, Key, Body: 'hello' }));
  const [past, future] = [new Date(Date.now() - 60_000), new Date(Date.now() + 60_000)];
  const headForStatus = (conditions: object) =>
    client.send(new HeadObjectCommand({ Bucket, Key, ...conditions })).then(
      ({ $metadata }) => $metadata.httpStatusCode,
      ({ $metadata }) => $metadata.httpStatusCode,
    );
  const wrong = '"00000000000000000000000000000000"';
  expect(await headForStatus({ IfMatch: ETag })).toBe(200);
  expect(await headForStatus({ IfMatch: '*' })).toBe(200);
  expect(await headForStatus({ IfMatch: wrong })).toBe(412);
  expect(await headForStatus({ IfNoneMatch: ETag })).toBe(304);
  expect(await headForStatus({ IfNoneMatch: wrong })).toBe(200);
  expect(await headForStatus({ IfModifiedSince: future })).toBe(304);
  expect(await headForStatus({ IfModifiedSince: past })).toBe(200);
  expect(await headForStatus({ IfUnmodifiedSince: past })).toBe(412);
  expect(await headForStatus({ IfUnmodifiedSince: future })).toBe(200);
  expect(await headForStatus({ IfMatch: ETag, IfUnmodifiedSince: past })).toBe(200);
  expect(await headForStatus({ IfNoneMatch: wrong, IfModifiedSince: future })).toBe(200);
});

test('a write can be conditional', async () => {
  await using api = await startTestS3();
  const client = createClient(api, ann);
  const put = (conditions: object) => client.send(new PutObjectCommand({ Bucket, Key, Body: 'hello', ...conditions }));
  await expect(put({ IfMatch: '*' })).rejects.toMatchObject({ name: 'NoSuchKey' });
  const firsts = await Promise.allSettled(Array.from({ length: 8 }, () => put({ IfNoneMatch: '*' })));
  expect(firsts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  await expect(put({ IfNoneMatch: '*' })).rejects.toMatchObject({ name: 'PreconditionFailed' });
  await expect(put({ IfMatch: '"0"' })).rejects.toMatchObject({ name: 'PreconditionFailed' });
  await expect(put({ IfNoneMatch: '"0"' })).rejects.toMatchObject({ name: 'NotImplemented' });
  await put({ IfMatch: '"5d41402abc4b2a76b9719d911017c592"' });
  await expect(client.send(new DeleteObjectCommand({ Bucket, Key, IfMatch: '"0"' }))).rejects.toMatchObject({
    name: 'PreconditionFailed',
  });
});

test('a copy is independent of its source', async () => {
  await using api = await startTestS3();
  const client = createClient(api, ann);
  const named = `${Prefix}it's (1) ün ☕+&.txt`;
  await client.send(new PutObjectCommand({ Bucket, Key: named, Body: 'hello', Metadata: { a: 'b' } }));
  const CopySource = encodeURIComponent(`${Bucket}/${named}`);
  const copied = await client.send(new CopyObjectCommand({ Bucket, Key, CopySource }));
  expect(copied.CopyObjectResult).toMatchObject({ ETag: '"5d41402abc4b2a76b9719d911017c592"' });
  await client.send(new DeleteObjectCommand({ Bucket, Key: named }));
  const got = await client.send(new GetObjectCommand({ Bucket, Key }));
  expect([await got.Body?.transformToString(), got.Metadata]).toEqual(['hello', { a: 'b' }]);
  const own = encodeURIComponent(`/${Bucket}/${Key}`);
  await expect(client.send(new CopyObjectCommand({ Bucket, Key, CopySource: own }))).rejects.toMatchObject({
    name: 'InvalidRequest',
  });
  await client.send(
    new CopyObjectCommand({ Bucket, Key, CopySource: own, MetadataDirective: 'REPLACE', Metadata: { c: 'd' } }),
  );
  expect((await client.send(new HeadObjectCommand({ Bucket, Key }))).Metadata).toEqual({ c: 'd' });
  const gone = encodeURIComponent(`${Bucket}/${named}`);
  await expect(client.send(new CopyObjectCommand({ Bucket, Key, CopySource: gone }))).rejects.toMatchObject({
    name: 'NoSuchKey',
  });
  await expect(
    client.send(new CopyObjectCommand({ Bucket, Key: named, CopySource: own, CopySourceIfMatch: '"0"' })),
  ).rejects.toMatchObject({ name: 'PreconditionFailed' });
});

test('several objects are deleted in one request, each with its own outcome', async () => {
  await using api = await startTestS3();
  const client = createClient(api, ann);
  const keys = ['a', 'b & <c>', 'd\t"e"', 'f\u0001g\r\n'].map((name) => `${Prefix}${name}`);
  for (const key of keys) await client.send(new PutObjectCommand({ Bucket, Key: key, Body: key }));
  const asked = [...keys, `${Prefix}missing`, 'private/another/x'];
  const { Deleted = [], Errors = [] } = await client.send(
    new DeleteObjectsCommand({ Bucket, Delete: { Objects: asked.map((key) => ({ Key: key })) } }),
  );
  expect(Deleted).toHaveLength(5);
  expect(Errors).toMatchObject([{ Key: 'private/another/x', Code: 'AccessDenied' }]);
  expect((await client.send(new ListObjectsV2Command({ Bucket, Prefix }))).KeyCount).toBe(0);
  const quiet = await client.send(
    new DeleteObjectsCommand({ Bucket, Delete: { Quiet: true, Objects: [{ Key: asked[0] }] } }),
  );
  expect(quiet.Deleted).toBeUndefined();
});

test.each([undefined, 'CRC64NVME', 'SHA256'] as const)(
  'a large file is uploaded in parts, with %s',
  async (algorithm) => {
    await using api = await startTestS3();
    const client = createClient(api, ann);
    const bytes = Buffer.alloc(6 * MiB, 'abcdefghijk');
    const upload = new Upload({
      client,
      params: {
        ...{ Bucket, Key, Body: Readable.from([bytes]), ContentType: 'text/plain' },
        ...(algorithm !== undefined && { ChecksumAlgorithm: algorithm }),
      },
    });
    const { ETag } = await upload.done();
    expect(ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
    const got = await client.send(new GetObjectCommand({ Bucket, Key, Range: `bytes=${5 * MiB - 5}-${5 * MiB + 4}` }));
    expect(await got.Body?.transformToString()).toBe(bytes.toString('latin1', 5 * MiB - 5, 5 * MiB + 5));
    const whole = await client.send(new GetObjectCommand({ Bucket, Key }));
    expect(Buffer.from((await whole.Body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true);
    expect(whole.ContentType).toBe('text/plain');
    const part = await client.send(new HeadObjectCommand({ Bucket, Key, PartNumber: 2 }));
    expect(part).toMatchObject({ PartsCount: 2, ContentLength: MiB });
    expect((await client.send(new ListMultipartUploadsCommand({ Bucket, Prefix }))).Uploads).toBeUndefined();
  },
);

test('a multipart upload can be listed and aborted, and is completed only from valid parts', async () => {
  await using api = await startTestS3();
  const client = createClient(api, ann);
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  for (const PartNumber of [3, 1])
    await client.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body: `part ${PartNumber}` }));
  const listed = await client.send(new ListPartsCommand({ Bucket, Key, UploadId, MaxParts: 1 }));
  expect(listed).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '1', Parts: [{ PartNumber: 1, Size: 6 }] });
  const rest = await client.send(
    new ListPartsCommand({ Bucket, Key, UploadId, PartNumberMarker: listed.NextPartNumberMarker }),
  );
  expect(rest).toMatchObject({ IsTruncated: false, Parts: [{ PartNumber: 3 }] });
  const uploads = await client.send(new ListMultipartUploadsCommand({ Bucket, Prefix }));
  expect(uploads.Uploads).toMatchObject([{ Key, UploadId }]);
  const complete = (...Parts: CompletedPart[]) =>
    client.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));
  const [first, third] = [listed, rest].map(({ Parts = [] }) => ({
    PartNumber: Parts[0]?.PartNumber,
    ETag: Parts[0]?.ETag,
  }));
  if (first === undefined || third === undefined) throw new Error('There are two parts.');
  await expect(complete(first, third)).rejects.toMatchObject({ name: 'EntityTooSmall' });
  await expect(complete({ ...first, ETag: third.ETag })).rejects.toMatchObject({ name: 'InvalidPart' });
  await expect(complete(third, first)).rejects.toMatchObject({ name: 'InvalidPartOrder' });
  await expect(client.send(new HeadObjectCommand({ Bucket, Key }))).rejects.toMatchObject({ name: 'NotFound' });
  await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
  await expect(client.send(new ListPartsCommand({ Bucket, Key, UploadId }))).rejects.toMatchObject({
    name: 'NoSuchUpload',
  });
  await expect(
    client.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: 'x' })),
  ).rejects.toMatchObject({ name: 'NoSuchUpload' });
});
