import {
  CopyObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Outputs } from '../../../infra/local/outputs.ts';
import { admin } from '../../../infra/local/stack.ts';
import type { Trace } from '../../../infra/local/trace/trace.ts';
import { findResources } from '../../../infra/template/template.ts';
import { parseConfig } from '../../../src/client/config.ts';
import { createUserPool } from '../../../src/client/user-pool.ts';
import { newUser, type User } from '../../kit/user.ts';
import { selectSteps, startTracedStack, type TracedStack } from './traced-stack.ts';

let stack: TracedStack;
let ann: User;
let bob: User;
beforeAll(async () => {
  stack = await startTracedStack();
  [ann, bob] = [await newUser(stack.outputs), await newUser(stack.outputs)];
});
afterAll(() => stack?.[Symbol.asyncDispose]());

const idOf = ({ headers }: { readonly headers: Headers }) => headers.get('apigw-requestid');

test('shows each step of a create’s chain, with its real data', async () => {
  const trace = await stack.fetchTrace(idOf(await ann.ask('POST', '/notes', { content: 'hello' })));
  expect(trace).toMatchObject({ kind: 'api', method: 'POST', path: '/notes', status: 200, isRefused: false });
  expect(trace.who).toMatchObject({ identityId: ann.identityId, email: expect.stringContaining('@example.com') });
  expect(trace.steps.map(({ kind }) => kind)).toEqual([
    ...['Request', 'Signature', 'Credentials', 'Permission', 'Permission', 'Event', 'Owner', 'Role', 'Table', 'Answer'],
  ]);
  const [[request], [signature], [credentials], [event], [owner], [role], [table], [answer]] = [
    ...[selectSteps(trace, 'Request'), selectSteps(trace, 'Signature'), selectSteps(trace, 'Credentials')],
    ...[
      selectSteps(trace, 'Event'),
      selectSteps(trace, 'Owner'),
      selectSteps(trace, 'Role'),
      selectSteps(trace, 'Table'),
    ],
    selectSteps(trace, 'Answer'),
  ] as const;
  expect(request).toMatchObject({ body: { text: '{"content":"hello"}', bytes: 19, isCut: false } });
  expect(signature).toMatchObject({
    matches: true,
    canonicalRequest: expect.stringMatching(/^POST\n\/notes\n\nhost:/),
  });
  expect(credentials).toMatchObject({ accessKeyId: ann.keys.accessKeyId, identityId: ann.identityId });
  expect(JSON.parse(String(event && 'event' in event && event.event))).toMatchObject({
    version: '2.0',
    routeKey: 'POST /notes',
  });
  expect(owner).toMatchObject({ owner: ann.identityId, from: 'identity' });
  expect(role).toMatchObject({ status: 200, tags: [['owner', ann.identityId]], permission: { allowed: true } });
  expect(table).toMatchObject({
    ...{ operation: 'PutItem', status: 200, leadingKeys: [ann.identityId], capacity: 1 },
    accessKeyId: role && 'issuedKeyId' in role ? role.issuedKeyId : '',
    session: { tags: [['owner', ann.identityId]], takenIn: trace.id },
    permission: { allowed: true, statements: [{ applies: true, effect: 'Allow' }] },
  });
  expect(answer).toMatchObject({ status: 200, body: { text: expect.stringContaining('hello') } });
  for (const { at, milliseconds } of trace.steps) {
    expect(at).toBeGreaterThanOrEqual(0);
    expect(at + milliseconds).toBeLessThanOrEqual(trace.milliseconds ?? 0);
  }
});

test('says which session a list used again, and from which request that is', async () => {
  const first = await stack.fetchTrace(idOf(await ann.ask('GET', '/notes')));
  const again = await stack.fetchTrace(idOf(await ann.ask('GET', '/notes')));
  expect(selectSteps(again, 'Role')).toEqual([]);
  const [table] = selectSteps(again, 'Table');
  expect(table).toMatchObject({ operation: 'Query', session: { takenIn: first.id }, leadingKeys: [ann.identityId] });
  expect(table?.itemBytes.length).toBeGreaterThan(0);
});

test('shows what the table answered to an update that came too late', async () => {
  const { body } = await ann.ask('POST', '/notes', { content: 'one' });
  const late = await ann.ask('PUT', `/notes/${body.noteId}`, { content: 'two' }, { 'if-match': '"notthisone"' });
  expect(late.status).toBe(412);
  const trace = await stack.fetchTrace(idOf(late));
  expect(trace.isRefused).toBe(true);
  expect(selectSteps(trace, 'Table').at(-1)).toMatchObject({
    status: 400,
    answer: { text: expect.stringContaining('ConditionalCheckFailed') },
  });
});

