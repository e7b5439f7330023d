import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Trace } from '../../infra/local/trace/trace.ts';
import { newUser, type User } from '../user.ts';
import { stepsOf, type TracedStack, tracedStack } from './traced-stack.ts';

type Send = (user: User) => ReturnType<User['ask']>;
const sends: Readonly<Record<string, Send>> = {
  create: (user) => user.ask('POST', '/notes', { content: user.identityId }),
  list: (user) => user.ask('GET', '/notes?limit=1'),
  missing: (user) => user.ask('GET', '/notes/0192d3c4-0000-7000-8000-000000000001'),
};

let stack: TracedStack;
let users: readonly [User, User];
beforeAll(async () => {
  stack = await tracedStack();
  // Answers are held to the document elsewhere; here, there are many.
  users = [await newUser(stack.outputs, { isSound: false }), await newUser(stack.outputs, { isSound: false })];
  // Each function is loaded then, and does not have to be by 200 requests at once.
  for (const send of Object.values(sends)) await send(users[0]);
});
afterAll(() => stack?.[Symbol.asyncDispose]());

const known = new Map<string, Promise<Trace>>();
const traceById = (id: string): Promise<Trace> => {
  const found =
    known.get(id) ?? stack.ask(`/api/chain/trace?id=${id}`).then(async (answer) => (await answer.json()) as Trace);
  known.set(id, found);
  return found;
};

const calls = fc.record({ who: fc.constantFrom(0, 1), what: fc.constantFrom('create', 'list', 'missing') });

// On a machine that is busy with other tests, 200 requests at once take their time.
const patience = { timeout: 240_000 };

test(
  'of requests at once, each trace has the calls of its own function, for its own owner, and no others',
  patience,
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(calls, { minLength: 200, maxLength: 200 }), async (asked) => {
        const answers = await Promise.all(
          asked.map(async ({ who, what }) => ({
            user: users[who] ?? users[0],
            what,
            answer: await sends[what]?.(users[who] ?? users[0]),
          })),
        );
        // Where a machine is too busy, the API answers in place of a function that has no time left.
        const served = answers.filter(({ answer }) => answer !== undefined && answer.status < 500);
        expect(served.length).toBeGreaterThan(100);
        for (const { user, what, answer } of served) {
          const trace = await stack.traceOf(answer?.headers.get('apigw-requestid') ?? '');
          // A function that gets no answer in time, on a busy machine, asks once more.
          const tableCalls = stepsOf(trace, 'Table');
          const [table] = tableCalls;
          expect(tableCalls.length).toBeGreaterThan(0);
          for (const { operation, leadingKeys, session, asked } of tableCalls) {
            expect(operation).toBe({ create: 'PutItem', list: 'Query', missing: 'GetItem' }[what]);
            expect(leadingKeys).toEqual([user.identityId]);
            expect(session?.tags).toEqual([['owner', user.identityId]]);
            // The very item that this request made, and not another one of the same owner.
            if (what === 'create') expect(asked).toContain(answer?.body.noteId);
          }
          const roles = stepsOf(trace, 'Role');
          for (const role of roles) expect(role.tags).toEqual([['owner', user.identityId]]);
          const takenIn = table?.session?.takenIn ?? '';
          const taken = await traceById(takenIn);
          expect(stepsOf(taken, 'Role').map(({ issuedKeyId }) => issuedKeyId)).toContain(table?.accessKeyId);
        }
      }),
      // A smaller one would take as long again, and show less.
      { numRuns: 1, endOnFailure: true },
    );
  },
);

test('nobody’s calls get into somebody else’s trace by the header that the runtime adds', patience, async () => {
  const [ann, bob] = users;
  const { id } = await stack.traceOf((await bob.ask('GET', '/notes')).headers.get('apigw-requestid'));
  const { DynamoDBClient, ScanCommand } = await import('@aws-sdk/client-dynamodb');
  const { DynamoDbEndpoint: endpoint, Region: region, NotesTableName: TableName } = stack.outputs;
  for (const credentials of [ann.keys, { accessKeyId: 'local', secretAccessKey: 'local' }]) {
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
  await stack.rowWhere(({ kind, who }) => kind === 'table' && who?.identityId === ann.identityId);
  const after = (await (await stack.ask(`/api/chain/trace?id=${id}`)).json()) as Trace;
  expect(stepsOf(after, 'Table')).toHaveLength(1);
});
