import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createJwt, createPerson, time, tokens } from '../../test/kit/cli/person.ts';
import { type AskedRequest, config, createAmzResponse, createRefusal } from '../../test/kit/fake-pools.ts';
import { findSignIn } from './sign-ins.ts';

const second = 1000;
/** The pool's clock is an hour ahead of this machine's. */
const poolTime = time / second + 3600;
const old = createJwt({ exp: poolTime - 60 });
const renewed = createJwt({ iat: poolTime, exp: poolTime + 3600 });

/** Answers as a pool by whose clock the kept access token has expired. */
const expired = ({ operation, body }: AskedRequest) => {
  if (operation === 'InitiateAuth') return refreshed();
  return body.AccessToken === old ? createRefusal('NotAuthorizedException', 'Access Token has expired') : undefined;
};
const refreshed = () =>
  createAmzResponse({ AuthenticationResult: { IdToken: tokens.idToken, AccessToken: renewed, ExpiresIn: 3600 } });

/** Answers as a pool at which the sign-in has been ended, or whose user has been deleted. */
const over = () => createRefusal('NotAuthorizedException', 'Refresh Token has been revoked');

const signedIn = () => {
  const someone = createPerson();
  someone.keep({ [config.userPoolClientId]: { ...tokens, accessToken: old, at: config } });
  const kept = () => findSignIn(JSON.parse(readFileSync(someone.session, 'utf8')), config);
  return { ...someone, kept };
};

const commands: readonly (readonly string[])[] = [
  ['totp', 'off'],
  ['totp', 'on', '--code', '123456'],
  ['change-password', '--password', 'Old-passw0rd', '--new-password', 'New-passw0rd'],
  ['sign-out', '--everywhere'],
  ['delete-account', '--yes'],
];

describe.each(commands.map((command) => [command.slice(0, 2).join(' '), command] as const))(
  'notes %s',
  (_, command) => {
    test('refreshes a token that has expired by the pool’s clock, and asks once more', async () => {
      const someone = signedIn();
      expect(await someone.notes(command, { instead: expired })).toMatchObject({ code: 0, err: '' });
      const [first, ...rest] = someone.asked.map(({ body }) => body.AccessToken).filter((token) => token !== undefined);
      expect([first, [...new Set(rest)]]).toEqual([old, [renewed]]);
    });

    test('takes no other refusal for that, and asks once', async () => {
      const someone = signedIn();
      const refused = createRefusal('NotAuthorizedException', 'Incorrect username or password.');
      const instead = ({ operation }: AskedRequest) =>
        operation === 'InitiateAuth'
          ? createAmzResponse({
              AuthenticationResult: { IdToken: tokens.idToken, AccessToken: createJwt({ iat: 1 }), ExpiresIn: 3600 },
            })
          : refused.clone();
      await someone.notes(command, { instead });
      expect(someone.asked.filter(({ operation }) => operation !== 'InitiateAuth')).toHaveLength(1);
    });
  },
);

test('signing out everywhere drops the tokens of a sign-in that has been ended, and says that others remain', async () => {
  const someone = signedIn();
  const ran = await someone.notes(['sign-out', '--everywhere'], { instead: over });
  expect(ran).toMatchObject({ code: 3, err: expect.stringContaining('To end the others, sign in') });
  expect(someone.kept()).toBeUndefined();
});

describe('deleting an account whose answer was lost', () => {
  const lostOnce = (after: (asked: AskedRequest) => Response | undefined) => {
    let isLost = false;
    return (asked: AskedRequest) => {
      if (asked.operation !== 'DeleteUser' || isLost) return after(asked);
      isLost = true;
      throw new TypeError('fetch failed');
    };
  };

  test('succeeds if the pool knows the sign-in no more', async () => {
    const someone = signedIn();
    const ran = await someone.notes(['delete-account', '--yes'], { instead: lostOnce(over) });
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(someone.kept()).toBeUndefined();
  });

  test('is repeated with a refreshed token if the token has only expired', async () => {
    const someone = signedIn();
    const ran = await someone.notes(['delete-account', '--yes'], { instead: lostOnce(expired) });
    expect(ran).toMatchObject({ code: 0, err: '' });
    const deletions = someone.asked.filter(({ operation }) => operation === 'DeleteUser');
    expect(deletions.at(-1)?.body.AccessToken).toBe(renewed);
  });
});