test('ends the chain at an invalid signature, with the explanation in its place', async () => {
  const { accessKeyId, sessionToken } = ann.keys;
  const forged = await newSigner({ accessKeyId, sessionToken, secretAccessKey: 'A'.repeat(40) })(
    stack.outputs,
    '/notes',
  );
  const { id, isRefused } = await stack.rowWhere(({ cause }) => cause !== undefined && /signature/i.test(cause));
  expect(isRefused).toBe(true);
  const trace = await stack.fetchTrace(forged.headers.get('apigw-requestid'));
  expect(trace.id).toBe(id);
  expect(trace.steps.map(({ kind }) => kind)).toEqual(['Request', 'Signature', 'Answer']);
  expect(selectSteps(trace, 'Signature')).toMatchObject([{ matches: false }]);
  expect(trace.refusal?.sections.length).toBeGreaterThan(0);
  // Whose key it was does not say who sent it.
  expect(trace.who).toBeUndefined();
});

test('shows that another’s note is looked up below the asker’s own key, and says that it is another’s', async () => {
  const { body } = await ann.ask('POST', '/notes', { content: 'Ann’s' });
  const asked = await bob.ask('GET', `/notes/${body.noteId}`);
  expect(asked.status).toBe(404);
  await stack.rowWhere(({ requestId, cause }) => requestId === idOf(asked) && cause !== undefined);
  const trace = await stack.fetchTrace(idOf(asked));
  expect(selectSteps(trace, 'Table')).toMatchObject([{ operation: 'GetItem', leadingKeys: [bob.identityId] }]);
  expect(trace.refusal?.kind).toBe('NotFound.OfAnotherOwner');
});

/** Sends requests to the bucket as Ann. */
const asAnn = async <T>(work: (s3: S3Client, bucket: string) => Promise<T>): Promise<T> => {
  const { S3Endpoint: endpoint = '', BucketName = '', Region: region } = stack.outputs;
  const s3 = new S3Client({ endpoint, region, forcePathStyle: true, credentials: ann.keys, maxAttempts: 1 });
  return work(s3, BucketName).finally(() => s3.destroy());
};

test('shows who asked for which file, and what IAM decided', async () => {
  const Key = `private/${bob.identityId}/a.txt`;
  await asAnn(async (s3, Bucket) => {
    await s3.send(new PutObjectCommand({ Bucket, Key: `private/${ann.identityId}/a.txt`, Body: 'x' }));
    const read = s3.send(new GetObjectCommand({ Bucket, Key }));
    await expect(read).rejects.toMatchObject({ name: 'AccessDenied' });
  });
  const put = await stack.rowWhere(({ kind, method }) => kind === 'files' && method === 'PUT');
  const trace = await stack.fetchTrace(put.requestId ?? '');
  expect(trace).toMatchObject({ status: 200, who: { identityId: ann.identityId } });
  expect(selectSteps(trace, 'Permission')).toMatchObject([{ permission: { action: 's3:PutObject', allowed: true } }]);
  const refused = await stack.rowWhere(({ kind, cause }) => kind === 'files' && cause !== undefined);
  const { steps, refusal } = await stack.fetchTrace(refused.requestId ?? '');
  expect(steps.find(({ kind }) => kind === 'Permission')).toMatchObject({ permission: { allowed: false } });
  expect(refusal?.kind).toBe('Policy.ImplicitDeny');
});

test('shows each decision about one’s own file that is missing: whether it may be read, and whether listed', async () => {
  const { $metadata } = await asAnn((s3, Bucket) =>
    s3
      .send(new GetObjectCommand({ Bucket, Key: `private/${ann.identityId}/missing.txt` }))
      .catch((error: { readonly $metadata: { readonly requestId?: string } }) => error),
  );
  const trace = await stack.fetchTrace($metadata.requestId ?? '');
  expect(trace).toMatchObject({ status: 404, isRefused: true });
  expect(selectSteps(trace, 'Permission')).toMatchObject([
    { permission: { action: 's3:GetObject', allowed: true } },
    { permission: { action: 's3:ListBucket', allowed: true } },
  ]);
});

