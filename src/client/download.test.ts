import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ann, startTestS3, type TestS3 } from '../../infra/local/s3/test-s3.ts';
import { config, createFakeFetch } from '../../test/kit/fake-pools.ts';
import { createList, fileHeaders } from '../../test/kit/files/fake-files.ts';
import { createFaultyFetch, faults, type NetworkFault } from '../../test/kit/files/faulty-fetch.ts';
import { createFile, createSessionAs, createTestFilesClient } from '../../test/kit/files/owner.ts';
import { readBytesAt } from '../../test/kit/files/read-file.ts';
import { createFilesClient } from './files.ts';
import type { Progress } from './progress.ts';

const MiB = 1024 * 1024;
const time = Date.now();
let s3: TestS3;
let key: string;
const file = createFile(11 * MiB);
beforeAll(async () => {
  s3 = await startTestS3();
  key = (await createTestFilesClient(s3).attach(file))._unsafeUnwrap();
});
afterAll(() => s3[Symbol.asyncDispose]());

test('whatever request fails, a download gives the file or a failure, and progress only grows', async () => {
  const whole = Buffer.from(await file.arrayBuffer());
  const fault = fc.option(fc.constantFrom<NetworkFault>(...faults), { nil: undefined });
  await fc.assert(
    fc.asyncProperty(fc.array(fault, { maxLength: 20 }), async (plan) => {
      const told: Progress[] = [];
      const files = createTestFilesClient(s3, { fetch: createFaultyFetch([...plan]) });
      const download = await files.download(key, { onProgress: (progress) => told.push(progress) });
      if (download.isErr()) return;
      const pieces: Uint8Array[] = [];
      let failed = false;
      for await (const piece of download.value.parts()) {
        expect(failed).toBe(false);
        if (piece.isOk()) pieces.push(piece.value);
        else failed = true;
      }
      const read = Buffer.concat(pieces);
      expect(read.equals(whole.subarray(0, read.length))).toBe(true);
      expect(failed).toBe(read.length < whole.length);
      const done = told.map((each) => each.done);
      expect(done).toEqual([...new Set(done)].sort((a, b) => a - b));
      if (!failed) expect(done.at(-1)).toBe(whole.length);
    }),
    { numRuns: 25 },
  );
});

/** Cuts each answer to a GET after the given number of bytes. */
const cuttingAfter = (bytes: number) => {
  const ranges: string[] = [];
  const fetch = async (url: string, init: RequestInit) => {
    const answer = await globalThis.fetch(url, init);
    if (init.method !== 'GET') return answer;
    ranges.push(new Headers(init.headers).get('range') ?? '');
    const all = new Uint8Array(await answer.arrayBuffer());
    let isFirst = true;
    const pull = (controller: ReadableStreamDefaultController) => {
      if (all.length <= bytes) {
        controller.enqueue(all);
        controller.close();
      } else if (isFirst) controller.enqueue(all.subarray(0, bytes));
      else controller.error(new TypeError('terminated'));
      isFirst = false;
    };
    return new Response(new ReadableStream({ pull }), answer);
  };
  return { fetch, ranges };
};

test('a network that cuts every answer short is retried as long as each answer brings bytes', async () => {
  const { fetch, ranges } = cuttingAfter(MiB);
  expect(
    (await readBytesAt(createTestFilesClient(s3, { fetch }), key)).equals(Buffer.from(await file.arrayBuffer())),
  ).toBe(true);
  expect(ranges).toHaveLength(11);
  expect(ranges.slice(0, 3)).toEqual([0, 1, 2].map((at) => `bytes=${at * MiB}-${5 * MiB - 1}`));
});

test('a file that is replaced during the download is not mixed with the new one', async () => {
  const files = createTestFilesClient(s3, { now: () => time });
  const before = (await files.attach(file))._unsafeUnwrap();
  const parts = (await files.download(before))._unsafeUnwrap().parts();
  expect((await parts.next()).value?.isOk()).toBe(true);
  await files.detach(before);
  const after = (
    await createTestFilesClient(s3, { now: () => time }).attach(createFile(11 * MiB, 'file.bin', 2))
  )._unsafeUnwrap();
  expect(after).toBe(before);
  expect((await parts.next()).value?._unsafeUnwrapErr()).toMatchObject({ kind: 'S3Refused', status: 412 });
  expect((await parts.next()).done).toBe(true);
  await files.detach(after);
});

