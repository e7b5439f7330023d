import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type _Object, ListObjectsV2Command, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Got } from '../http-api/test-request.ts';
import { names } from './test-arbitraries.ts';
import { createClient } from './test-client.ts';
import { ask } from './test-requests.ts';
import { ann, bucket as Bucket, issueCredentials, startTestS3, type TestS3 } from './test-s3.ts';

const ours = issueCredentials(ann);

type BucketAction =
  | { readonly kind: 'put'; readonly key: string; readonly body: Buffer; readonly once: boolean }
  | { readonly kind: 'delete' | 'get'; readonly key: string }
  | { readonly kind: 'copy'; readonly key: string; readonly from: string };

const path = (key: string): string => `/${key.split('/').map(encodeURIComponent).join('/')}`;

const calculateEtag = (body: Buffer): string => `"${createHash('md5').update(body).digest('hex')}"`;

/** Lists everything under a prefix, page by page. */
const listed = async (api: TestS3, Prefix: string, MaxKeys: number): Promise<readonly _Object[]> => {
  const found: _Object[] = [];
  for await (const page of paginateListObjectsV2({ client: createClient(api, ann) }, { Bucket, Prefix, MaxKeys })) {
    expect(page.KeyCount).toBe(page.Contents?.length ?? 0);
    found.push(...(page.Contents ?? []));
  }
  return found;
};

const bucketActions = (keys: readonly string[]): fc.Arbitrary<readonly BucketAction[]> => {
  const key = fc.constantFrom(...keys);
  const body = fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes));
  return fc.array(
    fc.oneof(
      fc.record({ kind: fc.constant('put' as const), key, body, once: fc.boolean() }),
      fc.record({ kind: fc.constantFrom('delete' as const, 'get' as const), key }),
      fc.record({ kind: fc.constant('copy' as const), key, from: key }),
    ),
    { maxLength: 12 },
  );
};

const scenarios = fc
  .uniqueArray(names, { minLength: 1, maxLength: 5 })
  .chain((keys) => bucketActions(keys).map((steps) => ({ keys, steps })));

const take = async (api: TestS3, model: Map<string, Buffer>, prefix: string, step: BucketAction): Promise<void> => {
  const key = prefix + step.key;
  const there = model.get(key);
  const asked = (asking: object): Promise<Got> => ask(api, ours, { path: path(key), ...asking });
  if (step.kind === 'put') {
    const headers = {
      ...(step.once && { 'if-none-match': '*' }),
      ...(step.body.length === 0 && { 'content-length': '0' }),
    };
    const { status, headers: got } = await asked({ method: 'PUT', body: step.body, headers });
    const refused = step.once && there !== undefined;
    expect(status).toBe(refused ? 412 : 200);
    if (!refused) expect(got.etag).toBe(calculateEtag(step.body));
    if (!refused) model.set(key, step.body);
  } else if (step.kind === 'delete') {
    expect((await asked({ method: 'DELETE' })).status).toBe(204);
    model.delete(key);
  } else if (step.kind === 'copy') {
    const source = model.get(prefix + step.from);
    const headers = { 'x-amz-copy-source': `/${Bucket}${path(prefix + step.from)}` };
    const { status } = await asked({ method: 'PUT', headers });
    expect(status).toBe(source === undefined ? 404 : step.from === step.key ? 400 : 200);
    if (source !== undefined) model.set(key, source);
  } else {
    const { status, headers } = await asked({ method: 'HEAD' });
    expect([status, headers.etag]).toEqual(there === undefined ? [404, undefined] : [200, calculateEtag(there)]);
  }
};

test('a bucket behaves as a map from keys to contents, and survives a restart', async () => {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'files-'));
  stack.defer(() => rm(folder, { recursive: true }));
  const model = new Map<string, Buffer>();
  const holdAgainst = async (api: TestS3, prefix: string, keys: Map<string, Buffer>, pageSize: number) => {
    const expected = [...keys].filter(([key]) => key.startsWith(prefix));
    const sorted = expected.toSorted(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    const found = await listed(api, prefix, pageSize);
    expect(found.map(({ Key, ETag, Size }) => [Key, ETag, Size])).toEqual(
      sorted.map(([key, body]) => [key, calculateEtag(body), body.length]),
    );
  };
  {
    await using api = await startTestS3({ folder });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(scenarios, fc.integer({ min: 1, max: 4 }), async ({ keys, steps }, pageSize) => {
        const prefix = `private/${ann}/${run++}/`;
        for (const step of steps) await take(api, model, prefix, step);
        await holdAgainst(api, prefix, model, pageSize);
        for (const key of keys.map((name) => prefix + name)) {
          const { status, body } = await ask(api, ours, { path: path(key) });
          const there = model.get(key);
          expect(status).toBe(there === undefined ? 404 : 200);
          if (there !== undefined) expect(body).toBe(there.toString());
        }
      }),
      { numRuns: 15 },
    );
    // No more files than objects: copies share files, and replaced ones are gone.
    expect((await readdir(join(folder, 'data'))).length).toBeLessThanOrEqual(model.size);
  }
  await using api = await startTestS3({ folder });
  await holdAgainst(api, `private/${ann}/`, model, 7);
  const one = await createClient(api, ann).send(
    new ListObjectsV2Command({ Bucket, Prefix: `private/${ann}/`, MaxKeys: 0 }),
  );
  expect(one).toMatchObject({ KeyCount: 0, IsTruncated: false });
});

test('keys that some systems confuse are kept apart, even through a restart', async () => {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'files-'));
  stack.defer(() => rm(folder, { recursive: true }));
  const alike = [
    ...[
      'a',
      'A',
      'a.',
      'a ',
      'a/',
      'a//',
      '/a',
      './a',
      'a\u0000',
      '%61',
      'a%',
      '\u00e9',
      'e\u0301',
      '\u00df',
      'ss',
      'SS',
    ],
    ...[
      'a\\b',
      'a/b',
      'a:b',
      'a+b',
      'a b',
      'x/../a',
      '\ufeffa',
      'i',
      '\u0131',
      '\u0130',
      '\ufb01',
      'fi',
      'x'.repeat(900),
      `${'x'.repeat(899)}y`,
    ],
  ];
  const own = alike.map((name) => `private/${ann}/${name}`);
  {
    await using api = await startTestS3({ folder });
    for (const key of own)
      expect((await ask(api, ours, { method: 'PUT', path: path(key), body: key })).status).toBe(200);
  }
  await using api = await startTestS3({ folder });
  for (const key of own) expect((await ask(api, ours, { path: path(key) })).body).toBe(key);
  expect((await listed(api, `private/${ann}/`, 1000)).map(({ Key }) => Key)).toEqual(
    own.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
  );
});
