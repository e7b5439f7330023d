import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { send } from '../http-api/test-request.ts';
import { names } from './test-arbitraries.ts';
import { createClient } from './test-client.ts';
import { ask, describeOutcome, hashSha256, presign, type RequestOptions } from './test-requests.ts';
import { ann, bucket as Bucket, bob, createDenial, issueCredentials, startTestS3, type TestS3 } from './test-s3.ts';

const ours = issueCredentials(ann);

/** Reads everything on disk. */
const readFolder = async (folder: string): Promise<Record<string, string>> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(await Promise.all(files.map(async (file) => [file, hashSha256(await readFile(file))])));
};

const escaped = (text: string): string =>
  text
    .split('/')
    .map((each) => encodeURIComponent(each).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`))
    .join('/');

const part = '<Part><ETag>"x"</ETag><PartNumber>1</PartNumber></Part>';

/** Returns a request for every operation that involves a key; other keys in them are Ann's own. */
const askings = (key: string, uploadId: string): readonly RequestOptions[] => {
  const path = `/${escaped(key)}`;
  const own = `/private/${escaped(ann)}/own`;
  return [
    ...['GET', 'HEAD', 'DELETE'].map((method) => ({ method, path })),
    { method: 'GET', path: `${path}?partNumber=1` },
    { method: 'GET', path, headers: { range: 'bytes=0-0' } },
    { method: 'PUT', path, body: 'mine' },
    { method: 'PUT', path, body: 'mine', headers: { 'if-none-match': '*' } },
    { method: 'PUT', path, headers: { 'x-amz-copy-source': `/${Bucket}${own}` } },
    { method: 'PUT', path: own, headers: { 'x-amz-copy-source': `${Bucket}${path}` } },
    { method: 'PUT', path: own, headers: { 'x-amz-copy-source': encodeURIComponent(`${Bucket}/${key}`) } },
    { method: 'POST', path: `${path}?uploads` },
    { method: 'GET', path: `${path}?uploadId=${uploadId}` },
    { method: 'PUT', path: `${path}?partNumber=1&uploadId=${uploadId}`, body: 'mine' },
    { method: 'DELETE', path: `${path}?uploadId=${uploadId}` },
    {
      method: 'POST',
      path: `${path}?uploadId=${uploadId}`,
      body: `<CompleteMultipartUpload>${part}</CompleteMultipartUpload>`,
    },
    ...[key, [...key].slice(0, -1).join('')].map((prefix) => ({
      path: `/?list-type=2&prefix=${encodeURIComponent(prefix)}`,
    })),
    { path: `/?uploads&prefix=${encodeURIComponent(key)}` },
    { path: `/?versions&prefix=${encodeURIComponent(key)}` },
  ];
};

/** Creates an object of Bob's and an upload in progress, whose id it returns. */
const withBobs = async (api: TestS3): Promise<string> => {
  const client = createClient(api, bob);
  const Key = `private/${bob}/x`;
  await client.send(new PutObjectCommand({ Bucket, Key, Body: 'theirs' }));
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  await client.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: 'theirs' }));
  return String(UploadId);
};

describe('S3 keeps users apart:', () => {
  /** Keys that look as if they were in Ann's own folder, but are not. */
  const others = fc.oneof(
    names.map((name) => `private/${bob}/${name}`),
    fc.constant(`private/${bob}/x`),
    fc.constantFrom(
      ...[`private/${ann}`, `private/${ann}x/x`, `private/${ann}./x`, `private/${ann} /x`, `private/${ann}%2Fx`],
      ...[
        `Private/${ann}/x`,
        `private/${ann.toUpperCase()}/x`,
        `PRIVATE/${ann}/x`,
        `/private/${ann}/x`,
        `private//${ann}/x`,
      ],
      ...[
        `public/../private/${ann}/x`,
        `private/${bob}/../${ann}/x`,
        `protected/${ann}/x`,
        `private/*/x`,
        `private/?/x`,
      ],
      ...[
        `private/\${cognito-identity.amazonaws.com:sub}/x`,
        `public/x`,
        `private/${ann}\\x`,
        `private\u0000/${ann}/x`,
      ],
    ),
  );

  test('every operation outside a user’s own prefix is refused, and nothing on disk changes', async () => {
    await using api = await startTestS3();
    const uploadId = await withBobs(api);
    await ask(api, ours, { method: 'PUT', path: `/private/${escaped(ann)}/own`, body: 'own' });
    const before = await readFolder(api.folder);
    await fc.assert(
      fc.asyncProperty(others, async (key) => {
        for (const asking of askings(key, uploadId)) {
          const { status, body } = await ask(api, ours, asking);
          expect([key, asking, status]).toEqual([key, asking, 403]);
          if (asking.method !== 'HEAD') expect(describeOutcome({ status, body, headers: {} })).toBe('403 AccessDenied');
        }
        const presigned = await send(api, presign(ours, { path: `/${escaped(key)}` }));
        expect(describeOutcome(presigned)).toBe('403 AccessDenied');
        const content = `<Delete><Object><Key>${key.replace(/[^\w/]/gu, (c) => `&#${c.codePointAt(0)};`)}</Key></Object></Delete>`;
        const deleted = await ask(api, ours, {
          ...{ method: 'POST', path: '/?delete', body: content },
          headers: { 'content-md5': md5(content) },
        });
        expect(deleted.body).toContain('<Code>AccessDenied</Code>');
      }),
      { numRuns: 8 },
    );
    expect(await readFolder(api.folder)).toEqual(before);
  });

  test('no other spelling of a path reaches another user’s object', async () => {
    await using api = await startTestS3();
    await withBobs(api);
    const [own, theirs] = [`/private/${escaped(ann)}`, escaped(bob)];
    for (const path of [
      ...[`/private%2F${theirs}%2Fx`, `/private%2f${theirs}/x`, `/private/${theirs}/%78`, `/%70rivate/${theirs}/x`],
      ...[`//private/${theirs}/x`, `/./private/${theirs}/x`, `/private/./${theirs}/x`, `/x/../private/${theirs}/x`],
    ])
      for (const method of ['GET', 'PUT', 'DELETE'])
        expect([path, describeOutcome(await ask(api, ours, { method, path }))]).toEqual([path, '403 AccessDenied']);
    // These are keys under Ann's own id, and lead nowhere.
    for (const path of [`${own}/../${theirs}/x`, `${own}/%2e%2e/${theirs}/x`, `${own}/..%2F${theirs}%2Fx`]) {
      expect(describeOutcome(await ask(api, ours, { path }))).toBe('404 NoSuchKey');
      expect(describeOutcome(await ask(api, ours, { method: 'PUT', path, body: 'mine' }))).toBe('200');
      expect((await ask(api, ours, { path: `${own}/../${theirs}/x` })).body).toBe('mine');
      expect((await ask(api, issueCredentials(bob), { path: `/private/${theirs}/x` })).body).toBe('theirs');
      expect(describeOutcome(await ask(api, ours, { method: 'DELETE', path }))).toBe('204');
    }
    for (const path of [`${own}/../../../x`, `${own}%2F..%2F..%2F..%2Fx`, '/..', '/%2e%2e/x'])
      expect(describeOutcome(await ask(api, ours, { method: 'PUT', path, body: 'mine' }))).toBe('400 InvalidURI');
  });

  test('the id of another user’s upload is of no use', async () => {
    await using api = await startTestS3();
    const UploadId = await withBobs(api);
    const Key = `private/${ann}/x`;
    const before = await readFolder(api.folder);
    const client = createClient(api, ann);
    const ofUpload = { Bucket, Key, UploadId };
    await expect(
      client.send(new UploadPartCommand({ ...ofUpload, PartNumber: 1, Body: 'mine' })),
    ).rejects.toMatchObject({
      name: 'NoSuchUpload',
    });
    await expect(
      client.send(
        new CompleteMultipartUploadCommand({ ...ofUpload, MultipartUpload: { Parts: [{ PartNumber: 1, ETag: 'x' }] } }),
      ),
    ).rejects.toMatchObject({ name: 'NoSuchUpload' });
    for (const id of ['../../objects', '..', '', 'x', `${UploadId}/`, `${UploadId}%00`])
      expect(
        describeOutcome(
          await ask(api, ours, { method: 'DELETE', path: `/${escaped(Key)}?uploadId=${encodeURIComponent(id)}` }),
        ),
      ).toBe('404 NoSuchUpload');
    expect(await readFolder(api.folder)).toEqual(before);
  });

  test('nothing is listed without the user’s own prefix, or with a shorter one', async () => {
    await using api = await startTestS3();
    await withBobs(api);
    for (const query of [
      '',
      '&prefix=',
      '&prefix=private',
      '&prefix=private%2F',
      `&prefix=private%2F${ann}`,
      '&delimiter=%2F',
    ])
      expect(describeOutcome(await ask(api, ours, { path: `/?list-type=2${query}` }))).toBe('403 AccessDenied');
    const own = `/?list-type=2&prefix=private%2F${encodeURIComponent(ann)}%2F`;
    for (const more of [
      '',
      `&start-after=private%2F${encodeURIComponent(bob)}%2F`,
      '&delimiter=a',
      '&continuation-token=1cHJpdmF0ZS8',
    ]) {
      const { status, body } = await ask(api, ours, { path: `${own}${more}` });
      expect([status, body.includes('theirs'), body.includes('<KeyCount>0</KeyCount>')]).toEqual([200, false, true]);
    }
  });

  test('a missing object of one’s own is a 404 only to a user who may list it', async () => {
    const isListing = ({ action }: { readonly action: string }) => action === 's3:ListBucket';
    await using api = await startTestS3({ denial: createDenial(isListing) });
    const missing = `/private/${escaped(ann)}/missing`;
    const copy = { method: 'PUT', path: `${missing}2`, headers: { 'x-amz-copy-source': `/${Bucket}${missing}` } };
    for (const asking of [{ path: missing }, copy])
      expect(describeOutcome(await ask(api, ours, asking))).toBe('403 AccessDenied');
    await ask(api, ours, { method: 'PUT', path: missing, body: 'there' });
    expect((await ask(api, ours, { path: missing })).body).toBe('there');
    await using listable = await startTestS3();
    for (const asking of [{ path: missing }, copy])
      expect(describeOutcome(await ask(listable, ours, asking))).toBe('404 NoSuchKey');
  });

  test('a user who may not list another’s objects cannot tell whether one exists', async () => {
    await using api = await startTestS3();
    await withBobs(api);
    const outcomes = ['x', 'y'].map(async (name) => {
      const { status, body } = await ask(api, ours, { path: `/private/${escaped(bob)}/${name}` });
      return [status, body.replace(/<(RequestId|HostId)>.*?<\/\1>/g, '').replaceAll(`/${name}<`, '/<')];
    });
    const [there, missing] = await Promise.all(outcomes);
    expect(there).toEqual(missing);
  });
});

const md5 = (text: string): string => createHash('md5').update(text).digest('base64');
