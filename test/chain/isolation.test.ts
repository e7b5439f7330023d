import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleFunctions } from '../../infra/bundles.ts';
import { type Stack, type StackOptions, startStack } from '../../infra/local/stack.ts';
import { createItems } from '../kit/items.ts';
import { newUser, type User, type UserAnswer } from '../kit/user.ts';
import { wrapInBundle } from '../kit/wrap-exports.ts';

/** The deployment's own build builds the functions with the bug, and they run as they would be deployed. */
const wrongOwner = wrapInBundle({
  module: 'src/adapters/dynamodb/dynamo-note-store.ts',
  name: 'createDynamoNoteStore',
  by: join(import.meta.dirname, 'wrong-owner.ts'),
});

let data: string;
let foreign: { readonly owner: string; readonly id: string };
const lines: string[] = [];

const start = (options: Partial<StackOptions> = {}): Promise<Stack> =>
  startStack({
    data,
    port: 0,
    cognitoPort: 0,
    dynamodbPort: 0,
    s3Port: 0,
    onFunctionLine: (line) => lines.push(line),
    ...options,
  });
const withBug = (isolation: 'iam' | 'application') =>
  start({
    isolation,
    bundle: (folder) => bundleFunctions(folder, [wrongOwner]),
    environment: { PLANTED_OWNER: foreign.owner },
  });

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'owned-notes-'));
  await using stack = await start();
  const ann = await newUser(stack.outputs);
  const { body } = await ann.ask('POST', '/notes', { content: 'canary of Ann’s', attachment: 'canary' });
  foreign = { owner: ann.identityId, id: body.noteId };
});
afterAll(() => rm(data, { recursive: true, force: true }));

/** Sends every request that Bob can make for a note of Ann's, and returns the answers. */
const everything = async (bob: User): Promise<readonly UserAnswer[]> => {
  const path = `/notes/${foreign.id}`;
  return [
    await bob.ask('GET', path),
    await bob.ask('GET', '/notes'),
    await bob.ask('PUT', path, { content: 'Bob was here' }),
    await bob.ask('POST', '/notes', { content: 'Bob was here' }),
    await bob.ask('DELETE', path),
  ];
};

describe('functions that take their keys from somebody other than the caller', () => {
  test('are refused by IAM: no byte of the other owner’s gets out, and none is written', async () => {
    await using stack = await withBug('iam');
    const before = await createItems(stack.outputs);
    const { length } = lines;
    const answers = await everything(await newUser(stack.outputs));
    expect(answers.map(({ status }) => status)).toEqual([500, 500, 500, 500, 500]);
    const written = lines.slice(length).join('\n');
    expect(written.match(/"name":"AccessDeniedException"/g)).toHaveLength(5);
    expect(JSON.stringify(answers) + written).not.toContain('canary');
    expect(await createItems(stack.outputs)).toEqual(before);
  });

  test('show the other owner’s notes if only the application isolates owners', async () => {
    await using stack = await withBug('application');
    const [read, listed, updated] = await everything(await newUser(stack.outputs));
    expect(read).toMatchObject({ status: 200, body: { content: 'canary of Ann’s' } });
    expect(JSON.stringify(listed?.body)).toContain('canary');
    expect(updated?.status).toBe(200);
    expect(JSON.stringify(await createItems(stack.outputs))).toContain('Bob was here');
  });
});

describe('the bundles that are deployed', () => {
  test.each(['iam', 'application'] as const)('serve all five routes with isolation %s', async (isolation) => {
    await using stack = await start({ isolation, bundle: (folder) => bundleFunctions(folder) });
    const user = await newUser(stack.outputs);
    const key = { 'idempotency-key': '0192d3c4-0000-7000-8000-000000000001' };
    const created = await user.ask('POST', '/notes', { content: 'one' }, key);
    expect(await user.ask('POST', '/notes', { content: 'one' }, key)).toMatchObject({
      status: 200,
      body: created.body,
    });
    expect((await user.ask('POST', '/notes', { content: 'two' }, key)).status).toBe(422);
    const path = `/notes/${created.body.noteId}`;
    expect((await user.ask('PUT', path, { content: 'two' }, { 'if-match': '"x"' })).status).toBe(412);
    expect((await user.ask('PUT', path, { content: 'two' })).status).toBe(200);
    expect((await user.ask('GET', '/notes')).body).toMatchObject([{ content: 'two' }]);
    expect((await user.ask('DELETE', path)).status).toBe(204);
    expect((await user.ask('DELETE', path)).status).toBe(404);
    expect((await user.ask('GET', path)).status).toBe(404);
  });
});
