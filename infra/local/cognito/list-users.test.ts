import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestPools, type TestPools } from './test-pools.ts';
import { createUsers } from './users.ts';

let pools: TestPools;
const attributes = ['name', 'given_name', 'family_name', 'preferred_username'] as const;
/** In the order of `ListUsers`. */
const subs: string[] = [];
beforeAll(async () => {
  pools = await startTestPools();
  const users = createUsers(pools.state);
  for (let user = 0; user < 63; user++) {
    // Saved directly, without passwords, whose verifiers take time to compute.
    const sub = `sub-${String(user).padStart(2, '0')}`;
    const given = Object.fromEntries(attributes.map((name) => [name, `${name} ${user}`]));
    await users.save({
      verifier: { salt: '', verifier: '' },
      ...{ sub, email: `user-${user}@example.com`, emailVerified: true, status: 'CONFIRMED', created: 0, modified: 0 },
      ...(user < 3 && { attributes: { ...given, phone_number: `+4930${user}` } }),
    });
    subs.push(sub);
  }
});
afterAll(() => pools?.[Symbol.asyncDispose]());

const list = async (parameters: object) => {
  const { status, type, body } = await pools.admin('ListUsers', parameters);
  if (status !== 200) return `${type}: ${body.message}`;
  const { Users, PaginationToken } = body;
  return { users: Users.map(({ Username }: { Username: string }) => Username), token: PaginationToken };
};

describe('a page of users', () => {
  test('has as many as the limit, or 60 if it is 0 or absent', async () => {
    for (const asked of [{}, { Limit: 60 }, { Limit: 0 }])
      expect(await list(asked)).toEqual({ users: subs.slice(0, 60), token: subs[59] });
    expect(await list({ Limit: 1 })).toEqual({ users: subs.slice(0, 1), token: subs[0] });
  });

  test('continues after the previous one, to the end, with each user once', async () => {
    const second = await list({ Limit: 60, PaginationToken: subs[59] });
    expect(second).toEqual({ users: subs.slice(60), token: undefined });
    expect(await list({ Limit: 3, PaginationToken: subs[59] })).toEqual({ users: subs.slice(60), token: undefined });
    expect(await list({ Limit: 2, PaginationToken: subs[59] })).toEqual({ users: subs.slice(60, 62), token: subs[61] });
  });

  test.each([-1, 61, 1.5, '1', null])('cannot have the limit %j', async (Limit) => {
    expect(await list({ Limit })).toBe('InvalidParameterException: Limit must be a whole number from 0 to 60.');
  });
});

describe('a filter', () => {
  test.each([...attributes, 'phone_number'])('on %s finds users with the value, or with none', async (name) => {
    const value = (user: number) => (name === 'phone_number' ? `+4930${user}` : `${name} ${user}`);
    expect(await list({ Filter: `${name} = "${value(1)}"` })).toMatchObject({ users: ['sub-01'] });
    expect(await list({ Filter: `${name} = "${value(1).slice(0, -1)}"` })).toMatchObject({ users: [] });
    expect(await list({ Filter: `${name} ^= "${value(1).slice(0, -1)}"` })).toMatchObject({ users: subs.slice(0, 3) });
    expect(await list({ Filter: `${name} = ""` })).toMatchObject({ users: subs.slice(3) });
  });

  test('may have white space around it, and quotes around its name', async () => {
    for (const Filter of ['  sub = "sub-07"\n', '"sub"="sub-07"', 'sub  ^=  "sub-07"'])
      expect(await list({ Filter })).toMatchObject({ users: ['sub-07'] });
  });

  test.each([
    'x sub = "sub-07"',
    'sub = "sub-07" x',
    'sub == "sub-07"',
    'sub = sub-07',
    'email_verified = "true"',
    ' ',
  ])('is refused if it is malformed: %j', async (Filter) => {
    expect(await list({ Filter })).toBe('InvalidParameterException: Error while parsing filter.');
  });

  test('on the status tells enabled users from disabled ones', async () => {
    expect(await list({ Filter: 'status = "Enabled"', Limit: 1 })).toMatchObject({ users: ['sub-00'] });
    expect(await list({ Filter: 'status = "Disabled"' })).toMatchObject({ users: [] });
  });
});