test.each([
  ['exists', '1-a', 403],
  ['does not exist, but one with a longer name does', '1-ab', 404],
])('a 403 to a HEAD stays a 403 only if the file exists: it %s', async (_, key, status) => {
  const { fetch } = createFakeFetch(({ operation, url }) => {
    if (operation === 'HeadObject') return new Response(null, { status: 403 });
    const prefix = new URL(url).searchParams.get('prefix') ?? '';
    return new Response(createList(prefix.replace(/[^/]*$/, ''), false, key));
  });
  const files = createFilesClient(config, createSessionAs(ann), { fetch });
  expect((await files.download('1-a'))._unsafeUnwrapErr()).toMatchObject({ kind: 'S3Refused', status });
});

const answering = (head: Record<string, string>, get: () => Response) => {
  const { fetch } = createFakeFetch(({ operation }) => {
    if (operation === 'HeadObject')
      return new Response(null, { headers: { ...fileHeaders, 'content-length': '3', ...head } });
    return operation === 'GetObject' ? get() : undefined;
  });
  return createFilesClient(config, createSessionAs(ann), { fetch, sleep: async () => {} });
};
const piece = (bytes: string, range: string, status = 206) =>
  new Response(bytes, { status, headers: { ...fileHeaders, 'content-range': range } });
const right = 'bytes 0-2/3';

test.each<[string, Record<string, string>, () => Response]>([
  ['a whole file instead of a range', {}, () => new Response('abc', { headers: fileHeaders })],
  ['another range', {}, () => piece('abc', 'bytes 1-3/4')],
  ['a range of a file of another size', {}, () => piece('abc', 'bytes 0-2/4')],
  ['a range without Content-Range', {}, () => new Response('abc', { status: 206 })],
  ['more bytes than the range', {}, () => piece('abcd', right)],
  ['no bytes of the range', {}, () => piece('', right)],
  ['a portal’s page', {}, () => new Response('<html>', { headers: { 'content-type': 'text/html' } })],
  ['other bytes than the checksum’s', { 'x-amz-checksum-sha256': 'AAAA' }, () => piece('abc', right)],
  ['other bytes than the checksum’s, in parts', { 'x-amz-checksum-sha256': 'AAAA-1' }, () => piece('abc', right)],
])('%s is refused as a file', async (_, head, get) => {
  const results = [];
  for await (const each of (await answering(head, get).download('a'))._unsafeUnwrap().parts()) results.push(each);
  expect(results.at(-1)?._unsafeUnwrapErr().kind).toMatch(/^(?:UnexpectedAnswer|Unreachable)$/);
});

test.each<[string, Record<string, string>]>([
  ['the right checksum', { 'x-amz-checksum-sha256': 'ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=' }],
  ['a checksum of a different number of parts', { 'x-amz-checksum-sha256': 'AAAA-7' }],
  ['no checksum', {}],
])('a file with %s is read', async (_, head) => {
  expect(
    String(
      await readBytesAt(
        answering(head, () => piece('abc', right)),
        'a',
      ),
    ),
  ).toBe('abc');
});

test('the contents of a file are not interpreted, not even an error document of S3’s', async () => {
  const text = '<Error><Code>AccessDenied</Code></Error>';
  const sent = (await createTestFilesClient(s3).attach(new File([text], 'error.xml')))._unsafeUnwrap();
  expect(String(await readBytesAt(createTestFilesClient(s3), sent))).toBe(text);
});

test('a file that claims a content encoding is returned as stored', async () => {
  const head = { 'content-length': '3', 'content-encoding': 'gzip' };
  const { fetch, asked } = createFakeFetch(({ operation }) =>
    operation === 'HeadObject' ? new Response(null, { headers: { ...fileHeaders, ...head } }) : undefined,
  );
  await readBytesAt(createFilesClient(config, createSessionAs(ann), { fetch }), 'a');
  expect(asked.at(-1)?.url).toContain('response-content-encoding=identity');
});

test('on a platform without streams, each part comes in one piece', async () => {
  const fetch = async (url: string, init: RequestInit) => {
    const answer = await globalThis.fetch(url, init);
    return Object.defineProperty(answer, 'body', { value: undefined });
  };
  expect((await readBytesAt(createTestFilesClient(s3, { fetch }), key)).length).toBe(11 * MiB);
});

test('a signal also ends a download between two parts', async () => {
  const controller = new AbortController();
  const parts = (await createTestFilesClient(s3).download(key, { signal: controller.signal }))._unsafeUnwrap().parts();
  await parts.next();
  controller.abort();
  expect((await parts.next()).value?._unsafeUnwrapErr()).toMatchObject({ kind: 'Aborted' });
  expect((await parts.next()).done).toBe(true);
});
