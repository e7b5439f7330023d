import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { ann, bucket as Bucket, startTestS3 } from './test-s3.ts';

const Key = `private/${ann}/hello.txt`;

test('an object is there as it was put, until it is removed', async () => {
  await using api = await startTestS3();
  const client = api.clientOf(ann);
  const put = await client.send(new PutObjectCommand({ Bucket, Key, Body: 'hello', ContentType: 'text/plain' }));
  expect(put).toMatchObject({ ETag: '"5d41402abc4b2a76b9719d911017c592"', ChecksumCRC32: 'NhCmhg==' });
  const got = await client.send(new GetObjectCommand({ Bucket, Key }));
  expect(await got.Body?.transformToString()).toBe('hello');
  expect(got).toMatchObject({ ContentType: 'text/plain', ContentLength: 5, ETag: put.ETag });
  const head = await client.send(new HeadObjectCommand({ Bucket, Key }));
  expect(head).toMatchObject({ ContentType: 'text/plain', ContentLength: 5, ETag: put.ETag });
  const list = await client.send(new ListObjectsV2Command({ Bucket, Prefix: `private/${ann}/` }));
  expect(list).toMatchObject({ KeyCount: 1, IsTruncated: false, Contents: [{ Key, Size: 5, ETag: put.ETag }] });
  await client.send(new DeleteObjectCommand({ Bucket, Key }));
  await expect(client.send(new GetObjectCommand({ Bucket, Key }))).rejects.toMatchObject({ name: 'NoSuchKey' });
  expect(api.refusals.map(({ code }) => code)).toEqual(['NoSuchKey']);
});
