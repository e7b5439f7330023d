import { expect, test, vi } from 'vitest';
import { type Asked, amzJson, config, fakeFetch, hour, refusal, tokensUntil } from '../../../test/fake-pools.ts';
import { keptSession } from './kept-session.ts';
import type { KeptSignIn, SignInStore } from './sign-in-store.ts';

const keptUntil = (expires: number): KeptSignIn => ({ tokens: tokensUntil(expires), secondFactor: true });

const sessionOver = (initial: KeptSignIn, instead?: (asked: Asked) => Response | undefined) => {
  const replace = vi.fn<SignInStore['replace']>();
  const store: SignInStore = { read: () => initial, begin: () => {}, replace, clear: () => {} };
  const onEnded = vi.fn();
  const fake = fakeFetch(instead);
  return { ...keptSession(config, store, initial, { fetch: fake.fetch, onEnded }), ...fake, replace, onEnded };
};

const refusingRefresh = (type: string) => (asked: Asked) =>
  asked.operation === 'InitiateAuth' ? refusal(type) : undefined;

test('tokens that were refreshed on the way to credentials are kept, with what else is known of the sign-in', async () => {
  const { session, replace } = sessionOver(keptUntil(0));
  expect((await session.credentials()).isOk()).toBe(true);
  expect(replace).toHaveBeenCalledTimes(1);
  expect(replace.mock.calls[0]?.[0]).toMatchObject({ secondFactor: true, tokens: { accessToken: 'access2' } });
  expect(session.tokens().accessToken).toBe('access2');
});

test.each(['NotAuthorizedException', 'RefreshTokenReuseException', 'UserNotFoundException'])(
  'a refresh that is refused by %s has ended the sign-in',
  async (type) => {
    const { session, onEnded, check } = sessionOver(keptUntil(0), refusingRefresh(type));
    await session.credentials();
    expect(onEnded).toHaveBeenCalledTimes(1);
    await check();
    expect(onEnded).toHaveBeenCalledTimes(2);
  },
);

test.each<[string, (asked: Asked) => Response | undefined]>([
  ['too many requests', refusingRefresh('TooManyRequestsException')],
  ['a page of somebody else’s', () => new Response('<h1>Sign in to the network</h1>')],
  ['a server that is broken', () => amzJson({}, 500)],
])('%s has not', async (_, instead) => {
  const { session, onEnded } = sessionOver(keptUntil(0), instead);
  expect((await session.credentials()).isErr()).toBe(true);
  expect(onEnded).not.toHaveBeenCalled();
});

test('access tokens that are still good are not refreshed, and others are', async () => {
  const good = sessionOver(keptUntil(Date.now() + hour));
  expect((await good.freshTokens())._unsafeUnwrap().accessToken).toBe('access');
  expect(good.operations()).toEqual([]);
  const old = sessionOver(keptUntil(Date.now() + 1000));
  expect((await old.freshTokens())._unsafeUnwrap().accessToken).toBe('access2');
  expect(old.replace).toHaveBeenCalledTimes(1);
});

test('what another tab refreshed is taken over, by the same session', async () => {
  const { session, adopt, asked } = sessionOver(keptUntil(0));
  adopt({
    tokens: { ...tokensUntil(Date.now() + hour), idToken: 'theirs', accessToken: 'theirs' },
    secondFactor: true,
  });
  expect(session.tokens().accessToken).toBe('theirs');
  expect((await session.credentials()).isOk()).toBe(true);
  expect(JSON.stringify(asked[0]?.body)).toContain('theirs');
});
