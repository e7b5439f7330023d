import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createOutputs, createPerson } from '../../test/kit/cli/person.ts';
import { type AskedRequest, config, createAmzResponse, createRefusal } from '../../test/kit/fake-pools.ts';

const who = ['call', '--username', 'a@b.c', '--password', 'Passw0rd!'];
const flags = [
  ...['--user-pool-id', 'us-west-2_y', '--app-client-id', 'd', '--identity-pool-id', 'us-west-2:q'],
  ...['--invoke-url', 'https://api.example.com/v1//', '--cognito-region', 'us-west-2'],
];
const get = ['--path-template', '/notes'];
const post = [...get, '--method', 'POST'];
const steps = 'Authenticating with User Pool\nGetting temporary credentials\nMaking API request\n';
const isApi = ({ operation }: AskedRequest) => ['GET', 'PUT', 'POST', 'DELETE'].includes(operation);
const answering = (answer: () => Response) => (asked: AskedRequest) => (isApi(asked) ? answer() : undefined);
const call = async (args: readonly string[], running = {}) => {
  const someone = createPerson({ signedIn: false });
  const ran = await someone.notes([...who, ...args], running);
  return { ...ran, all: someone.asked, asked: someone.asked.find(isApi) };
};

test('prints what the tutorial’s tool prints', async () => {
  const { code, out, err, asked } = await call([...post, '--data', 'content=hello']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toBe(
    `${steps}{\n  status: 200,\n  statusText: 'OK',\n  data: { userId: 'i', noteId: 'n', content: ` +
      `'a', createdAt: 1 }\n}\n`,
  );
  expect(asked).toMatchObject({ url: 'https://notes.example.com/notes', body: { content: 'hello' } });
  expect(asked?.headers.get('authorization')).toMatch(/\/us-east-1\/execute-api\//);
});

test('prints a single document with --json', async () => {
  const { out } = await call([...get, '--json'], { instead: answering(() => Response.json({ a: '\u009b' })) });
  expect(JSON.parse(out)).toEqual({ status: 200, statusText: 'OK', data: { a: '\u009b' } });
  expect(out).not.toContain('\u009b');
});

test.each([
  [200, '{"a":1}', "{ status: 200, statusText: 'OK', data: { a: 1 } }", 0],
  [200, 'plain "text"\u001b', `{ status: 200, statusText: 'OK', data: 'plain "text"\\x1B' }`, 0],
  [404, '{"title":"x"}', "{ status: 404, statusText: 'Not Found', data: { title: 'x' } }", 4],
  [403, '{}', "{ status: 403, statusText: 'Forbidden', data: {} }", 6],
  [429, '{}', "{ status: 429, statusText: 'Too Many Requests', data: {} }", 7],
  [400, '[]', "{ status: 400, statusText: 'Bad Request', data: [] }", 2],
  [412, '{}', "{ status: 412, statusText: 'Precondition Failed', data: {} }", 5],
  [503, '', "{ status: 503, statusText: 'Service Unavailable', data: '' }", 7],
  [599, '1', "{ status: 599, statusText: '', data: 1 }", 7],
])('shows any answer of %i, and exits by its status', async (status, body, shown, exitCode) => {
  const { code, out } = await call(get, { instead: answering(() => new Response(body, { status })) });
  expect({ code, out }).toEqual({ code: exitCode, out: `${steps}${shown}\n` });
});

test('shows four levels of an answer, and no control characters', async () => {
  const deep = { a: { b: { c: { d: { e: 1 } } } }, 'x-y\u202e': '\u202e' };
  const { out } = await call(get, { instead: answering(() => Response.json(deep)) });
  expect(out).toContain('d: [Object]');
  expect(out).not.toContain('\u202e');
});

describe('sends', () => {
  test('the access token, and no other token, in the named header', async () => {
    const { asked, all } = await call([...get, '--access-token-header', 'X-Token'], {});
    expect(asked?.headers.get('x-token')).toBe('access2');
    expect([...(asked?.headers ?? [])].flat().join()).not.toMatch(/refresh2|id2/);
    expect(all.map(({ operation }) => operation)).toContain('GetId');
    const none = await call(get);
    expect([...(none.asked?.headers ?? [])].flat().join()).not.toMatch(/access2|refresh2|id2/);
  });

  test('one header per name, whatever its case', async () => {
    const { asked } = await call([
      ...[...post, '--data', 'a=1', '--header', 'CONTENT-TYPE=text/x', '--access-token-header', 'x-token'],
      ...['--header', 'X-Token=mine', '--api-key', 'k'],
    ]);
    expect(Object.fromEntries(asked?.headers ?? [])).toMatchObject({
      ...{ 'content-type': 'text/x', 'x-token': 'access2', 'x-api-key': 'k', accept: 'application/json' },
    });
  });

  test('to the place in the flags, signed for their region', async () => {
    const { asked, all } = await call([...flags, ...get, '--api-gateway-region', 'eu-west-1']);
    expect(asked?.url).toBe('https://api.example.com/v1/notes');
    expect(asked?.headers.get('authorization')).toMatch(/\/eu-west-1\/execute-api\//);
    expect(all[0]?.url).toBe('https://cognito-idp.us-west-2.amazonaws.com/');
    expect(all[0]?.body.ClientId).toBe('d');
    expect(all.find(({ operation }) => operation === 'GetId')?.body).toMatchObject({ IdentityPoolId: 'us-west-2:q' });
    expect((await call([...flags, ...get])).asked?.headers.get('authorization')).toMatch(/\/us-west-2\/execute-api\//);
    const without = [...flags.slice(0, -2), '--cognito-endpoint', 'https://c.example.com', ...get];
    const onOne = await call(without, { env: {} });
    expect(onOne.all[0]?.url).toBe('https://c.example.com');
    expect(onOne.asked?.headers.get('authorization')).toMatch(/\/us-east-1\/execute-api\//);
  });

  test.each([
    ['--user-pool-id', 'us-west-2_y'],
    ['--app-client-id', 'd'],
    ['--identity-pool-id', 'us-west-2:q'],
    ['--invoke-url', 'https://api.example.com/'],
    ['--cognito-region', 'us-west-2'],
    ['--cognito-endpoint', 'https://c.example.com'],
  ])('as %s says, and otherwise as the outputs say', async (flag, value) => {
    const { all, asked, code } = await call([flag, value, ...get]);
    expect(code).toBe(0);
    const valueFor = (name: string) => (flag === name ? value : undefined);
    expect(asked?.url).toBe(
      valueFor('--invoke-url') === undefined ? 'https://notes.example.com/notes' : `${value}notes`,
    );
    expect(all[0]?.url).toBe(valueFor('--cognito-endpoint') ?? config.cognitoEndpoint);
    expect(all[0]?.body.ClientId).toBe(valueFor('--app-client-id') ?? config.userPoolClientId);
    const region = valueFor('--cognito-region') ?? config.region;
    expect(all.find(({ operation }) => operation === 'GetId')?.body).toMatchObject({
      IdentityPoolId: valueFor('--identity-pool-id') ?? config.identityPoolId,
      Logins: { [`cognito-idp.${region}.amazonaws.com/${valueFor('--user-pool-id') ?? config.userPoolId}`]: 'id2' },
    });
  });
});

describe('asks which deployment to call', () => {
  const said = 'notes: Give --user-pool-id, --app-client-id, --identity-pool-id and --invoke-url, or --outputs.\n';
  test('if neither flags nor outputs name it', async () => {
    for (let left = 0; left < 4; left++) {
      const less = flags.toSpliced(left * 2, 2);
      expect(await call([...less, ...get], { env: { NOTES_OUTPUTS: '' } })).toMatchObject({
        code: 2,
        err: said,
        all: [],
      });
    }
  });

  test('unless outputs are found or given', async () => {
    const someone = createPerson({ signedIn: false });
    expect(await someone.notes([...who, ...get, '--outputs', someone.outputs], { env: {} })).toMatchObject({ code: 0 });
    mkdirSync(join(someone.folder, '.local'));
    writeFileSync(join(someone.folder, '.local/outputs.json'), JSON.stringify(createOutputs(config)), { mode: 0o600 });
    expect(await someone.notes([...who, ...get], { env: {} })).toMatchObject({ code: 0 });
  });
});

test.each<[string[], RegExp]>([
  [['--header', 'x-a=😀'], /--header: the value of x-a is not valid/],
  [['--header', 'a b=x'], /"a b" is not the name/],
  [['--access-token-header', 'a b'], /--access-token-header: "a b" is not the name/],
  [['--access-token-header', 'Authorization'], /--access-token-header: authorization is set by/],
  [['--method', 'G T'], /--method/],
  [['--body', '{'], /--body is not JSON/],
  [['--param', 'x'], /--param takes name=value/],
  [['--invoke-url', 'nowhere'], /The flags: the API's URL is invalid: nowhere/],
  [['--cognito-endpoint', 'ftp://x'], /The flags: the pools' URL must begin with/],
  [['--cognito-region', 'a/b'], /The flags: "a\/b" is not a region/],
  [['--api-gateway-region', 'a b'], /--api-gateway-region: "a b" is not a region/],
  [[...flags, '--invoke-url', 'https://u@x'], /The flags: the API's URL must have no user/],
  [['--path-template', '/{x}'], /The path has \{x\}/],
])('reports a mistake before it sends anything: %j', async (more, said) => {
  const { code, out, err, all } = await call([...get, ...more]);
  expect({ code, out, all }).toEqual({ code: 2, out: '', all: [] });
  expect(err).toMatch(said);
});

test('shows the steps up to the one that fails', async () => {
  const failing = (operation: string) => (asked: AskedRequest) =>
    asked.operation === operation ? createRefusal('NotAuthorizedException', 'No.') : undefined;
  const lines = steps.split('\n');
  expect(await call(get, { instead: failing('InitiateAuth') })).toMatchObject({
    code: 3,
    out: `${lines[0]}\n`,
    err: 'notes: No.\n',
  });
  expect(await call(get, { instead: failing('GetId') })).toMatchObject({ code: 3, out: `${lines[0]}\n${lines[1]}\n` });
  const away = answering(() => Response.redirect('https://evil.example.com'));
  expect(await call(get, { instead: away })).toMatchObject({ code: 7, out: steps });
  expect(await call([...get, '--json'], { instead: away })).toMatchObject({ code: 7, out: '' });
});

test('takes the code of a second factor, and asks for it if it is missing', async () => {
  const instead = ({ operation, body }: AskedRequest) =>
    operation === 'RespondToAuthChallenge' && body.ChallengeName === 'PASSWORD_VERIFIER'
      ? createAmzResponse({ ChallengeName: 'SOFTWARE_TOKEN_MFA', Session: 's', ChallengeParameters: {} })
      : undefined;
  const { code, all } = await call([...get, '--code', '123456'], { instead });
  expect(code).toBe(0);
  expect(all.map(({ body }) => body.ChallengeResponses)).toContainEqual(
    expect.objectContaining({ SOFTWARE_TOKEN_MFA_CODE: '123456' }),
  );
  expect(await call(get, { instead })).toMatchObject({ code: 3, err: expect.stringContaining('--code') });
});

test('requires a user, a password and a path', async () => {
  const someone = createPerson();
  expect(await someone.notes(['call', '--path-template', '/notes'])).toMatchObject({ code: 2 });
  expect(await someone.notes(who)).toMatchObject({ code: 2, err: expect.stringContaining('--path-template') });
  expect(await someone.notes(['call', '--username', 'a', ...get])).toMatchObject({
    ...{ code: 2, out: '', err: expect.stringContaining('No password') },
  });
  expect((await someone.notes(['call', '--help'])).out).toContain('These forms work in every shell');
});
