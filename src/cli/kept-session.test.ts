import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createJwt, createPerson, time, tokens } from '../../test/kit/cli/person.ts';
import { type AskedRequest, config, createAmzResponse, createRefusal } from '../../test/kit/fake-pools.ts';
import { openKeptSession, readFreshTokens } from './kept-session.ts';
import { findSignIn } from './sign-ins.ts';
import { createTerminal } from './terminal.ts';

type Person = ReturnType<typeof createPerson>;

const createHere = (someone: Person, running = {}) => {
  const { world, ran } = someone.worldOf(running);
  const { fetch, now } = world;
  return { here: { world, terminal: createTerminal(world), client: { ...(fetch && { fetch }), now } }, ran };
};
const keptBy = ({ session }: Person) => findSignIn(JSON.parse(readFileSync(session, 'utf8')), config);
const keepUntil = (someone: Person, expires: number) =>
  someone.keep({ [config.userPoolClientId]: { ...tokens, expires, at: config } });
const operations = ({ asked }: Person) => asked.map(({ operation }) => operation);
const minute = 60_000;

/** Answers as a pool that rotates refresh tokens without a grace period: each is valid once. */
const rotating = () => {
  let good = tokens.refreshToken;
  let made = 0;
  return ({ body }: AskedRequest) => {
    if (body.AuthFlow !== 'REFRESH_TOKEN_AUTH') return undefined;
    const { REFRESH_TOKEN } = body.AuthParameters as Record<string, string>;
    if (REFRESH_TOKEN !== good) return createRefusal('NotAuthorizedException', 'Refresh Token has been revoked');
    good = `refresh-${++made}`;
    const AuthenticationResult = {
      IdToken: createJwt({}),
      AccessToken: `access-${made}`,
      RefreshToken: good,
      ExpiresIn: 3600,
    };
    return createAmzResponse({ AuthenticationResult });
  };
};

