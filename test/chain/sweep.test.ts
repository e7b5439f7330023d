import {
  DeleteObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
  S3Client as SdkS3,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LocalStack, startTestStack } from '../kit/local-stack.ts';
import { newUser, type User } from '../kit/user.ts';

/** Seconds from one visit to the next, so that the test need not wait for a day. */
const interval = 2;

const createFiles = ({ outputs }: LocalStack, { identityId, keys }: User) => {
  const { Region: region, S3Endpoint: endpoint = '', BucketName: Bucket = '' } = outputs;
  const client: S3Client = new SdkS3({ region, endpoint, forcePathStyle: true, credentials: keys });
  const prefix = `private/${identityId}/`;
  return {
    put: (name: string) => client.send(new PutObjectCommand({ Bucket, Key: prefix + name, Body: `of ${name}` })),
    delete: (name: string) => client.send(new DeleteObjectCommand({ Bucket, Key: prefix + name })),
    names: async () => {
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket, Prefix: prefix }));
      return Contents.map(({ Key = '' }) => Key.slice(prefix.length));
    },
  };
};

describe.each(['iam', 'application'] as const)('with isolation %s, a sweep', (isolation) => {
  let stack: LocalStack;
  beforeAll(async () => {
    stack = await startTestStack({ isolation, environment: { SWEEP_INTERVAL_SECONDS: String(interval) } });
  });
  afterAll(() => stack[Symbol.asyncDispose]());

  /** Runs visits until the condition holds: marking a file and deleting it takes two. */
  const swept = (isDone: () => Promise<boolean>): Promise<void> =>
    expect
      .poll(
        async () => {
          await stack.runSchedules();
          return isDone();
        },
        { interval: 300 },
      )
      .toBe(true) as unknown as Promise<void>;

  test('deletes the files that no note names: it was deleted, changed, or never created', async () => {
    const [ann, bob] = [await newUser(stack.outputs), await newUser(stack.outputs)];
    const [annsFiles, bobsFiles] = [createFiles(stack, ann), createFiles(stack, bob)];
    const named = ['1-kept.txt', '2-é ☕ +&%2F<"\'>.txt', 'deep/er/3.txt'];
    const attached = async (by: User, attachment: string): Promise<string> =>
      (await by.ask('POST', '/notes', { content: 'with a file', attachment })).body.noteId;
    for (const name of named) {
      await annsFiles.put(name);
      await attached(ann, name);
    }
    for (const name of ['4-deleted.txt', '5-changed.txt', '6-never named.txt']) await annsFiles.put(name);
    // Bob's notes name files with Ann's names, and he has two files with them himself.
    for (const name of ['1-kept.txt', '6-never named.txt']) await bobsFiles.put(name);
    await attached(bob, '6-never named.txt');
    await attached(bob, '4-deleted.txt');
    const deleted = await attached(ann, '4-deleted.txt');
    const changed = await attached(ann, '5-changed.txt');
    await ann.ask('DELETE', `/notes/${deleted}`);
    await ann.ask('PUT', `/notes/${changed}`, { content: 'with another', attachment: '1-kept.txt' });

    await swept(async () => (await annsFiles.names()).length === 3 && (await bobsFiles.names()).length === 1);
    expect(await annsFiles.names()).toEqual(named.toSorted());
    expect(await bobsFiles.names()).toEqual(['6-never named.txt']);
  });

  test('logs numbers only, and no name of a file or an owner', async () => {
    const ann = await newUser(stack.outputs);
    const files = createFiles(stack, ann);
    await files.put('7-secret name.txt');
    await swept(async () => (await files.names()).length === 0);
    const lines = stack.lines.filter((line) => line.includes('"sweep"')).map((line) => JSON.parse(line));
    expect(lines).not.toEqual([]);
    for (const line of lines)
      expect(line).toEqual({
        ...{ level: 'info', function: 'sweep', failed: 0, whole: true },
        ...{ owners: expect.any(Number), named: expect.any(Number), marked: expect.any(Number) },
        ...{ waiting: expect.any(Number), deleted: expect.any(Number) },
      });
    expect(lines.reduce((sum, { deleted }) => sum + deleted, 0)).toBeGreaterThan(0);
  });
});

test('if identities do not own the notes, there are no files, and nothing is swept', async () => {
  await using stack = await startTestStack({ owner: 'user-pool-sub' });
  expect(stack.outputs.BucketName).toBeUndefined();
  await stack.runSchedules();
  expect(stack.lines.filter((line) => line.includes('sweep'))).toEqual([]);
});
