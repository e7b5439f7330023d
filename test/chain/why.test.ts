import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { AwsClient } from 'aws4fetch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Stack, type StackOptions, startStack } from '../../infra/local/stack.ts';
import type { ExplainedRefusal } from '../../infra/local/why/explanation.ts';
import { findResource, findResources, type Template } from '../../infra/template/template.ts';
import { createRefusedRequests, fetchRawAnswer } from '../kit/raw-answers.ts';
import { runNotes } from '../kit/run-notes.ts';
import { newUser, type User } from '../kit/user.ts';
import { createListPath } from '../planted/files.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'owned-notes-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Starts a stack that explains refusals, and finds its explanation of a request. */
const explaining = async (name: string, options: Partial<StackOptions> = {}) => {
  const refusals: ExplainedRefusal[] = [];
  const data = join(folder, name);
  const stack = await startStack({
    ...{ data, port: 0, cognitoPort: 0, dynamodbPort: 0, s3Port: 0, onRefusal: (refusal) => refusals.push(refusal) },
    ...options,
  });
  const ofId = async (requestId: string | null) => {
    await expect.poll(() => refusals.some((each) => each.requestId === requestId)).toBe(true);
    return refusals.find((each) => each.requestId === requestId);
  };
  const ofAnswer = ({ headers }: { readonly headers: Headers }) => ofId(headers.get('apigw-requestid'));
  return { data, stack, refusals, ofAnswer, ofId };
};
type Explaining = Awaited<ReturnType<typeof explaining>>;

const listSecrets = ({ keys }: User): readonly string[] => [keys.secretAccessKey, keys.sessionToken];
const missing = '0192d3c4-0000-7000-8000-00000000dead';

