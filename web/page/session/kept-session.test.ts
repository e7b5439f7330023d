import type { Tokens } from 'owned-notes/client';
import { expect, test, vi } from 'vitest';
import { type Asked, amzJson, config, fakeFetch, hour, refusal, tokensUntil } from '../../../test/fake-pools.ts';
import { keptSession } from './kept-session.ts';
import type { SignInStore } from './sign-in-store.ts';

const sessionOver = (initial: Tokens, instead?: (asked: Asked) => Response | undefined) => {
  const change = vi.fn<SignInStore['change']>();
  const onEnded = vi.fn();
  const fake = fakeFetch(instead);
  return { ...keptSession(config, { change }, initial, { fetch: fake.fetch, onEnded }), ...fake, change, onEnded };
};

const refusingRefresh = (type: string) => (asked: Asked) =>
  asked.operation === 'InitiateAuth' ? refusal(type) : undefined;

test('tokens that were refreshed on the way to credentials are kept', async () => {
  const { session, change } = sessionOver(tokensUntil(0));
  expect((await session.credentials()).isOk()).toBe(true);
  expect(change.mock.calls).toMatchObject([[{ tokens: { accessToken: 'access2', refreshToken: 'refresh' } }]]);
  expect(session.tokens().accessToken).toBe('access2');
});

test.each(['NotAuthorizedException', 'RefreshTokenReuseException', 'UserNotFoundException'])(
  'a refresh that is refused by %s has ended the sign-in',
  async (type) => {
    const { session, onEnded, check } = sessionOver(tokensUntil(0), refusingRefresh(type));
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
  const { session, onEnded } = sessionOver(tokensUntil(0), instead);
  expect((await session.credentials()).isErr()).toBe(true);
  expect(onEnded).not.toHaveBeenCalled();
});

test('access tokens that are still good are not refreshed, and others are', async () => {
  const good = sessionOver(tokensUntil(Date.now() + hour));
  expect((await good.freshTokens())._unsafeUnwrap().accessToken).toBe('access');
  expect(good.operations()).toEqual([]);
  const old = sessionOver(tokensUntil(Date.now() + 1000));
  expect((await old.freshTokens())._unsafeUnwrap().accessToken).toBe('access2');
  expect(old.change).toHaveBeenCalledTimes(1);
});

test('what another tab refreshed is taken over, by the same session', async () => {
  const { session, adopt, asked } = sessionOver(tokensUntil(0));
  adopt({ ...tokensUntil(Date.now() + hour), idToken: 'theirs', accessToken: 'theirs' });
  expect(session.tokens().accessToken).toBe('theirs');
  expect((await session.credentials()).isOk()).toBe(true);
  expect(JSON.stringify(asked[0]?.body)).toContain('theirs');
});
