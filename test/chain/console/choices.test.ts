import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ShownChoices, ShownUser } from '../../../infra/local/console/data/shown.ts';
import type { StackOptions } from '../../../infra/local/stack.ts';
import type { Trace } from '../../../infra/local/trace/trace.ts';
import type { TryUser } from '../../../infra/local/try/tried.ts';
import { describeStep } from '../../../web/console/chain/describe-step.ts';
import { newUser, type User } from '../../kit/user.ts';
import { selectSteps, startTracedStack, type TracedStack } from './traced-stack.ts';

/** Returns the sentences of a trace's steps of a kind. */
const readSentences = (trace: Trace, kind: Trace['steps'][number]['kind']): readonly string[] =>
  selectSteps(trace, kind).map((step) => describeStep(step, trace).sentence);

const byIam = 'IAM lets this session reach only the key that it is tagged with.';
const byCode = 'Here the code alone keeps owners apart, not IAM.';
const itself = 'A user asks the table itself, with their own credentials and without a function.';

const choices = [
  { isolation: 'iam', owner: 'identity' },
  { isolation: 'iam', owner: 'user-pool-sub' },
  { isolation: 'application', owner: 'identity' },
  { isolation: 'application', owner: 'user-pool-sub' },
] as const satisfies readonly Partial<StackOptions>[];

const putFile = async ({ outputs }: TracedStack, { keys: credentials, identityId }: User): Promise<void> => {
  const { S3Endpoint: endpoint = '', BucketName: Bucket, Region: region } = outputs;
  const s3 = new S3Client({ endpoint, region, forcePathStyle: true, credentials });
  await s3.send(new PutObjectCommand({ Bucket, Key: `private/${identityId}/a.txt`, Body: 'x' }));
  s3.destroy();
};

describe.each(choices)('with isolation $isolation and owner $owner, the console', ({ isolation, owner }) => {
  let stack: TracedStack;
  let ann: User;
  beforeAll(async () => {
    stack = await startTracedStack({ isolation, owner });
    ann = await newUser(stack.outputs);
  });
  afterAll(() => stack?.[Symbol.asyncDispose]());
  const ask = async <T>(path: string): Promise<T> => (await (await stack.ask(path)).json()) as T;

  test('says so, and which id of each user owns the notes', async () => {
    expect(await ask<ShownChoices>('/api/choices')).toEqual({ isolation, owner });
    for (const path of ['/api/data/users', '/api/try/users'])
      for (const user of await ask<readonly (ShownUser | TryUser)[]>(path))
        expect(user.owner).toBe(owner === 'identity' ? user.identityId : user.sub);
  });

  test('says what keeps owners apart at a call of the table, in each request', async () => {
    for (const _ of [1, 2]) {
      const { headers } = await ann.ask('GET', '/notes');
      const trace = await stack.fetchTrace(headers.get('apigw-requestid'));
      const [sentence, ...others] = readSentences(trace, 'Table');
      expect(others).toEqual([]);
      expect([byIam, byCode].filter((each) => sentence?.includes(each))).toEqual([
        isolation === 'iam' ? byIam : byCode,
      ]);
      // A session of the execution role is for all owners, and none is reused for this one.
      const [table] = selectSteps(trace, 'Table');
      expect(table?.session?.takenIn === undefined).toBe(isolation === 'application');
      expect(readSentences(trace, 'Event')[0]).toContain('API Gateway writes the caller’s identity into the event');
    }
  });

  test('does not say that a function’s session keeps a user apart who asks the table itself', async () => {
    const { DynamoDbEndpoint: endpoint, Region: region, NotesTableName: TableName } = stack.outputs;
    const client = new DynamoDBClient({ endpoint, region, credentials: ann.keys, maxAttempts: 1 });
    const query = new QueryCommand({
      ...{ TableName, KeyConditionExpression: 'userId = :owner' },
      ExpressionAttributeValues: { ':owner': { S: ann.identityId } },
    });
    await expect(client.send(query)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    client.destroy();
    const { id } = await stack.rowWhere(({ kind }) => kind === 'table');
    const trace = await ask<Trace>(`/api/chain/trace?id=${id}`);
    const [sentence] = readSentences(trace, 'Table');
    expect(sentence).toContain(itself);
    for (const each of [byIam, byCode]) expect(sentence).not.toContain(each);
  });

  test('says that a schedule causes a sweep, and what keeps its owners apart', async () => {
    // Only files that belong to identity ids are swept.
    if (owner !== 'identity') return;
    await putFile(stack, ann);
    await stack.runSchedules();
    const { id } = await stack.rowWhere(({ kind }) => kind === 'schedule');
    const trace = await ask<Trace>(`/api/chain/trace?id=${id}`);
    const [event] = readSentences(trace, 'Event');
    expect(event).toContain('EventBridge');
    expect(event).not.toContain('API Gateway');
    for (const sentence of readSentences(trace, 'Table'))
      expect([byIam, byCode].filter((each) => sentence.includes(each))).toEqual([isolation === 'iam' ? byIam : byCode]);
    const tagged = isolation === 'iam' ? 1 : 0;
    const ofFiles = readSentences(trace, 'Files').map((sentence) => sentence.includes('tagged with one owner'));
    expect(ofFiles.filter(Boolean).length > 0).toBe(tagged === 1);
  });
});