describe('kept tokens', () => {
  test.each([
    [6 * minute + 1, false],
    [6 * minute, true],
    [0, true],
    [-30 * 24 * 60 * minute, true],
  ])('with %i ms left are refreshed: %s', async (left, isRefreshed) => {
    const someone = createPerson();
    keepUntil(someone, time + left);
    const { here } = createHere(someone);
    const fresh = await readFreshTokens(here, config);
    expect(operations(someone)).toEqual(isRefreshed ? ['InitiateAuth'] : []);
    expect(fresh.expires).toBe(isRefreshed ? time + 3_600_000 : time + left);
    expect(keptBy(someone)).toEqual({ ...fresh, at: config });
    expect(fresh.refreshToken).toBe(tokens.refreshToken);
  });

  test('are refreshed once for all concurrent commands, even if the pool rotates refresh tokens', async () => {
    const someone = createPerson();
    keepUntil(someone, time);
    const instead = rotating();
    const all = await Promise.all(Array.from({ length: 8 }, () => someone.notes(['whoami', '--json'], { instead })));
    expect(all.map(({ code, err }) => ({ code, err }))).toEqual(all.map(() => ({ code: 0, err: '' })));
    expect(operations(someone).filter((each) => each === 'InitiateAuth')).toHaveLength(1);
    expect(keptBy(someone)?.refreshToken).toBe('refresh-1');
  });

  test('are gone after a sign-out, whatever refreshes them at the same time', async () => {
    for (let delay = 0; delay < 6; delay++) {
      const someone = createPerson();
      keepUntil(someone, time);
      const ended: unknown[] = [];
      const rotate = rotating();
      const instead = async (asked: AskedRequest) => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        if (asked.operation === 'RevokeToken') ended.push(asked.body.Token);
        return rotate(asked) as Response;
      };
      const answering = (asked: AskedRequest) =>
        ['InitiateAuth', 'RevokeToken'].includes(asked.operation)
          ? instead(asked).then((answer) => answer ?? createAmzResponse(''))
          : undefined;
      const others = [
        someone.notes(['whoami'], { instead: answering }),
        someone.notes(['list'], { instead: answering }),
      ];
      await new Promise((resolve) => setTimeout(resolve, delay * 3));
      const out = await someone.notes(['sign-out'], { instead: answering });
      await Promise.all(others);
      expect(out).toEqual({ code: 0, out: 'Signed out.\n', err: '' });
      expect(keptBy(someone)).toBeUndefined();
      const refreshes = operations(someone).filter((each) => each === 'InitiateAuth').length;
      expect(ended).toContain(refreshes === 0 ? tokens.refreshToken : 'refresh-1');
    }
  });

  /**
   * The identity pool refuses an ID token before it expires, so that the session refreshes it itself, outside the lock.
   */
  const afterRefusal = async (meanwhile: (someone: Person) => void, rotates = true) => {
    const someone = createPerson();
    const rotate = rotating();
    const { here, ran } = createHere(someone, {
      instead: (asked: AskedRequest) => {
        const isOld = asked.operation === 'GetId' && JSON.stringify(asked.body).includes(tokens.idToken);
        if (isOld) {
          meanwhile(someone);
          return createRefusal('NotAuthorizedException', 'Token expired');
        }
        return rotates ? rotate(asked) : undefined;
      },
    });
    const credentials = await (await openKeptSession(here, config)).credentials();
    expect(credentials.isOk()).toBe(true);
    const revoked = someone.asked.filter(({ operation }) => operation === 'RevokeToken').map(({ body }) => body.Token);
    return { someone, revoked, ...ran(0) };
  };

  test('are replaced by those that a session refreshed itself', async () => {
    const { someone, revoked, err } = await afterRefusal(() => undefined);
    expect(keptBy(someone)).toMatchObject({ refreshToken: 'refresh-1', accessToken: 'access-1' });
    expect({ revoked, err }).toEqual({ revoked: [], err: '' });
    const unrotated = await afterRefusal(() => undefined, false);
    expect(keptBy(unrotated.someone)).toMatchObject({ refreshToken: tokens.refreshToken, idToken: 'id2' });
  });

  test('do not replace a sign-out or another sign-in, and are revoked instead', async () => {
    const out = await afterRefusal(({ keep }) => keep({}));
    expect(keptBy(out.someone)).toBeUndefined();
    expect(out.revoked).toEqual(['refresh-1']);

    const other = { ...tokens, refreshToken: 'another', at: config };
    const again = await afterRefusal(({ keep }) => keep({ c: other }));
    expect(keptBy(again.someone)).toEqual(other);
    expect(again.revoked).toEqual(['refresh-1']);

    // Without rotation the refresh token is unchanged: another sign-in may use it, or the sign-out has revoked it.
    expect((await afterRefusal(({ keep }) => keep({}), false)).revoked).toEqual([]);
  });

  test('that cannot be written are still used, with a warning', async () => {
    const { someone, err } = await afterRefusal(({ session }) => writeFileSync(session, 'torn'));
    expect(err).toMatch(/^The refreshed sign-in could not be kept: .*session\.json is damaged/);
    expect(readFileSync(someone.session, 'utf8')).toBe('torn');
  });

  test.skipIf(process.platform === 'win32')('in a folder that is full are still used', async () => {
    const someone = createPerson();
    keepUntil(someone, time);
    const { code, err, out } = await someone.notes(['whoami'], {
      instead: ({ operation }) => {
        if (operation !== 'InitiateAuth') return undefined;
        // Stands for a full disk: nothing can replace the file.
        rmSync(someone.session);
        mkdirSync(join(someone.session, 'x'), { recursive: true });
        return undefined;
      },
    });
    expect(code).toBe(0);
    expect(out).toContain('us-east-1:i');
    expect(err).toMatch(/^The refreshed sign-in could not be kept: .*session\.json cannot be written/);
    expect(readdirSync(someone.folder).toSorted()).toEqual(['given.json', 'session.json']);
  });

  test('that the pool refuses are reported as the pool says, and stay for another try', async () => {
    const someone = createPerson();
    keepUntil(someone, time);
    const refused = await someone.notes(['list'], {
      instead: () => createRefusal('NotAuthorizedException', 'Refresh Token has expired'),
    });
    expect(refused).toEqual({ code: 3, out: '', err: 'notes: Refresh Token has expired\n' });
    expect(keptBy(someone)?.refreshToken).toBe(tokens.refreshToken);
    expect(readdirSync(someone.folder)).not.toContain('session.json.lock');
  });

  test('are refreshed to the end within a second after a Ctrl-C, and the lock is released', async () => {
    const someone = createPerson();
    keepUntil(someone, time);
    const controller = new AbortController();
    const ran = await someone.notes(['whoami'], {
      signal: controller.signal,
      fetch: async (_, init) => {
        controller.abort();
        await new Promise((resolve) => setTimeout(resolve, 50));
        return rotating()({ body: JSON.parse(String(init.body)) } as AskedRequest) ?? createAmzResponse('', 500);
      },
    });
    expect(ran.code).toBe(130);
    expect(keptBy(someone)?.refreshToken).toBe('refresh-1');
    expect(readdirSync(someone.folder)).not.toContain('session.json.lock');
  });

  test('are not waited for longer than that', async () => {
    const someone = createPerson();
    keepUntil(someone, time);
    for (const isEarly of [true, false]) {
      const controller = new AbortController();
      if (isEarly) controller.abort();
      const ran = await someone.notes(['whoami'], {
        signal: controller.signal,
        fetch: () => {
          controller.abort();
          return new Promise(() => undefined);
        },
      });
      expect(ran).toMatchObject({ code: 130, out: '' });
    }
    expect(keptBy(someone)?.refreshToken).toBe(tokens.refreshToken);
  });
});

describe('tokens go only to the deployment that issued them', () => {
  const others = Object.entries(config).map(([name, value]) => ({ ...config, [name]: `${value}x` }));
  const commands = [
    ...[['whoami'], ['list'], ['list', '--all'], ['get', 'a'], ['create', 'a'], ['update', 'a', 'b'], ['delete', 'a']],
    ...[['sign-out'], ['sign-out', '--everywhere'], ['totp', 'on'], ['totp', 'off'], ['delete-account', '--yes']],
    ['change-password', '--password', 'a', '--new-password', 'b'],
  ];
  test.each(commands)('%s %s', async (...command) => {
    for (const at of others) {
      const someone = createPerson({ at });
      someone.keep({ [at.userPoolClientId]: { ...tokens, expires: 0, at: config } });
      const ran = await someone.notes(command);
      expect(ran).toEqual({
        ...{ code: 3, out: '' },
        err: `notes: Not signed in at ${at.apiEndpoint}. Use \`notes sign-in EMAIL\`.\n`,
      });
      expect(someone.asked).toEqual([]);
    }
  });

  test('kept by an earlier version, which does not say where they are from, go nowhere', async () => {
    const someone = createPerson();
    someone.keep({ [config.userPoolClientId]: tokens } as never);
    expect(await someone.notes(['list'])).toMatchObject({ code: 3, err: expect.stringContaining('Not signed in at') });
    expect(someone.asked).toEqual([]);
  });
});
