import { createHash } from 'node:crypto';
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { AwsClient, AwsV4Signer } from 'aws4fetch';
import { expect } from 'vitest';
import { localCredentials } from '../../../../infra/local/dynamodb/table.ts';
import type { User } from '../../../kit/user.ts';
import { selectSteps } from '../traced-stack.ts';
import { createSomeone, type Promises, readNumber, readRequestId, type Scene, traceById } from './scene.ts';

export const sends = {
  create: (user: User) => user.ask('POST', '/notes', { content: user.identityId }),
  list: (user: User) => user.ask('GET', '/notes?limit=1'),
  missing: (user: User) => user.ask('GET', '/notes/0192d3c4-0000-7000-8000-000000000001'),
};
const operations = { create: 'PutItem', list: 'Query', missing: 'GetItem' };

export interface Asked {
  readonly who: 'ann' | 'bob';
  readonly what: keyof typeof sends;
}

/**
 * Sends all at once, and expects each trace to have only the calls of its own function, for its own owner. Resolves to
 * how many requests were served.
 */
export const expectOwnCalls = async (scene: Scene, asked: readonly Asked[]): Promise<number> => {
  const { stack } = scene;
  const answers = await Promise.all(
    asked.map(async ({ who, what }) => ({ user: scene[who], what, answer: await sends[what](scene[who]) })),
  );
  // On a machine that is too busy, the API answers in place of a function that ran out of time.
  const served = answers.filter(({ answer }) => answer.status < 500);
  for (const { user, what, answer } of served) {
    const trace = await stack.fetchTrace(readRequestId(answer));
    // On a busy machine, a function that gets no answer in time asks again.
    const tableCalls = selectSteps(trace, 'Table');
    expect(tableCalls.length).toBeGreaterThan(0);
    for (const { operation, leadingKeys, session, asked } of tableCalls) {
      expect(operation).toBe(operations[what]);
      expect(leadingKeys).toEqual([user.identityId]);
      expect(session?.tags).toEqual([['owner', user.identityId]]);
      // The very item that this request created, and not another one of the same owner.
      if (what === 'create') expect(asked).toContain(answer.body.noteId);
    }
    for (const role of selectSteps(trace, 'Role')) expect(role.tags).toEqual([['owner', user.identityId]]);
    const [table] = tableCalls;
    const taken = await traceById(stack, table?.session?.takenIn ?? '');
    expect(selectSteps(taken, 'Role').map(({ issuedKeyId }) => issuedKeyId)).toContain(table?.accessKeyId);
  }
  return served.length;
};

/** Three requests of each kind from each of the two users, in turn. */
const mixed = Array.from({ length: 18 }, (_, index): Asked => {
  const what = (['create', 'list', 'missing'] as const)[Math.floor(index / 2) % 3] ?? 'list';
  return { who: index % 2 === 0 ? 'ann' : 'bob', what };
});

