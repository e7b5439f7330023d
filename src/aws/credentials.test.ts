import { describe, expect, test } from 'vitest';
import { CredentialsUnavailable, createCredentialsCache, type SessionCredentials } from './credentials.ts';

const hour = 60 * 60_000;
const minutes = (count: number) => count * 60_000;

/** Opens successive one-hour sessions, by a clock that the test sets. */
const sessions = () => {
  const state = { now: 0, opened: 0, failing: false, lasting: hour };
  const open = async (): Promise<SessionCredentials> => {
    state.opened++;
    if (state.failing) throw new CredentialsUnavailable();
    const id = String(state.opened);
    return { accessKeyId: id, secretAccessKey: id, sessionToken: id, expiration: new Date(state.now + state.lasting) };
  };
  return { state, get: createCredentialsCache(open, () => state.now) };
};

describe('a cached session', () => {
  test('is opened by the first request, and once for all concurrent requests', async () => {
    const { state, get } = sessions();
    expect(state.opened).toBe(0);
    const all = await Promise.all([get(), get(), get()]);
    expect(all.map(({ accessKeyId }) => accessKeyId)).toEqual(['1', '1', '1']);
    expect(state.opened).toBe(1);
  });

  test('is replaced five minutes before it ends, and not earlier', async () => {
    const { state, get } = sessions();
    await get();
    state.now = hour - minutes(5) - 1;
    expect((await get()).accessKeyId).toBe('1');
    state.now++;
    const both = await Promise.all([get(), get()]);
    expect(both.map(({ accessKeyId }) => accessKeyId)).toEqual(['2', '2']);
    state.now += hour - minutes(5) - 1;
    expect((await get()).accessKeyId).toBe('2');
  });

  test('that lasts less than five minutes is opened for each request', async () => {
    const { state, get } = sessions();
    state.lasting = minutes(4);
    await get();
    expect((await get()).accessKeyId).toBe('2');
  });

  test('that cannot be opened is tried again by the next request', async () => {
    const { state, get } = sessions();
    state.failing = true;
    const both = [get(), get()];
    for (const each of both) await expect(each).rejects.toBeInstanceOf(CredentialsUnavailable);
    expect(state.opened).toBe(1);
    state.failing = false;
    expect((await get()).accessKeyId).toBe('2');
  });

  test('is used to its end if no other can be opened, and each request tries to open one', async () => {
    const { state, get } = sessions();
    await get();
    state.failing = true;
    state.now = hour - 1;
    const both = await Promise.all([get(), get()]);
    expect(both.map(({ accessKeyId }) => accessKeyId)).toEqual(['1', '1']);
    expect((await get()).accessKeyId).toBe('1');
    expect(state.opened).toBe(3);
    state.now = hour;
    await expect(get()).rejects.toBeInstanceOf(CredentialsUnavailable);
    state.failing = false;
    expect((await get()).accessKeyId).toBe('5');
  });

  test('is not used if the next one is refused: the error is thrown', async () => {
    let isRefused = false;
    const get = createCredentialsCache(
      async () => {
        if (isRefused) throw new Error('refused');
        return { accessKeyId: 'a', secretAccessKey: 's', sessionToken: 't', expiration: new Date(minutes(5)) };
      },
      () => 1,
    );
    await get();
    isRefused = true;
    await expect(get()).rejects.toThrow('refused');
  });

  test('uses the system clock by default', async () => {
    const ends = [Date.now() + minutes(4), Date.now() + hour];
    let opened = 0;
    const get = createCredentialsCache(async () => {
      const expiration = new Date(ends[opened++] ?? 0);
      return { accessKeyId: String(opened), secretAccessKey: 's', sessionToken: 't', expiration };
    });
    expect([(await get()).accessKeyId, (await get()).accessKeyId, (await get()).accessKeyId]).toEqual(['1', '2', '2']);
  });
});

test('the error for missing credentials has a name and a message', () => {
  expect(new CredentialsUnavailable()).toMatchObject({
    name: 'CredentialsUnavailable',
    message: 'There are no credentials for the table at the moment.',
  });
});