describe('a stack from the deployed template', () => {
  const atS3 = ({ keys }: User, path: string): Promise<Response> => {
    const { S3Endpoint, BucketName, Region: region } = local.stack.outputs;
    return new AwsClient({ ...keys, region, service: 's3', retries: 0 }).fetch(`${S3Endpoint}/${BucketName}${path}`);
  };
  let local: Explaining;
  let ann: User;
  let bob: User;
  beforeAll(async () => {
    local = await explaining('deployed');
    [ann, bob] = [await newUser(local.stack.outputs), await newUser(local.stack.outputs)];
  });
  afterAll(() => local?.stack[Symbol.asyncDispose]());

  test('explains a 404 for another owner’s note, without its content', async () => {
    const content = 'the content of Ann’s note';
    const { noteId } = (await ann.ask('POST', '/notes', { content })).body;
    for (const [method, body] of [['GET'], ['PUT', { content: 'x' }], ['DELETE']] as const) {
      const answer = await bob.ask(method, `/notes/${noteId}`, body);
      expect(answer.status).toBe(404);
      const refusal = await local.ofAnswer(answer);
      expect(refusal).toMatchObject({
        ...{ kind: 'NotFound.OfAnotherOwner', request: `${method} /notes/${noteId}`, status: 404 },
        identityId: bob.identityId,
        sections: [
          {
            title: 'Keys',
            lines: [
              `asked for  { userId: ${bob.identityId}, noteId: ${noteId} }`,
              `there is   { userId: ${ann.identityId}, noteId: ${noteId} }`,
            ],
          },
        ],
      });
      expect(refusal?.cause).toContain(`it is ${ann.identityId}’s, and the caller is ${bob.identityId}`);
      expect(JSON.stringify([answer.body, [...answer.headers]])).not.toContain(ann.identityId);
    }
    expect(await readFile(join(local.data, 'refusals.jsonl'), 'utf8')).not.toContain(content);
  });

  test('explains a 404 for a missing note, a deleted one, and a malformed id', async () => {
    expect(await local.ofAnswer(await bob.ask('GET', `/notes/${missing}`))).toMatchObject({
      kind: 'NotFound.NotThere',
      // Another stack may be the one that `notes` finds by itself.
      advice: `See \`npx notes list --outputs ${join(local.data, 'outputs.json')}\` for the existing ids.`,
    });
    expect(await local.ofAnswer(await bob.ask('GET', '/notes/1'))).toMatchObject({ kind: 'NotFound.NoId' });
    const { noteId } = (await bob.ask('POST', '/notes', { content: 'x' })).body;
    await bob.ask('DELETE', `/notes/${noteId}`);
    expect(await local.ofAnswer(await bob.ask('GET', `/notes/${noteId}`))).toMatchObject({ kind: 'NotFound.Deleted' });
  });

  test('explains what the API itself refuses', async () => {
    const ask = (path: string, init?: RequestInit) => fetch(`${local.stack.outputs.ApiEndpoint}${path}`, init);
    expect(await local.ofAnswer(await ask('/notes'))).toMatchObject({
      kind: 'Signature.AuthorizationMissing',
      status: 403,
    });
    expect(await local.ofAnswer(await ask('/nowhere'))).toMatchObject({ kind: 'Route.NoRoute', status: 404 });
    expect(await local.ofAnswer(await ask('/notes//1'))).toMatchObject({ kind: 'Target.TargetRefused', status: 403 });
    const tooLarge = 'a'.repeat(10 * 1024 * 1024 + 1);
    expect(await local.ofAnswer(await ask('/notes', { method: 'POST', body: tooLarge }))).toMatchObject({
      ...{ kind: 'Body.TooLargeForApi', status: 413 },
    });
    const tooLong = await ann.ask('POST', '/notes', JSON.stringify({ content: 'a'.repeat(600_000) }));
    expect(tooLong.status).toBe(413);
    expect(await local.ofAnswer(tooLong)).toMatchObject({ kind: 'Body.TooLargeForFunction' });
  });

  test('explains what DynamoDB denies to a user’s own credentials', async () => {
    const { DynamoDbEndpoint: endpoint, Region: region, NotesTableName: TableName } = local.stack.outputs;
    const client = new DynamoDBClient({ endpoint, region, credentials: ann.keys, maxAttempts: 1 });
    const key = { userId: { S: bob.identityId }, noteId: { S: missing } };
    await expect(client.send(new GetItemCommand({ TableName, Key: key }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    client.destroy();
    const denied = () => local.refusals.find(({ request }) => request === 'dynamodb:GetItem');
    await expect.poll(denied).toMatchObject({
      ...{ kind: 'Policy.ImplicitDeny', requestId: expect.stringMatching(/^local-[0-9a-f]{12}$/) },
      cause: expect.stringMatching(/may not perform dynamodb:GetItem on arn:\S+table\/notes: no identity policy/),
    });
    expect(JSON.stringify(denied()?.sections)).toContain(`dynamodb:LeadingKeys  ${bob.identityId}`);
  });

  test('explains what S3 denies to a user’s own credentials', async () => {
    const of = async (path: string) => local.ofId((await atS3(ann, path)).headers.get('x-amz-request-id'));
    // Two denials at the same time: each refusal is explained by its own.
    const [list, file] = await Promise.all([of(createListPath('private/')), of(`/private/${bob.identityId}/a.txt`)]);
    expect(file).toMatchObject({
      ...{ kind: 'Policy.ImplicitDeny', request: 's3:GetObject', status: 403, identityId: ann.identityId },
      cause: expect.stringMatching(/has the Resource/),
    });
    expect(list).toMatchObject({
      ...{ kind: 'Policy.ImplicitDeny', request: 's3:ListBucket' },
      advice: expect.stringContaining('private/<own identity id>/'),
      cause: expect.stringMatching(
        /has the condition StringLike with s3:prefix \S+, where the request has "private\/"/,
      ),
    });
    // Reported once, and not again under an id of its own.
    await sleep(2500);
    expect(local.refusals.filter(({ request }) => request === 's3:ListBucket')).toHaveLength(1);
  });

  test('explains a signature that S3 rejects, and `notes why` finds it by S3’s request id', async () => {
    const other = { ...ann, keys: { ...ann.keys, secretAccessKey: bob.keys.secretAccessKey } };
    const answer = await atS3(other, `/private/${ann.identityId}/a.txt`);
    const id = answer.headers.get('x-amz-request-id');
    expect(await local.ofId(id)).toMatchObject({
      ...{
        kind: 'Signature.SignatureMismatch.key',
        status: 403,
        request: expect.stringMatching(/^GET \/owned-notes-/),
      },
      cause: expect.stringMatching(/^This is certain: the secret key is that of ASIA/),
    });
    await expect
      .poll(async () => (await notes(local.data, ['why', String(id)])).out)
      .toContain('Canonical request, as S3 reads it:');
  });

  test('explains a signature that DynamoDB rejects', async () => {
    const { DynamoDbEndpoint: endpoint, NotesTableName: TableName } = local.stack.outputs;
    const client = new DynamoDBClient({ endpoint, region: 'eu-west-1', credentials: ann.keys, maxAttempts: 1 });
    const Key = { userId: { S: ann.identityId }, noteId: { S: missing } };
    await expect(client.send(new GetItemCommand({ TableName, Key }))).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
    client.destroy();
    await expect
      .poll(() => local.refusals.find(({ request }) => request === 'POST DynamoDB'))
      .toMatchObject({
        ...{ kind: 'Signature.ScopeMismatch', requestId: expect.stringMatching(/^local-/) },
        cause: expect.stringContaining('the wrong region: eu-west-1; DynamoDB expects us-east-1'),
        sections: [{ title: 'The rest', lines: [expect.stringContaining('otherwise valid')] }],
      });
  });

  test('keeps explanations in a file that only its owner can read, without a secret', async () => {
    const file = join(local.data, 'refusals.jsonl');
    const token = `eyJ${'a'.repeat(30)}.eyJ${'b'.repeat(60)}.${'c'.repeat(80)}`;
    for (const path of [`/notes/${token}`, `/${token}`])
      expect((await local.ofAnswer(await ann.ask('GET', path)))?.request).toContain('(hidden: ');
    expect((await readFile(file, 'utf8')).trimEnd().split('\n')).toHaveLength(local.refusals.length);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const text = await readFile(file, 'utf8');
    for (const secret of [...listSecrets(ann), ...listSecrets(bob), token]) expect(text).not.toContain(secret);
  });

  test('answers `notes why` for the last refusal, or for one by its request id', async () => {
    const { code: none } = await notes(local.data, ['why', 'nothing']);
    expect(none).toBe(4);
    const answer = await bob.ask('GET', '/notes/1');
    const id = String((await local.ofAnswer(answer))?.requestId);
    expect((await notes(local.data, ['why'])).out).toContain(`request ${id}, by ${bob.identityId}`);
    const other = local.refusals.find(({ kind }) => kind === 'NotFound.OfAnotherOwner');
    const { code, out } = await notes(local.data, ['why', String(other?.requestId)]);
    expect({ code, out }).toEqual({
      code: 0,
      out: expect.stringContaining(`Why  ${other?.cause}\nDo   ${other?.advice}\n`),
    });
    const json = await notes(local.data, ['why', String(other?.requestId), '--json']);
    expect(JSON.parse(json.out)).toEqual(other);
  });
});

const notes = (data: string, args: readonly string[]) =>
  runNotes(args, { home: folder, env: { NOTES_OUTPUTS: join(data, 'outputs.json') } });

/** Plants faults in a template, so that something else refuses each route. */
const planted = (template: Template): void => {
  const role = (name: string) => {
    const found = findResources(template, 'AWS::IAM::Role').find(([id]) => id.startsWith(name));
    if (found === undefined) throw new Error(`There is no role ${name}.`);
    return found[1].Properties;
  };
  const [call] = role('AuthenticatedRole').Policies?.[0]?.PolicyDocument.Statement ?? [];
  if (call === undefined) throw new Error('Callers may do nothing.');
  call.Resource = [call.Resource ?? []].flat().filter((arn) => !arn.includes('/PUT/'));
  const [list] = role('ListDataRole').Policies?.[0]?.PolicyDocument.Statement ?? [];
  Object.assign(list?.Condition ?? {}, { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': 'somebody-else' } });
  for (const { Condition } of role('DeleteDataRole').AssumeRolePolicyDocument.Statement)
    Object.assign(Condition ?? {}, { StringLike: { 'aws:RequestTag/owner': 'nobody' } });
  for (const [, { Properties }] of findResources(template, 'AWS::Lambda::Permission'))
    if (Properties.SourceArn?.includes('/POST/')) Properties.SourceArn = Properties.SourceArn.replace('POST', 'GET');
  for (const [, { Properties }] of findResources(template, 'AWS::ApiGatewayV2::Route'))
    if (Properties.RouteKey === 'GET /notes/{id}') Properties.AuthorizationType = 'NONE';
};

describe('a stack with faults in its template', () => {
  let local: Explaining;
  let ann: User;
  beforeAll(async () => {
    local = await explaining('planted', { change: planted });
    ann = await newUser(local.stack.outputs);
  });
  afterAll(() => local?.stack[Symbol.asyncDispose]());

  test.each<[name: string, method: string, path: string, status: number, cause: RegExp]>([
    [
      'the caller’s role may not call the route',
      ...(['PUT', `/notes/${missing}`, 403] as const),
      /may not perform execute-api:Invoke on \S+\/PUT\/notes\/\S+: no identity policy allows it; Statement\[0\] .* has the Resource/,
    ],
    [
      'the data role may not touch the key',
      ...(['GET', '/notes', 500] as const),
      /may not perform dynamodb:Query .* has the condition ForAllValues:StringEquals with dynamodb:LeadingKeys "somebody-else", where the request has "us-east-1:/,
    ],
    [
      'the data role does not trust the tag',
      ...(['DELETE', `/notes/${missing}`, 500] as const),
      /may not perform sts:\w+ .* has the condition StringLike with aws:RequestTag\/owner "nobody", where the request has "us-east-1:/,
    ],
    [
      'the function may not be invoked for the route',
      ...(['POST', '/notes', 500] as const),
      /apigateway.amazonaws.com may not perform lambda:InvokeFunction .* has the condition \S+ with \S+ "[^"]*GET/i,
    ],
  ])('explains that %s', async (_, method, path, status, cause) => {
    const answer = await ann.ask(method, path, method === 'GET' || method === 'DELETE' ? undefined : { content: 'x' });
    expect(answer.status).toBe(status);
    const refusal = await local.ofAnswer(answer);
    expect(refusal).toMatchObject({
      kind: 'Policy.ImplicitDeny',
      sections: [{ title: 'What IAM was asked' }, { title: 'Statements' }],
    });
    expect(refusal?.cause).toMatch(cause);
  });

  test('explains a 401 from a route that requires no signature', async () => {
    const answer = await fetch(`${local.stack.outputs.ApiEndpoint}/notes/${missing}`);
    expect(answer.status).toBe(401);
    expect(await local.ofAnswer(answer)).toMatchObject({ kind: 'Identity.NotAuthenticated' });
  });

  test('reports each refusal once: a function’s under the id of its request', async () => {
    // A denial waits for less than this until a request claims it.
    await sleep(2500);
    expect(local.refusals.filter(({ requestId }) => requestId.startsWith('local-'))).toEqual([]);
  });
});

test('explains a caller that a function refuses, the wrong payload format, and throttling', async () => {
  const change = (template: Template) => {
    Object.assign(findResource(template, 'AWS::ApiGatewayV2::Stage').Properties.DefaultRouteSettings ?? {}, {
      ...{ ThrottlingRateLimit: 0.001, ThrottlingBurstLimit: 2 },
    });
    for (const [id, { Properties }] of findResources(template, 'AWS::ApiGatewayV2::Integration'))
      if (id.startsWith('Create')) Properties.PayloadFormatVersion = '1.0';
  };
  const local = await explaining('strange', { change, environment: { USER_POOL_ID: 'us-east-1_another' } });
  await using _: Stack = local.stack;
  const ann = await newUser(local.stack.outputs);
  expect(await local.ofAnswer(await ann.ask('GET', '/notes'))).toMatchObject({
    ...{ kind: 'Identity.IdentityRefused', status: 403, identityId: ann.identityId },
    cause: 'The function does not accept the caller as a user of this stack: the user pool is another one.',
  });
  expect(await local.ofAnswer(await ann.ask('POST', '/notes', { content: 'x' }))).toMatchObject({
    ...{ kind: 'Identity.WrongPayloadVersion', status: 500 },
  });
  expect(await local.ofAnswer(await ann.ask('GET', '/notes'))).toMatchObject({
    ...{ kind: 'Throttling.Throttled', status: 429 },
    cause: expect.stringContaining('0.001 a second, and 2 at once'),
  });
});

test.each<[name: string, change: (template: Template) => void, statuses: readonly number[]]>([
  ['as it is deployed', () => {}, [200, 400, 403, 404, 413, 415]],
  ['with faults', planted, [400, 401, 403, 404, 413, 500]],
])('the bytes on the wire are the same with explanations and without: %s', async (name, change, statuses) => {
  const first = await explaining(name, { change });
  const { outputs } = first.stack;
  const parsePort = (url: string) => Number(new URL(url).port);
  const ann = await newUser(outputs);
  const requests = await createRefusedRequests(outputs, ann);
  const fetchAnswers = async () => {
    const answers: string[] = [];
    for (const request of requests) answers.push(await fetchRawAnswer(request));
    return answers;
  };
  const explained = await fetchAnswers();
  await expect.poll(() => first.refusals.length).toBeGreaterThan(8);
  await first.stack[Symbol.asyncDispose]();

  await using _: Stack = await startStack({
    ...{ data: first.data, change, port: parsePort(outputs.ApiEndpoint) },
    ...{ cognitoPort: parsePort(outputs.CognitoEndpoint), dynamodbPort: parsePort(outputs.DynamoDbEndpoint) },
    s3Port: parsePort(String(outputs.S3Endpoint)),
  });
  expect(await fetchAnswers()).toEqual(explained);
  expect([...new Set(explained.map((answer) => Number(answer.slice(9, 12))))].toSorted()).toEqual(statuses);
});
