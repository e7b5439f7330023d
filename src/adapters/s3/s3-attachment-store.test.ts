import { Readable } from 'node:stream';
import { ListMultipartUploadsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { ok } from 'neverthrow';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createClient } from '../../../infra/local/s3/test-client.ts';
import { ann, bucket as Bucket, bob, startTestS3, type TestS3 } from '../../../infra/local/s3/test-s3.ts';
import type { NetworkFault, Plan } from '../../../test/simulation/files/faults.ts';
import { createFaultyClient, type FaultyClient } from '../../../test/simulation/files/faulty-client.ts';
import { type AttachmentKey, parseAttachmentKey } from '../../domain/attachment-key.ts';
import { parseMediaType } from '../../domain/media-type.ts';
import { type OwnerId, parseOwnerId } from '../../domain/owner.ts';
import { readWhole } from '../../laws/attachments/contents.ts';
import type { AttachmentStore } from '../../ports/attachment-store.ts';
import { formatPlace } from './object-name.ts';
import { createS3AttachmentStore } from './s3-attachment-store.ts';
import { createLazyS3AttachmentStore } from './sdk-attachment-store.ts';

const MiB = 1024 * 1024;
const mediaType = parseMediaType('text/plain')._unsafeUnwrap();
const keyNamed = (name: string): AttachmentKey => parseAttachmentKey(name)._unsafeUnwrap();
const ownerNamed = (name: string): OwnerId => parseOwnerId(name)._unsafeUnwrap();
const key = keyNamed('1700000000000-a b+c.txt');
const hello = { mediaType, contents: [Buffer.from('hello')] };
const large = { mediaType, contents: [Buffer.alloc(5 * MiB), Buffer.alloc(1)] };

let api: TestS3;
let faulty: FaultyClient;
let store: AttachmentStore;
let owner: OwnerId;
let owners = 0;
beforeAll(async () => {
  api = await startTestS3({ denial: () => undefined });
  faulty = createFaultyClient(api);
  store = createLazyS3AttachmentStore(faulty.client, Bucket, { partBytes: 5 * MiB });
});
afterAll(async () => {
  faulty[Symbol.dispose]();
  await api[Symbol.asyncDispose]();
});
beforeEach(() => {
  owner = ownerNamed(`owner ${owners++}`);
  faulty.network.begin([]);
});

const plan = (...faults: readonly (NetworkFault | 'none')[]): readonly Plan[] =>
  faults.map((fault) => ({ fault, late: 1 }));
const settleKind = async (call: ReturnType<AttachmentStore[keyof AttachmentStore]>): Promise<string> =>
  (await call).match(
    () => 'ok',
    ({ kind }) => kind,
  );
const isThere = async (): Promise<boolean> => {
  await faulty.network.heal();
  const found = await store.get(owner, key);
  if (found.isOk()) await found.value.contents.return?.();
  return found.isOk();
};

