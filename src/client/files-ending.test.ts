import { ok, type ResultAsync, ResultAsync as Results } from 'neverthrow';
import { describe, expect, test, vi } from 'vitest';
import { ann } from '../../infra/local/s3/test-s3.ts';
import { type AskedRequest, config, createFakeFetch } from '../../test/kit/fake-pools.ts';
import { createSessionAs } from '../../test/kit/files/owner.ts';
import type { FileFailure } from './file-failures.ts';
import { createFilesClient, type FilesClient } from './files.ts';
import type { FilesClientOptions } from './s3-calls.ts';

const large = new Blob([new Uint8Array(16_000_000)]);
const upload = { key: 'a', size: large.size, uploadId: 'u' };
type Options = { readonly signal?: AbortSignal };
type Call = (files: FilesClient, options: Options) => ResultAsync<unknown, FileFailure>;

const calls: readonly (readonly [operation: string, call: Call])[] = [
  ['PutObject', (files, options) => files.attach(new Blob(['a']), options)],
  ['CreateMultipartUpload', (files, options) => files.attach(large, options)],
  ['ListParts', (files, options) => files.attach(large, { ...options, resume: upload })],
  ['UploadPart', (files, options) => files.attach(large, options)],
  ['CompleteMultipartUpload', (files, options) => files.attach(large, options)],
  ['AbortMultipartUpload', (files, options) => files.abandon(upload, options)],
  ['HeadObject', (files, options) => files.download('a', options)],
  [
    'GetObject',
    (files, options) =>
      files.download('a', options).andThen(
        ({ parts }) =>
          new Results(
            parts()
              .next()
              .then(({ value }) => value ?? ok(new Uint8Array())),
          ),
      ),
  ],
  ['DeleteObject', (files, options) => files.detach('a', options)],
  ['ListObjectsV2', (files, options) => files.list(options)],
];

/** Creates a `fetch` that never answers some requests, lets go of them when aborted, and counts how many wait. */
const silent = (isSilent: (asked: AskedRequest) => boolean, answer?: () => Response) => {
  const state = { waiting: 0, asked: [] as string[] };
  const { fetch } = createFakeFetch((asked) => {
    state.asked.push(asked.operation);
    if (!isSilent(asked)) return undefined;
    if (answer !== undefined) return answer();
    state.waiting++;
    return new Promise<never>((_, reject) =>
      asked.init.signal?.addEventListener('abort', () => {
        state.waiting--;
        reject(new DOMException('aborted', 'AbortError'));
      }),
    );
  });
  return { state, fetch };
};
const filesBy = (fetch: FilesClientOptions['fetch'], options: FilesClientOptions = {}) =>
  createFilesClient(config, createSessionAs(ann), { ...(fetch && { fetch }), sleep: async () => {}, ...options });

describe.each(calls)('a call whose %s gets no answer', (operation, call) => {
  test('ends with its signal, and leaves no request open', async () => {
    const { state, fetch } = silent((asked) => asked.operation === operation);
    const controller = new AbortController();
    const ended = call(filesBy(fetch), { signal: controller.signal });
    await expect.poll(() => state.waiting).toBeGreaterThan(0);
    controller.abort();
    expect((await ended)._unsafeUnwrapErr()).toEqual({ kind: 'Aborted', reason: 'The caller aborted the call.' });
    expect(state.waiting).toBe(0);
    const asked = state.asked.length;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(state.asked.length).toBe(asked);
  });

  test('does not start if its signal is already aborted', async () => {
    const { state, fetch } = silent(() => false);
    expect((await call(filesBy(fetch), { signal: AbortSignal.abort() }))._unsafeUnwrapErr().kind).toBe('Aborted');
    expect(state.asked).toEqual([]);
  });

  test('times out, after one retry', async () => {
    const { state, fetch } = silent((asked) => asked.operation === operation);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      let ended: unknown;
      const result = call(filesBy(fetch), {}).then((each) => {
        ended = each;
      });
      const wait = async (seconds: number) => {
        for (let second = 0; second < seconds && ended === undefined; second++) {
          await new Promise((resolve) => setImmediate(resolve));
          await vi.advanceTimersByTimeAsync(1000);
        }
      };
      await wait(45);
      expect(ended).toBeUndefined();
      // Hashing takes real time, during which many seconds of the fake clock may pass.
      await wait(Number.POSITIVE_INFINITY);
      await result;
      expect(ended).toMatchObject({
        error: { kind: 'Aborted', reason: expect.stringMatching(/within \d+(?:\.\d+)? seconds/) },
      });
      expect(state.waiting).toBe(0);
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});

test('an answer that keeps coming may take its time, and one that stops times out', async () => {
  const dripping = (pieces: number) => {
    let left = pieces;
    const body = new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        if (left-- === 0) return new Promise(() => {});
        await new Promise((resolve) => setTimeout(resolve, 30));
        controller.enqueue(new Uint8Array([0x20]));
      },
    });
    return new Response(body, { headers: { 'content-type': 'application/xml' } });
  };
  const { fetch, state } = silent(
    (asked) => asked.operation === 'DeleteObject',
    () => dripping(10),
  );
  const before = performance.now();
  expect((await filesBy(fetch, { patience: 100 }).detach('a'))._unsafeUnwrapErr().kind).toBe('Aborted');
  expect(performance.now() - before).toBeGreaterThan(700);
  expect(state.asked).toHaveLength(2);
});

test('the time-out of a part grows with its size, so that a slow network is not taken for silence', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    let answer: ((_: Response) => void) | undefined;
    const { fetch } = createFakeFetch(({ operation }) =>
      operation === 'PutObject' ? new Promise((resolve) => (answer = resolve)) : undefined,
    );
    const sent = filesBy(fetch).attach(new Blob([new Uint8Array(5 * 1024 ** 2)]));
    // Hashing takes real time.
    while (answer === undefined) await new Promise((resolve) => setImmediate(resolve));
    for (let second = 0; second < 300; second++) {
      await new Promise((resolve) => setImmediate(resolve));
      await vi.advanceTimersByTimeAsync(1000);
    }
    answer(new Response(null, { headers: { etag: '"e"' } }));
    expect((await sent).isOk()).toBe(true);
  } finally {
    vi.useRealTimers();
  }
});

test('a part that fails aborts the parts beside it', async () => {
  let parts = 0;
  const { state, fetch } = silent((asked) => asked.operation === 'UploadPart' && ++parts > 1);
  const refusing = async (url: string, init: RequestInit) =>
    url.includes('partNumber=1&') ? new Response('<html>', { status: 404 }) : fetch(url, init);
  expect((await filesBy(refusing).attach(large))._unsafeUnwrapErr().kind).toBe('UnexpectedAnswer');
  await expect.poll(() => state.waiting).toBe(0);
});

test('three parts are sent at once, and no more', async () => {
  let [now, most] = [0, 0];
  const { promise: three, resolve } = Promise.withResolvers<void>();
  const { fetch } = createFakeFetch();
  const counting = async (url: string, init: RequestInit) => {
    now += 1;
    most = Math.max(most, now);
    if (now === 3) resolve();
    // However slow the machine is, none of the first three finishes before the third has started.
    if (url.includes('partNumber')) await three;
    now -= 1;
    return fetch(url, init);
  };
  expect((await filesBy(counting).attach(new Blob([new Uint8Array(40_000_000)]))).isOk()).toBe(true);
  expect(most).toBe(3);
});
