import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openTable, type Table } from '../../infra/local/dynamodb/table.ts';
import { closeServer, listen } from '../../infra/local/listen.ts';
import { readDeployedRoles } from '../../test/kit/deployed-roles.ts';
import { createTestService } from '../../test/kit/dynamodb-at.ts';
import { createEvent, identityPoolId, userPoolId } from '../../test/kit/event.ts';
import { type Caller, parseCaller } from '../adapters/api-gateway/caller.ts';
import type { DynamoDB } from '../adapters/dynamodb/dynamodb.ts';
import { createCredentialsCache } from '../aws/credentials.ts';
import { createAssumeRole } from '../aws/sts.ts';
import { createWireDynamoDB } from '../aws/wire-dynamodb.ts';
import { createOwnerClients } from './owner-clients.ts';
import { createOwnerSessions } from './owner-sessions.ts';
import { patience } from './patience.ts';

const region = 'us-east-1';
let server: Server;
let table: Table;
let endpoint: string;
let calls = 0;
/** Milliseconds that sessions last, though STS says an hour. */
let lifetime: number;
let failing = false;
const roles = await readDeployedRoles();
/** The deployment's credentials, except that sessions expire when the test wants. */
const ending: typeof roles.credentials = {
  ...roles.credentials,
  issue: (session) => roles.credentials.issue(session, Date.now() + lifetime),
};

beforeEach(async () => {
  [calls, lifetime, failing] = [0, 60 * 60_000, false];
  table = await openTable({ table: roles.deployment.table, region, port: 0, sessions: roles.sessions });
  const assume = roles.sts({ credentials: ending });
  server = createServer((request, response) => {
    calls++;
    if (failing) return void response.writeHead(500).end();
    return assume(request, response);
  });
  endpoint = await listen(server, 'STS', 0);
});
afterEach(async () => {
  await closeServer(server);
  await table[Symbol.asyncDispose]();
});

const clients = (capacity?: number) => {
  const role = roles.issueKeys(roles.execution('get'));
  const asSts = createTestService(endpoint, 'sts', { ...patience, maxAttempts: 1 });
  const asTable = createTestService(table.endpoint, 'dynamodb');
  const assumeOwnerRole = createOwnerSessions({
    assumeRole: createAssumeRole(asSts(async () => role)),
    roleArn: roles.dataRoleArn('get'),
  });
  return createOwnerClients({
    clientFor: (caller) => createWireDynamoDB(asTable(createCredentialsCache(() => assumeOwnerRole(caller)))),
    ...(capacity !== undefined && { capacity }),
  });
};
const caller = (last: string): Caller => {
  const identityId = `us-east-1:7c9e6679-7425-40de-944b-e07fc1f90ae${last}`;
  const event = createEvent({ routeKey: 'GET /notes/{id}', identityId });
  return parseCaller(event, { identityPoolId, userPoolId, owner: 'identity' })._unsafeUnwrap();
};
const [ann, bob] = [caller('1'), caller('2')];
const get = async (dynamo: DynamoDB, of: Caller) =>
  dynamo('GetItem', { TableName: 'notes', Key: { userId: { S: of.owner }, noteId: { S: 'x' } } });

describe('a client for an owner', () => {
  test('reaches that owner’s items and no other’s', async () => {
    const clientFor = clients();
    expect((await get(clientFor(ann), ann)).isOk()).toBe(true);
    await expect(get(clientFor(ann), bob)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  test('opens one session for all concurrent requests', async () => {
    const clientFor = clients();
    await Promise.all(Array.from({ length: 20 }, () => get(clientFor(ann), ann)));
    await get(clientFor(ann), ann);
    expect(calls).toBe(1);
    await get(clientFor(bob), bob);
    expect(calls).toBe(2);
  });

  test('opens another session five minutes before the first ends', async () => {
    const clientFor = clients();
    lifetime = 4 * 60_000;
    await get(clientFor(ann), ann);
    lifetime = 60 * 60_000;
    calls = 0;
    await get(clientFor(ann), ann);
    expect(calls).toBe(1);
    await get(clientFor(ann), ann);
    expect(calls).toBe(1);
  });

  test('is discarded if there are too many, the least recently used first', async () => {
    const clientFor = clients(2);
    const [first, second] = [clientFor(ann), clientFor(bob)];
    expect(clientFor(ann)).toBe(first);
    clientFor(caller('3'));
    expect(clientFor(ann)).toBe(first);
    expect(clientFor(bob)).not.toBe(second);
  });

  test('retries after a failure', async () => {
    const clientFor = clients();
    failing = true;
    expect((await get(clientFor(ann), ann))._unsafeUnwrapErr()).toEqual({ kind: 'Unavailable', mayHaveWritten: false });
    failing = false;
    expect((await get(clientFor(ann), ann)).isOk()).toBe(true);
  });
});