export const attribution: Promises = {
  'requests at the same time each have the calls of their own function': async (scene) => {
    // For a user without a session, a function makes two calls, and others come in between.
    const newcomers = { ...scene, ann: await createSomeone(scene), bob: await createSomeone(scene) };
    expect(await expectOwnCalls(newcomers, mixed)).toBeGreaterThan(9);
  },

  'requests over one connection each have their own steps and calls': async (scene) => {
    const { outputs } = scene.stack;
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const reused: boolean[] = [];
    try {
      const ids: string[] = [];
      for (const user of [scene.ann, scene.bob, scene.ann]) {
        const url = `${outputs.ApiEndpoint}/notes`;
        const signed = await new AwsV4Signer({
          ...user.keys,
          region: outputs.Region,
          service: 'execute-api',
          url,
        }).sign();
        const headers = Object.fromEntries(signed.headers);
        const { promise, resolve, reject } = Promise.withResolvers<string>();
        const sent = request(url, { agent, headers }, async (response) => {
          await text(response);
          resolve(String(response.headers['apigw-requestid']));
        });
        sent.on('error', reject).end();
        ids.push(await promise);
        reused.push(sent.reusedSocket);
      }
      expect(reused).toEqual([false, true, true]);
      const traces = await Promise.all(ids.map(scene.stack.fetchTrace));
      expect(new Set(traces.map(({ id }) => id)).size).toBe(3);
      for (const [index, user] of [scene.ann, scene.bob, scene.ann].entries()) {
        const trace = traces[index];
        if (trace === undefined) throw new Error('It has no trace.');
        expect(selectSteps(trace, 'Request')).toHaveLength(1);
        expect(selectSteps(trace, 'Table').map(({ leadingKeys }) => leadingKeys)).toEqual([[user.identityId]]);
      }
    } finally {
      agent.destroy();
    }
  },

  'the runtime’s trace header brings nobody’s calls into somebody else’s trace': async ({ stack, ann, bob }) => {
    const { id } = await stack.fetchTrace(readRequestId(await sends.list(bob)));
    const { DynamoDbEndpoint: endpoint, Region: region, NotesTableName: TableName } = stack.outputs;
    for (const credentials of [ann.keys, localCredentials]) {
      const client = new DynamoDBClient({ endpoint, region, credentials, maxAttempts: 1 });
      client.middlewareStack.add(
        (next) => (args) => {
          Object.assign((args.request as { headers: object }).headers, { 'x-amzn-trace-id': id });
          return next(args);
        },
        { step: 'build', name: 'trace' },
      );
      await client.send(new ScanCommand({ TableName })).catch(() => {});
      client.destroy();
    }
    expect(selectSteps(await traceById(stack, id), 'Table')).toHaveLength(1);
    await stack.rowWhere(({ kind, who }) => kind === 'table' && who?.identityId === ann.identityId);
  },

  'a client that sends the runtime’s trace header has its calls in its own trace': async ({ stack, ann, bob }) => {
    const { id } = await stack.fetchTrace(readRequestId(await sends.list(bob)));
    const asked = await ann.ask('GET', '/notes', undefined, { 'x-amzn-trace-id': id });
    const own = await stack.fetchTrace(readRequestId(asked));
    expect(selectSteps(own, 'Table').map(({ leadingKeys }) => leadingKeys)).toEqual([[ann.identityId]]);
    expect(selectSteps(await traceById(stack, id), 'Table')).toHaveLength(1);
  },

  'a role session is shown as taken in the request that it was taken for': async (scene) => {
    const user = await createSomeone(scene);
    const first = await scene.stack.fetchTrace(readRequestId(await sends.list(user)));
    const again = await scene.stack.fetchTrace(readRequestId(await sends.list(user)));
    const [role] = selectSteps(first, 'Role');
    for (const trace of [first, again])
      expect(selectSteps(trace, 'Table')).toMatchObject([
        { accessKeyId: role?.issuedKeyId, session: { takenIn: first.id } },
      ]);
    expect(selectSteps(again, 'Role')).toEqual([]);
  },

  'a request with an invalid signature is nobody’s, whichever key it names': async ({ stack, ann }) => {
    const { ApiEndpoint, Region: region } = stack.outputs;
    const keys = { ...ann.keys, secretAccessKey: 'A'.repeat(40) };
    const forged = await new AwsClient({ ...keys, region, service: 'execute-api', retries: 0 }).fetch(
      `${ApiEndpoint}/notes`,
    );
    const trace = await stack.fetchTrace(readRequestId(forged));
    expect(trace.who).toBeUndefined();
    expect(trace.steps.map(({ kind }) => kind)).toEqual(['Request', 'Signature', 'Answer']);
    expect(selectSteps(trace, 'Signature')).toMatchObject([{ matches: false }]);
  },

  'each decision of IAM about a request to S3 is shown, and a row says if one of them was a denial': async (scene) => {
    const { S3Endpoint, BucketName, Region: region } = scene.stack.outputs;
    const keys = [scene.bob, scene.ann].map(({ identityId }) => `private/${identityId}/none.txt`);
    const objects = keys.map((key) => `<Object><Key>${key}</Key></Object>`).join('');
    const body = `<Delete>${objects}</Delete>`;
    const digest = createHash('md5').update(body).digest('base64');
    const client = new AwsClient({ ...scene.ann.keys, region, service: 's3', retries: 0 });
    const headers = { 'content-md5': digest, 'content-type': 'application/xml' };
    const answer = await client.fetch(`${S3Endpoint}/${BucketName}?delete`, { method: 'POST', body, headers });
    expect(answer.status).toBe(200);
    await answer.arrayBuffer();
    const trace = await scene.stack.fetchTrace(answer.headers.get('x-amz-request-id'));
    expect(trace).toMatchObject({ isRefused: false, isDeniedInPart: true });
    expect(selectSteps(trace, 'Permission').map(({ permission }) => permission)).toMatchObject([
      { allowed: false, resource: expect.stringContaining(keys[0] ?? '') },
      { allowed: true, resource: expect.stringContaining(keys[1] ?? '') },
    ]);
  },

  'two refusals at the same time each have their own explanation': async ({ stack, ann, bob }) => {
    const made = await ann.ask('POST', '/notes', { content: 'Ann’s' });
    const since = readNumber((await stack.fetchTrace(readRequestId(made))).id);
    const [foreign, unsigned] = await Promise.all([
      bob.ask('GET', `/notes/${made.body.noteId}`),
      fetch(`${stack.outputs.ApiEndpoint}/notes`),
    ]);
    const waiting = new Set([readRequestId(foreign), readRequestId(unsigned)]);
    const seen = new Set<string>();
    while (waiting.size > 0) {
      const { id } = await stack.rowWhere(
        (row) => row.cause !== undefined && readNumber(row.id) >= since && !seen.has(row.id),
      );
      seen.add(id);
      const { requestId = '', refusal } = await traceById(stack, id);
      expect(refusal?.requestId).toBe(requestId);
      waiting.delete(requestId);
    }
    expect((await stack.fetchTrace(readRequestId(foreign))).refusal?.kind).toBe('NotFound.OfAnotherOwner');
  },
};