describe('a put', () => {
  test.each<[string, readonly (NetworkFault | 'none')[], string, boolean]>([
    ['without a fault', [], 'ok', true],
    ['refused once', ['slow down'], 'ok', true],
    ['refused each time', ['slow down', 'slow down', 'slow down'], 'StoreUnavailable', false],
    [
      'without a connection each time',
      ['refused connection', 'refused connection', 'refused connection'],
      'StoreUnavailable',
      false,
    ],
    [
      'changed on the way each time',
      ['changed request', 'changed request', 'changed request'],
      'StoreUnavailable',
      false,
    ],
    ['whose answer is a failure after the write', ['failed after'], 'OutcomeUnknown', true],
    ['whose answer is a failure before the write', ['failed before'], 'OutcomeUnknown', false],
    ['refused, and then answered with a failure', ['slow down', 'failed after'], 'OutcomeUnknown', true],
    ['whose connection broke before the request', ['dead connection'], 'OutcomeUnknown', false],
    ['whose connection broke after the request', ['reset after'], 'OutcomeUnknown', true],
    ['whose connection broke within the request', ['cut request'], 'OutcomeUnknown', false],
    ['met by silence, and performed late', ['late after silence'], 'OutcomeUnknown', true],
    ['refused, and then met by silence', ['slow down', 'silence before'], 'OutcomeUnknown', false],
  ])('%s', async (_, faults, kind, written) => {
    faulty.network.begin(plan(...faults));
    expect(await settleKind(store.put(owner, key, hello))).toBe(kind);
    expect(await isThere()).toBe(written);
  });

  test.each<[string, readonly (NetworkFault | 'none')[], string, boolean]>([
    ['without a fault', [], 'ok', true],
    ['whose start fails each time', ['silence after', 'silence after', 'silence after'], 'StoreUnavailable', false],
    [
      'met by silence once at each request',
      ['silence after', 'silence after', 'silence after'].flatMap((fault) => [fault as NetworkFault, 'none' as const]),
      'ok',
      true,
    ],
    ['whose part fails each time', ['none', 'reset after', 'reset after', 'reset after'], 'StoreUnavailable', false],
    ['refused at its end', ['none', 'none', 'none', 'slow down', 'slow down', 'slow down'], 'StoreUnavailable', false],
    ['whose completion gets no answer', ['none', 'none', 'none', 'reset after'], 'OutcomeUnknown', true],
    ['whose completion gets a garbled answer', ['none', 'none', 'none', 'garbled answer'], 'OutcomeUnknown', true],
  ])('in two parts, %s', async (_, faults, kind, written) => {
    faulty.network.begin(plan(...faults));
    expect(await settleKind(store.put(owner, key, large))).toBe(kind);
    expect(await isThere()).toBe(written);
    // Only uploads whose ids never arrived are left.
    const { Uploads: left = [] } = await createClient(api, ann).send(
      new ListMultipartUploadsCommand({ Bucket, Prefix: formatPlace(owner) }),
    );
    expect(left.length).toBe(faults[0] === 'silence after' ? (kind === 'ok' ? 1 : 3) : 0);
  });
});

test('a delete that may have happened is not retried; a delete that was refused is', async () => {
  await store.put(owner, key, hello);
  faulty.network.begin(plan('slow down', 'late after a reset'));
  expect(await settleKind(store.delete(owner, key))).toBe('OutcomeUnknown');
  expect(await isThere()).toBe(false);
});

test('reads are retried after every kind of fault', async () => {
  await store.put(owner, key, hello);
  faulty.network.begin(plan('silence after', 'failed before'));
  expect(await settleKind(store.list(owner, { limit: 1 }))).toBe('ok');
  faulty.network.begin(plan('reset after', 'slow down'));
  const { contents } = (await store.get(owner, key))._unsafeUnwrap();
  expect(Buffer.from(await readWhole(contents)).toString()).toBe('hello');
  faulty.network.begin(plan('reset after', 'reset after', 'reset after'));
  expect(await settleKind(store.get(owner, key))).toBe('StoreUnavailable');
  faulty.network.begin(plan('garbled answer'));
  expect(await settleKind(store.list(owner, { limit: 1 }))).toBe('StoreUnavailable');
});

describe('reading a file rejects', () => {
  test.each<[NetworkFault]>([['cut answer'], ['short answer'], ['changed answer']])('%s', async (fault) => {
    for (const file of [hello, large]) {
      await store.put(owner, key, file);
      faulty.network.begin(plan(fault));
      const { contents } = (await store.get(owner, key))._unsafeUnwrap();
      await expect(readWhole(contents)).rejects.toThrow('The file could not be read to its end.');
      // The contents are over: no more is requested.
      expect(await contents.next()).toEqual({ done: true, value: undefined });
    }
  });
});

