import { describe, expect, test } from 'vitest';
import {
  config,
  createAmzResponse,
  createFakeFetch,
  createRefusal,
  createTokens,
  note,
} from '../../test/kit/fake-pools.ts';
import { createClock } from './clock.ts';
import { createSession } from './credentials-session.ts';
import { createNotesClient } from './notes.ts';
import { createUserPool } from './user-pool.ts';

const minute = 60_000;
const dated = (time: number) => ({ headers: new Headers({ date: new Date(time).toUTCString() }) });

describe('a clock', () => {
  const real = 1_795_410_000_000;
  test.each([-120, -6, -3, 3, 6, 120])('that is %i minutes off is corrected', (minutes) => {
    let device = real + minutes * minute;
    const clock = createClock(() => device);
    expect(clock.correctBy(dated(real))).toBe(true);
    expect(clock.now()).toBe(real);
    device += 1000;
    expect(clock.now()).toBe(real + 1000);
    expect(clock.correctBy(dated(real))).toBe(false);
  });

  test.each([-2, -1, 0, 1, 2])('that is %i minutes off is left as it is', (minutes) => {
    const clock = createClock(() => real + minutes * minute);
    expect(clock.correctBy(dated(real))).toBe(false);
    expect(clock.now()).toBe(real + minutes * minute);
  });

  test.each(['', 'yesterday'])('is not corrected by a Date of %j', (date) => {
    const clock = createClock(() => 5);
    expect(clock.correctBy({ headers: new Headers(date === '' ? {} : { date }) })).toBe(false);
    expect(clock.now()).toBe(5);
  });
});

describe.each([-600, -10, 10, 600])('a device whose clock is %i minutes off', (minutes) => {
  const now = () => Date.now() + minutes * minute;
  const date = () => ({ date: new Date().toUTCString() });
  /** Simulates an API and a pool that refuse anything dated more than five minutes off. */
  const strict = (headers: () => Record<string, string>) =>
    createFakeFetch(({ operation, headers: sent, body }) => {
      if (operation === 'RespondToAuthChallenge') {
        const { TIMESTAMP } = body.ChallengeResponses as Record<string, string>;
        if (Math.abs(Date.parse(TIMESTAMP ?? '') - Date.now()) > 5 * minute)
          return createRefusal('NotAuthorizedException');
      }
      if (operation === 'InitiateAuth' && body.AuthFlow === 'USER_SRP_AUTH')
        return createAmzResponse(
          {
            ChallengeName: 'PASSWORD_VERIFIER',
            ChallengeParameters: { SALT: 'a', SRP_B: 'b', SECRET_BLOCK: 'c2Vj', USER_ID_FOR_SRP: 'u' },
          },
          200,
          headers(),
        );
      if (operation !== 'GET') return undefined;
      const signed = (sent.get('x-amz-date') ?? '').replace(/(....)(..)(..T..)(..)(..)Z/, '$1-$2-$3:$4:$5Z');
      const isGood = Math.abs(Date.parse(signed) - Date.now()) < 5 * minute;
      return Response.json(isGood ? [note] : { message: 'Forbidden' }, {
        status: isGood ? 200 : 403,
        headers: headers(),
      });
    });

  test('signs in and calls, if answers show their Date', async () => {
    const { fetch, operations } = strict(date);
    const tokens = (await createUserPool(config, { fetch, now }).signIn('a@b.c', 'p'))._unsafeUnwrap();
    const client = createNotesClient(config, createSession(config, tokens, { fetch, now }), { fetch, now });
    for (const _ of ['once', 'twice', 'thrice']) expect((await client.list()).isOk()).toBe(true);
    // One extra request, once, and no new credentials.
    expect(operations().filter((name) => name === 'GET')).toHaveLength(4);
    expect(operations().filter((name) => name === 'GetCredentialsForIdentity')).toHaveLength(1);
  });

  test('makes concurrent calls, the first of which corrects the clock for all', async () => {
    const { fetch, operations } = strict(date);
    const session = createSession(config, createTokens(now() + 60 * minute), { fetch, now });
    const client = createNotesClient(config, session, { fetch, now });
    const lists = await Promise.all([client.list(), client.list(), client.list()]);
    expect(lists.map((each) => each.isOk())).toEqual([true, true, true]);
    expect(operations().filter((name) => name === 'GET')).toHaveLength(6);
  });

  test('names the clock in its failure, if answers show no Date', async () => {
    const { fetch } = strict(() => ({}));
    const session = createSession(config, createTokens(now() + 60 * minute), { fetch, now });
    const failed = (await createNotesClient(config, session, { fetch, now }).list())._unsafeUnwrapErr();
    expect(failed).toMatchObject({ kind: 'ApiProblem', status: 403, detail: expect.stringMatching(/clock/) });
  });
});

test.each([200, 404, 503])(
  'an answer of status %i is not requested again, however wrong its Date is',
  async (status) => {
    const answer = () =>
      Response.json(status === 200 ? note : { type: 'urn:x:y', title: 'No' }, {
        status,
        headers: { date: new Date(Date.now() - 600 * minute).toUTCString() },
      });
    const pools = createFakeFetch();
    const { fetch, asked } = createFakeFetch(answer);
    const session = createSession(config, createTokens(Date.now() + 60 * minute), { fetch: pools.fetch });
    await createNotesClient(config, session, { fetch }).update('n', { content: 'b' });
    expect(asked).toHaveLength(1);
  },
);
