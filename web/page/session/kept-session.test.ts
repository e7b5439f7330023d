import type { Tokens } from 'owned-notes/client';
import { expect, test, vi } from 'vitest';
import {
  type AskedRequest,
  config,
  createAmzResponse,
  createFakeFetch,
  createRefusal,
  createTokens,
  hour,
} from '../../../test/kit/fake-pools.ts';
import { createKeptSession } from './kept-session.ts';
import type { SignInStore } from './sign-in-store.ts';

const sessionOver = (initial: Tokens, instead?: (asked: AskedRequest) => Response | undefined) => {
  const change = vi.fn<SignInStore['change']>();
  const onEnded = vi.fn();
  const fake = createFakeFetch(instead);
  return {
    ...createKeptSession(config, { change }, initial, { fetch: fake.fetch, onEnded }),
    ...fake,
    change,
    onEnded,
  };
};

const refusingRefresh = (type: string) => (asked: AskedRequest) =>
  asked.operation === 'InitiateAuth' ? createRefusal(type) : undefined;

test('tokens that were refreshed while getting credentials are kept', async () => {
  const { session, change } = sessionOver(createTokens(0));
  expect((await session.credentials()).isOk()).toBe(true);
  expect(change.mock.calls).toMatchObject([[{ tokens: { accessToken: 'access2', refreshToken: 'refresh' } }]]);
  expect(session.tokens().accessToken).toBe('access2');
});

test.each(['NotAuthorizedException', 'RefreshTokenReuseException', 'UserNotFoundException'])(
  'a refresh that is refused with %s ends the sign-in',
  async (type) => {
    const { session, onEnded, check } = sessionOver(createTokens(0), refusingRefresh(type));
    await session.credentials();
    expect(onEnded).toHaveBeenCalledTimes(1);
    await check();
    expect(onEnded).toHaveBeenCalledTimes(2);
  },
);

test.each<[string, (asked: AskedRequest) => Response | undefined]>([
  ['too many requests', refusingRefresh('TooManyRequestsException')],
  ['a captive portal’s page', () => new Response('<h1>Sign in to the network</h1>')],
  ['a failing server', () => createAmzResponse({}, 500)],
])('%s during a refresh does not end the sign-in', async (_, instead) => {
  const { session, onEnded } = sessionOver(createTokens(0), instead);
  expect((await session.credentials()).isErr()).toBe(true);
  expect(onEnded).not.toHaveBeenCalled();
});

test('only expired access tokens are refreshed', async () => {
  const good = sessionOver(createTokens(Date.now() + hour));
  expect((await good.freshTokens())._unsafeUnwrap().accessToken).toBe('access');
  expect(good.operations()).toEqual([]);
  const old = sessionOver(createTokens(Date.now() + 1000));
  expect((await old.freshTokens())._unsafeUnwrap().accessToken).toBe('access2');
  expect(old.change).toHaveBeenCalledTimes(1);
});

test('tokens that another tab refreshed are adopted by the same session', async () => {
  const { session, adopt, asked } = sessionOver(createTokens(0));
  adopt({ ...createTokens(Date.now() + hour), idToken: 'theirs', accessToken: 'theirs' });
  expect(session.tokens().accessToken).toBe('theirs');
  expect((await session.credentials()).isOk()).toBe(true);
  expect(JSON.stringify(asked[0]?.body)).toContain('theirs');
});
