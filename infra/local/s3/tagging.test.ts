import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CopyObjectCommand,
  DeleteObjectTaggingCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClient } from './test-client.ts';
import { ask } from './test-requests.ts';
import { ann, bucket as Bucket, bob, createDenial, issueCredentials, startTestS3, type TestS3 } from './test-s3.ts';

/** The sweeper, who may do everything, including tag every file. All others may do what users may. */
const sweeper = 'us-east-1:cccccccc-1111-4222-8333-444455556666';
const users = createDenial();
const denial = (identity: string, requests: Parameters<typeof users>[1]) =>
  identity === sweeper ? undefined : users(identity, requests);

let api: TestS3;
let folder: string;
let [asAnn, asSweeper]: S3Client[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tags-'));
  api = await startTestS3({ denial, folder });
  asAnn = createClient(api, ann);
  asSweeper = createClient(api, sweeper);
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const Key = `private/${ann}/1-é ☕.txt`;
const Tagging = (value: string) => ({ TagSet: [{ Key: 'orphaned-since', Value: value }] });
const fetchTags = async (client = asSweeper, key = Key) =>
  (await client?.send(new GetObjectTaggingCommand({ Bucket, Key: key })))?.TagSet;
const put = (Body: string) => asAnn?.send(new PutObjectCommand({ Bucket, Key, Body }));
const tagged = (value: string, key = Key, client = asSweeper) =>
  client?.send(new PutObjectTaggingCommand({ Bucket, Key: key, Tagging: Tagging(value) }));

describe('tags', () => {
  test('are stored, replaced and deleted without changing anything else about the object', async () => {
    await put('one');
    const before = await asAnn?.send(new HeadObjectCommand({ Bucket, Key }));
    expect(await fetchTags()).toEqual([]);
    await tagged('1');
    await tagged('2');
    expect(await fetchTags()).toEqual([{ Key: 'orphaned-since', Value: '2' }]);
    const after = await asAnn?.send(new GetObjectCommand({ Bucket, Key }));
    expect(await after?.Body?.transformToString()).toBe('one');
    expect([after?.ETag, after?.LastModified]).toEqual([before?.ETag, before?.LastModified]);
    await asSweeper?.send(new DeleteObjectTaggingCommand({ Bucket, Key }));
    expect(await fetchTags()).toEqual([]);
  });

  test('disappear with the object that they were put on', async () => {
    await put('one');
    await tagged('1');
    await put('two');
    expect(await fetchTags()).toEqual([]);
  });

  test('survive a restart', async () => {
    await put('one');
    await tagged('3');
    await api[Symbol.asyncDispose]();
    api = await startTestS3({ denial, folder });
    asAnn = createClient(api, ann);
    asSweeper = createClient(api, sweeper);
    expect(await fetchTags()).toEqual([{ Key: 'orphaned-since', Value: '3' }]);
  });

  test('are copied only by those who may read and write them; others can copy without the tags', async () => {
    await put('one');
    await tagged('4');
    const copy = (client: S3Client | undefined, to: string, TaggingDirective?: 'REPLACE') =>
      client?.send(
        new CopyObjectCommand({
          ...{ Bucket, Key: `private/${ann}/${to}`, CopySource: encodeURIComponent(`${Bucket}/${Key}`) },
          ...(TaggingDirective && { TaggingDirective }),
        }),
      );
    await expect(copy(asAnn, 'copy')).rejects.toMatchObject({ name: 'AccessDenied' });
    await copy(asAnn, 'untagged', 'REPLACE');
    expect(await fetchTags(asSweeper, `private/${ann}/untagged`)).toEqual([]);
    await copy(asSweeper, 'tagged');
    expect(await fetchTags(asSweeper, `private/${ann}/tagged`)).toEqual([{ Key: 'orphaned-since', Value: '4' }]);
  });

  test.each([ann, bob])('cannot be read or changed by users: %s', async (user) => {
    await put('one');
    const client = createClient(api, user);
    await expect(fetchTags(client)).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(tagged('1', Key, client)).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(client.send(new DeleteObjectTaggingCommand({ Bucket, Key }))).rejects.toMatchObject({
      name: 'AccessDenied',
    });
  });

  test('cannot be put on or read from a missing object', async () => {
    await expect(tagged('1', `private/${ann}/missing`)).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(fetchTags(asSweeper, `private/${ann}/missing`)).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  test.each([
    ['', 'x', 'InvalidTag'],
    ['a'.repeat(129), 'x', 'InvalidTag'],
    ['a', 'x'.repeat(257), 'InvalidTag'],
    ['a', 'x;y', 'InvalidTag'],
    ['aws:a', 'x', 'InvalidTag'],
  ])('cannot have the key %j and the value %j, nor be too many or repeated', async (name, value, code) => {
    await put('one');
    const wrong = new PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet: [{ Key: name, Value: value }] } });
    await expect(asSweeper?.send(wrong)).rejects.toMatchObject({ name: code });
    const many = Array.from({ length: 11 }, (_, index) => ({ Key: String(index), Value: 'x' }));
    for (const TagSet of [many, [...many.slice(0, 1), ...many.slice(0, 1)]])
      await expect(
        asSweeper?.send(new PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet } })),
      ).rejects.toMatchObject({ name: 'InvalidTag' });
    expect(await fetchTags()).toEqual([]);
  });

  test('are refused in any other form than S3’s', async () => {
    const ours = issueCredentials(sweeper);
    const path = `/private/${encodeURIComponent(ann)}/1`;
    const got = async (method: string, target: string, body = '') =>
      (await ask(api, ours, { method, path: target, body })).status;
    // A request for tags never counts as one for the object, whatever its method.
    expect(await got('HEAD', `${path}?tagging=`)).toBe(501);
    expect(await got('POST', `${path}?tagging=`)).toBe(501);
    expect(await got('GET', `${path}?tagging=&versionId=1`)).toBe(501);
    expect(await got('HEAD', '/?tagging=')).toBe(501);
    const unstated = await got('PUT', `${path}?tagging=`, '<Tagging><TagSet></TagSet></Tagging>');
    expect(unstated).toBe(400);
  });
});
