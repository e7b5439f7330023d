import { expect, test } from 'vitest';
import { createFollowers } from './followers.ts';

const started = (first: readonly string[] = []) => {
  const stop = new AbortController();
  const followers = createFollowers<string>();
  const heard = followers.follow(stop.signal, first)[Symbol.asyncIterator]();
  return { ...followers, stop, next: async () => (await heard.next()).value };
};

test('a follower hears what there is, and then each change, before or while it waits for one', async () => {
  const { tell, next } = started(['a', 'b']);
  expect([await next(), await next()]).toEqual(['a', 'b']);
  tell('c');
  const waiting = next();
  expect(await waiting).toBe('c');
  const later = next();
  tell('d');
  expect(await later).toBe('d');
});

test('repeated changes reach a slow follower as one, and forgotten ones not at all', async () => {
  const { tell, forget, next } = started(['first']);
  expect(await next()).toBe('first');
  for (const change of ['again', 'forgotten', 'again', 'last']) tell(change);
  forget('forgotten');
  expect([await next(), await next()]).toEqual(['again', 'last']);
});

test('two followers hear the same, each at its own pace', async () => {
  const { follow, tell, stop, next } = started(['first']);
  const other = follow(stop.signal, ['first'])[Symbol.asyncIterator]();
  expect([await next(), (await other.next()).value]).toEqual(['first', 'first']);
  for (const change of ['a', 'b']) tell(change);
  expect([await next(), await next()]).toEqual(['a', 'b']);
  expect([(await other.next()).value, (await other.next()).value]).toEqual(['a', 'b']);
});

test('a waiting follower ends when it is stopped, and a stopped one hears nothing', async () => {
  const { follow, stop, next } = started(['first']);
  await next();
  const waiting = next();
  stop.abort();
  expect(await waiting).toBeUndefined();
  for await (const change of follow(stop.signal, ['first'])) throw new Error(`It heard ${change}.`);
});