test('shows each decision about a copy, up to the one that denies it', async () => {
  const own = `private/${ann.identityId}/original.txt`;
  await asAnn((s3, Bucket) => s3.send(new PutObjectCommand({ Bucket, Key: own, Body: 'x' })));
  const copy = async (source: string) => {
    const { $metadata } = await asAnn((s3, Bucket) =>
      s3
        .send(new CopyObjectCommand({ Bucket, Key: `${own}.copy`, CopySource: `${Bucket}/${encodeURI(source)}` }))
        .catch((error: { readonly $metadata: { readonly requestId?: string } }) => error),
    );
    const trace = await stack.fetchTrace($metadata.requestId ?? '');
    return selectSteps(trace, 'Permission').map(({ permission: { action, allowed } }) => ({ action, allowed }));
  };
  expect(await copy(own)).toEqual([
    { action: 's3:GetObject', allowed: true },
    { action: 's3:PutObject', allowed: true },
  ]);
  expect(await copy(`private/${bob.identityId}/original.txt`)).toEqual([{ action: 's3:GetObject', allowed: false }]);
});

test('shows that one key of several was denied, although S3 answered 200', async () => {
  const keys = [bob, ann].map(({ identityId }) => `private/${identityId}/some.txt`);
  const { $metadata, Errors, Deleted } = await asAnn((s3, Bucket) =>
    s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: keys.map((Key) => ({ Key })) } })),
  );
  expect([Errors, Deleted]).toMatchObject([[{ Key: keys[0], Code: 'AccessDenied' }], [{ Key: keys[1] }]]);
  const requestId = $metadata.requestId ?? '';
  const row = await stack.rowWhere((each) => each.requestId === requestId);
  expect(row).toMatchObject({ status: 200, isRefused: false, isDeniedInPart: true });
  expect(selectSteps(await stack.fetchTrace(requestId), 'Permission')).toMatchObject([
    { permission: { action: 's3:DeleteObject', allowed: false, resource: expect.stringContaining(bob.identityId) } },
    { permission: { action: 's3:DeleteObject', allowed: true, resource: expect.stringContaining(ann.identityId) } },
  ]);
});

test('gives the sweep its own row, with what it asked of the bucket', async () => {
  await ann.ask('POST', '/notes', { content: 'there' });
  await stack.runSchedules();
  const { id } = await stack.rowWhere(({ kind }) => kind === 'schedule');
  const trace = (await (await stack.ask(`/api/chain/trace?id=${id}`)).json()) as Trace;
  expect(selectSteps(trace, 'Files').length).toBeGreaterThan(0);
  const decisions = selectSteps(trace, 'Files').map(({ permissions }) => permissions);
  for (const permissions of decisions)
    expect(permissions).toEqual([
      expect.objectContaining({ allowed: true, principal: expect.stringContaining('/sweep') }),
    ]);
});

test('shows a sign-in as rows of the pools, with its user and its outcome', async () => {
  const pool = createUserPool(parseConfig(stack.outputs)._unsafeUnwrap());
  (await pool.signIn(admin.email, admin.password))._unsafeUnwrap();
  const row = await stack.rowWhere(
    ({ method, who }) => method === 'RespondToAuthChallenge' && who?.email === admin.email,
  );
  expect(row).toMatchObject({ kind: 'pools', status: 200 });
});

test('shows the denial of a wrong policy at the call that it stopped', async () => {
  await using wrong = await startTracedStack({
    change: (template) => {
      for (const [name, { Properties }] of findResources(template, 'AWS::IAM::Role'))
        if (/DataRole/.test(name))
          for (const { PolicyDocument } of Properties.Policies ?? []) {
            for (const statement of PolicyDocument.Statement)
              statement.Condition = { StringEquals: { 'aws:PrincipalTag/owner': 'nobody' } };
          }
    },
  });
  const user = await newUser(wrong.outputs, { isSound: false });
  const denied = await user.ask('GET', '/notes');
  expect(denied.status).toBe(500);
  await wrong.rowWhere(({ requestId, cause }) => requestId === idOf(denied) && cause !== undefined);
  const trace = await wrong.fetchTrace(idOf(denied));
  expect(selectSteps(trace, 'Table')).toMatchObject([{ status: 400, permission: { allowed: false } }]);
  expect(trace.refusal?.kind).toBe('Policy.ImplicitDeny');
});

const newSigner =
  (keys: User['keys']) =>
  async ({ ApiEndpoint, Region: region }: Outputs, path: string): Promise<Response> => {
    const { AwsClient } = await import('aws4fetch');
    return new AwsClient({ ...keys, region, service: 'execute-api', retries: 0 }).fetch(`${ApiEndpoint}${path}`);
  };
