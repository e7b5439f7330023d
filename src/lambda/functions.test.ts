import { createServer, type RequestListener } from 'node:http';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { openTable } from '../../infra/local/dynamodb/table.ts';
import { listen } from '../../infra/local/listen.ts';
import { findResources, type Template } from '../../infra/template/template.ts';
import { type DeployedRoles, readDeployedRoles } from '../../test/kit/deployed-roles.ts';
import { createEvent, type EventOptions, identityPoolId, userPoolId } from '../../test/kit/event.ts';
import { createExchangeFromEvent } from '../../test/openapi/exchange.ts';
import { expectConforming } from '../../test/openapi/expect-conforming.ts';
import type { NotesHandler } from '../adapters/api-gateway/handler.ts';
import { type FunctionName, routes } from './routes.ts';

const region = 'us-east-1';
const [ann, bob] = ['us-east-1:7c9e6679-7425-40de-944b-e07fc1f90ae7', 'us-east-1:7c9e6679-7425-40de-944b-e07fc1f90ae8'];
const key = '0192d3c4-0000-7000-8000-000000000001';

const modules: Record<FunctionName, () => Promise<{ readonly handler: NotesHandler }>> = {
  create: () => import('./create.ts'),
  list: () => import('./list.ts'),
  get: () => import('./get.ts'),
  update: () => import('./update.ts'),
  delete: () => import('./delete.ts'),
};

let roles: Readonly<Record<'iam' | 'application', DeployedRoles>>;
beforeAll(async () => {
  roles = { iam: await readDeployedRoles('iam'), application: await readDeployedRoles('application') };
});

const ends: (() => unknown)[] = [];
const written: string[] = [];
beforeEach(() => {
  vi.resetModules();
  written.length = 0;
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  for (const [name, value] of Object.entries({
    AWS_REGION: region,
    NOTES_TABLE_NAME: 'notes',
    IDENTITY_POOL_ID: identityPoolId,
    USER_POOL_ID: userPoolId,
  }))
    vi.stubEnv(name, value);
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  for (const end of ends.splice(0)) await end();
});

const serve = async (service: 'DYNAMODB' | 'STS', listener: RequestListener): Promise<void> => {
  const server = createServer(listener);
  ends.push(() => {
    server.close();
    server.closeAllConnections();
  });
  vi.stubEnv(`AWS_ENDPOINT_URL_${service}`, await listen(server, service, 0));
};

/** Starts the notes table and STS behind the permissions of the deployment. */
const table = async (isolation: 'iam' | 'application'): Promise<void> => {
  const { deployment, sessions, sts } = roles[isolation];
  const open = await openTable({ table: deployment.table, region, port: 0, sessions });
  ends.push(() => open[Symbol.asyncDispose]());
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', open.endpoint);
  await serve('STS', sts());
};

/** Starts a function as Lambda does, and calls it with `milliseconds` left. */
const started = async (name: FunctionName, isolation: 'iam' | 'application', env: Record<string, string> = {}) => {
  const { issueKeys: keysOf, execution, dataRoleArn } = roles[isolation];
  const role = keysOf(execution(name));
  for (const [name, value] of Object.entries({
    AWS_ACCESS_KEY_ID: role.accessKeyId,
    AWS_SECRET_ACCESS_KEY: role.secretAccessKey,
    AWS_SESSION_TOKEN: role.sessionToken,
    ISOLATION: isolation,
    ...env,
  }))
    vi.stubEnv(name, value);
  if (isolation === 'iam') vi.stubEnv('DATA_ROLE_ARN', dataRoleArn(name));
  const { method, path } = routes.find((route) => route.function === name) ?? {};
  const { handler } = await modules[name]();
  return async (identityId: string, asked: Partial<EventOptions> = {}, milliseconds = 10_000) => {
    const event = createEvent({ routeKey: `${method} ${path}`, identityId, id: key, ...asked });
    const response = await handler(event, { getRemainingTimeInMillis: () => milliseconds });
    expectConforming(createExchangeFromEvent(event, response));
    const { statusCode: status, body = '""' } = response;
    return { status, body: JSON.parse(body) };
  };
};
/** Lets nobody assume a role that requires tags. */
const withoutTrust = (template: Template): void => {
  for (const [, { Properties }] of findResources(template, 'AWS::IAM::Role'))
    for (const statement of Properties.AssumeRolePolicyDocument.Statement)
      if (statement.Condition !== undefined) statement.Effect = 'Deny';
};

