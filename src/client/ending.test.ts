import { ok, type ResultAsync } from 'neverthrow';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { config, createFakeFetch, createTokens, hour } from '../../test/kit/fake-pools.ts';
import { createSession } from './credentials-session.ts';
import { withEnding } from './ending.ts';
import { createNotesClient } from './notes.ts';
import { fetchSigned } from './signed-fetch.ts';
import { createUserPool } from './user-pool.ts';

afterEach(() => vi.useRealTimers());

const never = () => new Promise<Response>(() => {});
const endlessBody = () =>
  new Response(new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array([0x7b])) }), {
    headers: { 'content-type': 'application/json' },
  });
const busy = () =>
  Response.json({ type: 'urn:x:store-unavailable' }, { status: 503, headers: { 'retry-after': '10' } });
const tokens = () => createTokens(Date.now() + hour);

type Calls = Record<string, (signal?: AbortSignal) => ResultAsync<unknown, unknown>>;
const optional = (signal?: AbortSignal) => (signal === undefined ? {} : { signal });
const callsOver = (operation: string, answer: () => Response | Promise<Response>): Calls => {
  const { fetch } = createFakeFetch((asked) => (asked.operation === operation ? answer() : undefined));
  const session = createSession(config, operation === 'InitiateAuth' ? createTokens(0) : tokens(), { fetch });
  const keys = { accessKeyId: 'a', secretAccessKey: 's', sessionToken: 't' };
  return {
    list: (signal) => createNotesClient(config, session, { fetch }).list(optional(signal)),
    credentials: (signal) => session.credentials(optional(signal)),
    signIn: (signal) => createUserPool(config, { fetch }).signIn('a@b.c', 'p', optional(signal)),
    fetchSigned: (signal) =>
      fetchSigned({ method: 'GET', url: config.apiEndpoint, headers: {} }, keys, 'us-east-1', {
        fetch,
        ...optional(signal),
      }),
  };
};

describe.each([
  ['list', 'GET', 'whose API does not answer', never],
  ['list', 'GET', 'whose answer does not end', endlessBody],
  ['list', 'GET', 'that waits for its next attempt', busy],
  ['list', 'GetId', 'whose identity pool does not answer', never],
  ['list', 'GetCredentialsForIdentity', 'whose identity pool’s answer does not end', endlessBody],
  ['list', 'InitiateAuth', 'whose user pool does not answer', never],
  ['credentials', 'GetId', 'whose identity pool does not answer', never],
  ['signIn', 'InitiateAuth', 'whose user pool does not answer', never],
  ['signIn', 'RespondToAuthChallenge', 'whose user pool does not answer', never],
  ['fetchSigned', 'GET', 'whose API does not answer', never],
])('%s (%s), %s', (name, operation, _, answer) => {
  test('ends when its signal is aborted', async () => {
    const controller = new AbortController();
    const call = callsOver(operation, answer)[name]?.(controller.signal);
    setTimeout(() => controller.abort(), 20);
    expect(await call).toMatchObject({ error: { kind: 'Aborted', reason: 'The caller aborted the call.' } });
  });

  test('does not start if its signal is already aborted', async () => {
    expect(await callsOver(operation, answer)[name]?.(AbortSignal.abort())).toMatchObject({
      error: { kind: 'Aborted' },
    });
  });

  // A call that waits for its next attempt waits for twenty seconds at most.
  test.skipIf(answer === busy)('ends by itself after 30 seconds', async () => {
    vi.useFakeTimers();
    let ended: unknown;
    const call = callsOver(operation, answer)[name]?.();
    call?.then((result) => {
      ended = result;
    });
    await vi.advanceTimersByTimeAsync(29_000);
    expect(ended).toBeUndefined();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(ended).toMatchObject({ error: { kind: 'Aborted', reason: expect.stringContaining('30 seconds') } });
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('credentials for which several callers wait', () => {
  test('arrive for those who still want them', async () => {
    let answer: (response: Response) => void = () => {};
    const { fetch, operations } = createFakeFetch((asked) =>
      asked.operation === 'GetId'
        ? new Promise((resolve) => {
            answer = resolve;
          })
        : undefined,
    );
    const session = createSession(config, tokens(), { fetch });
    const controller = new AbortController();
    const [impatient, patient] = [session.credentials({ signal: controller.signal }), session.credentials()];
    controller.abort();
    expect((await impatient)._unsafeUnwrapErr().kind).toBe('Aborted');
    await expect.poll(() => operations()).toEqual(['GetId']);
    answer(new Response('{"IdentityId":"i"}', { headers: { 'content-type': 'application/x-amz-json-1.1' } }));
    expect((await patient).isOk()).toBe(true);
    expect(operations()).toEqual(['GetId', 'GetCredentialsForIdentity']);
  });
});

describe('the ending of a call', () => {
  test('works on a platform without AbortController', async () => {
    vi.useFakeTimers();
    vi.stubGlobal('AbortController', undefined);
    try {
      let signal: AbortSignal | undefined;
      const call = withEnding<never, never>(undefined, (ending) => {
        signal = ending.signal;
        return new Promise<never>(() => {});
      });
      await vi.advanceTimersByTimeAsync(30_000);
      expect((await call)._unsafeUnwrapErr().kind).toBe('Aborted');
      expect(signal).toBeUndefined();
    } finally {
      vi.unstubAllGlobals();
    }
  });

  test.each([{}, { aborted: false }, 'signal'])('fails the call if the signal is not one: %j', async (signal) => {
    vi.useFakeTimers();
    const call = await withEnding(signal as never, async () => ok(1));
    expect(call._unsafeUnwrapErr()).toEqual({
      ...{ kind: 'Aborted', reason: expect.stringMatching(/^The call ended in an exception: .*addEventListener/) },
    });
    expect(vi.getTimerCount()).toBe(0);
  });

  test('reports what a callback threw', async () => {
    const call = await withEnding(undefined, async () => {
      throw new TypeError('told');
    });
    expect(call._unsafeUnwrapErr()).toEqual({ kind: 'Aborted', reason: 'The call ended in an exception: told' });
  });

  test('leaves no timer and no listener', async () => {
    vi.useFakeTimers();
    const controller = new AbortController();
    const add = vi.spyOn(controller.signal, 'addEventListener');
    const remove = vi.spyOn(controller.signal, 'removeEventListener');
    expect(
      (await withEnding(controller.signal, async (ending) => ending.race(Promise.resolve(ok(1)))))._unsafeUnwrap(),
    ).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
    expect(add).toHaveBeenCalledOnce();
    expect(remove.mock.calls).toEqual(add.mock.calls);
  });

  test('aborts the fetch', async () => {
    const controller = new AbortController();
    let told = false;
    const call = withEnding(controller.signal, ({ signal }) => {
      signal?.addEventListener('abort', () => {
        told = true;
      });
      return new Promise<never>(() => {});
    });
    controller.abort();
    await call;
    expect(told).toBe(true);
  });
});