test('a client that caches its middleware chains still knows what happened', async () => {
  using caching = createFaultyClient(api, undefined, { cacheMiddleware: true });
  const cached = createLazyS3AttachmentStore(caching.client, Bucket);
  for (const kind of ['OutcomeUnknown', 'OutcomeUnknown', 'ok']) {
    caching.network.begin(kind === 'ok' ? [] : plan('reset after'));
    expect(await settleKind(cached.put(owner, key, hello))).toBe(kind);
  }
});

test('objects whose names are not keys are skipped, even if they fill whole pages', async () => {
  const client = createClient(api, ann);
  const place = formatPlace(owner);
  for (const name of ['b//', 'b//c', 'b/\u0001', 'b/../c', 'd\uffff//', ''])
    await client.send(new PutObjectCommand({ Bucket, Key: `${place}${name}`, Body: 'x' }));
  for (const name of ['a', 'c', 'e\uffff']) await store.put(owner, keyNamed(name), hello);
  const seen: string[] = [];
  for (let after: AttachmentKey | undefined, pages = 0; pages < 10; pages++) {
    const page = (await store.list(owner, { limit: 2, ...(after && { after }) }))._unsafeUnwrap();
    seen.push(...page.attachments.map((entry) => entry.key));
    after = page.next;
    if (after === undefined) break;
  }
  expect(seen).toEqual(['a', 'c', 'e\uffff']);
});

test('a file that others uploaded has a media type, whatever its Content-Type', async () => {
  const client = createClient(api, ann);
  for (const [said, type] of [
    ['text', 'application/octet-stream'],
    ['Image/PNG', 'Image/PNG'],
  ] as const) {
    await client.send(new PutObjectCommand({ Bucket, Key: `${formatPlace(owner)}x`, Body: 'x', ContentType: said }));
    const file = (await store.get(owner, keyNamed('x')))._unsafeUnwrap();
    await file.contents.return?.();
    expect(file.mediaType).toBe(type);
  }
});

test('an answer without what S3 always sends is no answer', async () => {
  const answers: Record<string, object> = {
    GetObject: { Body: Readable.from(['<html>']), ContentLength: 6 },
    ListObjectsV2: { KeyCount: 2, IsTruncated: false, Contents: [{ Key: 'x', Size: 1, LastModified: new Date() }] },
  };
  const odd = createS3AttachmentStore(async (operation) => ok(answers[operation] as never), Bucket);
  expect(await settleKind(odd.get(owner, key))).toBe('StoreUnavailable');
  expect((answers.GetObject as { Body: Readable }).Body.destroyed).toBe(true);
  expect(await settleKind(odd.list(owner, { limit: 1 }))).toBe('StoreUnavailable');
  answers.ListObjectsV2 = { KeyCount: 1, IsTruncated: false, Contents: [{ Key: 'x', Size: 1 }] };
  expect(await settleKind(odd.list(owner, { limit: 1 }))).toBe('StoreUnavailable');
});

describe('with the credentials of a user of the identity pool', () => {
  test('reaches the user’s own files, and nobody else’s', async () => {
    await using guarded = await startTestS3();
    const files = createLazyS3AttachmentStore(createClient(guarded, ann), Bucket, { partBytes: 5 * MiB });
    const [mine, others] = [ownerNamed(ann), ownerNamed(bob)];
    for (const file of [hello, large]) {
      expect(await settleKind(files.put(mine, key, file))).toBe('ok');
      expect(await readWhole((await files.get(mine, key))._unsafeUnwrap().contents)).not.toHaveLength(0);
      expect((await files.list(mine, { limit: 10 }))._unsafeUnwrap().attachments).toHaveLength(1);
      expect(await settleKind(files.delete(mine, key))).toBe('ok');
    }
    // A missing permission is not a transient failure.
    for (const call of [
      () => files.put(others, key, hello),
      () => files.get(others, key),
      () => files.list(others, { limit: 10 }),
      () => files.delete(others, key),
    ])
      await expect(call()).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});