const content = (content: string) => ({ body: JSON.stringify({ content }) });

describe('the functions', () => {
  test.each(['iam', 'application'] as const)('keep each caller’s notes apart with isolation %s', async (isolation) => {
    await table(isolation);
    const headers = { 'idempotency-key': key };
    const create = await started('create', isolation);
    expect((await create(ann, { ...content('Ann’s'), headers })).status).toBe(200);
    expect((await create(bob, { ...content('Bob’s'), headers })).status).toBe(200);
    const update = await started('update', isolation);
    expect(await update(ann, content('Ann’s, changed'))).toMatchObject({ status: 200, body: { userId: ann } });
    const get = await started('get', isolation);
    expect((await get(ann)).body).toMatchObject({ noteId: key, content: 'Ann’s, changed' });
    expect((await get(bob)).body).toMatchObject({ noteId: key, content: 'Bob’s' });
    const remove = await started('delete', isolation);
    expect((await remove(ann)).status).toBe(204);
    const list = await started('list', isolation);
    expect(await list(ann)).toEqual({ status: 200, body: [] });
    expect((await list(bob)).body).toMatchObject([{ userId: bob, content: 'Bob’s' }]);
  });

  test('write one line of JSON for each request, and nothing else', async () => {
    await table('application');
    const get = await started('get', 'application');
    await get(ann);
    await get(bob);
    const line = {
      level: 'info',
      requestId: 'JKJaXmPLvHcESHA=',
      route: 'GET /notes/{id}',
      owner: expect.stringMatching(/^[\w-]{16}$/),
      status: 404,
      milliseconds: expect.any(Number),
      problem: expect.any(String),
    };
    const [first, second, ...more] = written.join('').split('\n');
    expect([first, second].map((each) => JSON.parse(String(each)))).toEqual([line, line]);
    expect(more).toEqual(['']);
  });

  test.each([
    [{ REQUIRE_IF_MATCH: 'true' }, 428],
    [{ REQUIRE_IF_MATCH: 'false' }, 404],
    [{}, 404],
  ])('with %o answer an unconditional update of a missing note with %i', async (env, status) => {
    await table('application');
    const update = await started('update', 'application', env);
    expect((await update(ann, content('one'))).status).toBe(status);
    expect((await update(ann, { ...content('one'), headers: { 'if-match': '*' } })).status).toBe(404);
  });
});

describe('a function whose table is slow', () => {
  test('answers before its time is over, and does not retry', async () => {
    let requests = 0;
    await serve('DYNAMODB', () => void requests++);
    const get = await started('get', 'application');
    expect((await get(ann, {}, 1000)).status).toBe(503);
    expect(requests).toBe(1);
  });

  test('retries if no answer begins, even if interim responses arrive', async () => {
    let requests = 0;
    await serve('DYNAMODB', (_, response) => {
      if (++requests > 1) return void response.end('{}');
      const trickle = setInterval(() => response.writeProcessing(), 50);
      response.on('close', () => clearInterval(trickle));
    });
    const get = await started('get', 'application');
    expect((await get(ann, {}, 5000)).status).toBe(404);
    expect(requests).toBe(2);
  });
});

describe('a function that cannot take its data role', () => {
  test('because STS fails answers that the store is unavailable, and does not call the table', async () => {
    let requests = 0;
    await serve('DYNAMODB', () => void requests++);
    await serve('STS', (_, response) => void response.writeHead(503).end());
    const get = await started('get', 'iam');
    expect(await get(ann)).toMatchObject({ status: 503, body: { type: expect.stringContaining('store-unavailable') } });
    expect(requests).toBe(0);
  });

  test('because STS refuses answers 500 and logs why, and does not call the table', async () => {
    let requests = 0;
    await serve('DYNAMODB', () => void requests++);
    const { authorizer } = await readDeployedRoles('iam', withoutTrust);
    await serve('STS', roles.iam.sts({ takeRole: authorizer.takeRole }));
    const get = await started('get', 'iam');
    expect((await get(ann)).status).toBe(500);
    expect(requests).toBe(0);
    expect(written.join('')).toContain('is not authorized to perform: sts:AssumeRole');
  });
});
