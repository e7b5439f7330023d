import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { region, startStack } from '../../../infra/local/stack.ts';
import { parseConfig } from '../../../src/client/config.ts';
import { createUserPool } from '../../../src/client/user-pool.ts';
import { type LocalStack, startTestStack } from '../../kit/local-stack.ts';
import { newUser } from '../../kit/user.ts';
import { createAccount } from '../archive/account.ts';
import { readAllData } from './all-data.ts';
import { signIn } from './somebody.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

let stack: LocalStack;
beforeAll(async () => {
  stack = await startTestStack();
});
beforeEach(async () => {
  (await stack.local.reset())._unsafeUnwrap();
});
afterAll(() => stack?.[Symbol.asyncDispose]());

const forward = async (by: number) => (await stack.local.clock.forward(by))._unsafeUnwrap();
const items = async () => (await readAllData(stack.outputs, stack.data)).items;

describe('when the clock is moved forward', () => {
  test('a tombstone stays until it expires, and then disappears', async () => {
    const { notes } = await signIn(stack);
    const { noteId } = (await notes.create({ content: 'to be deleted' }))._unsafeUnwrap();
    const kept = (await notes.create({ content: 'to be kept' }))._unsafeUnwrap();
    (await notes.delete(noteId))._unsafeUnwrap();
    expect(await forward(day - minute)).toMatchObject({ expired: 0 });
    expect(await items()).toHaveLength(2);
    expect(await forward(2 * minute)).toMatchObject({ expired: 1 });
    const [left, ...others] = await items();
    expect(left).toContain(kept.noteId);
    expect(others).toEqual([]);
  });

  test('functions date notes by the moved clock', async () => {
    const { notes } = await signIn(stack);
    const before = (await notes.create({ content: 'before' }))._unsafeUnwrap();
    await forward(3 * day);
    const after = (await notes.create({ content: 'after' }))._unsafeUnwrap();
    expect(after.createdAt - before.createdAt).toBeGreaterThanOrEqual(3 * day);
    expect(after.createdAt - before.createdAt).toBeLessThan(3 * day + hour);
  });

  test('the API and S3 refuse credentials that are an hour old', async () => {
    const user = await newUser(stack.outputs);
    await forward(hour - 10 * minute);
    // A client that ignores the Date of answers signs with the wrong time.
    expect((await user.ask('GET', '/notes')).status).toBe(403);
    const config = parseConfig(stack.outputs)._unsafeUnwrap();
    const { AwsClient } = await import('aws4fetch');
    const asks = async (service: 'execute-api' | 's3', url: string) => {
      const client = new AwsClient({ ...user.keys, service, region, retries: 0 });
      const datetime = new Date(stack.local.clock.read().now).toISOString().replace(/[:-]|\.\d{3}/g, '');
      return (await client.fetch(url, { aws: { datetime } })).status;
    };
    const file = `${config.s3Endpoint}/${config.bucketName}/private/${encodeURIComponent(user.identityId)}/none`;
    expect(await asks('execute-api', `${config.apiEndpoint}/notes`)).toBe(200);
    expect(await asks('s3', file)).toBe(404);
    await forward(11 * minute);
    expect(await asks('execute-api', `${config.apiEndpoint}/notes`)).toBe(403);
    expect(await asks('s3', file)).toBe(400);
  });

  test('our client, on the machine’s time, keeps working: it goes by the Date of answers, and refreshes', async () => {
    const { notes, files } = await signIn(stack);
    const { noteId } = (await notes.create({ content: 'before' }))._unsafeUnwrap();
    for (const by of [4 * minute, 2 * hour, 8 * day]) {
      await forward(by);
      expect((await notes.get(noteId))._unsafeUnwrap().content).toBe('before');
      const key = (await files.attach(new File(['a'], 'a.txt')))._unsafeUnwrap();
      expect((await files.download(key)).isOk()).toBe(true);
    }
    // A new sign-in works too.
    expect((await (await signIn(stack)).notes.list()).isOk()).toBe(true);
  });

  test('a request that is under way ends by the time at which it began: nothing is refused between its parts', async () => {
    const statuses: number[] = [];
    const counted = async (url: string, init: RequestInit) => {
      const answer = await fetch(url, init);
      statuses.push(answer.status);
      return answer;
    };
    const people = await Promise.all(Array.from({ length: 6 }, () => createAccount(stack.outputs)));
    let stopped = false;
    const work = people.map(async (each) => {
      const { notes, files } = each.clients(counted);
      while (!stopped) {
        await notes.create({ content: 'a' });
        await files.list();
      }
    });
    for (let move = 0; move < 30; move++) {
      const before = statuses.length;
      await expect.poll(() => statuses.length, { interval: 3 }).toBeGreaterThan(before + 12);
      await forward(6 * minute);
    }
    stopped = true;
    await Promise.all(work);
    expect(statuses).toContain(200);
    // What was signed before a move and comes after it is refused, and our client signs it anew. What is refused to a
    // function shows as a 500.
    expect(statuses.filter((status) => status >= 500)).toEqual([]);
  });

  test('a sign-in expires with its refresh token', async () => {
    const { notes } = await signIn(stack);
    expect(await forward(29 * day)).toMatchObject({ signInsEnded: 0 });
    expect((await notes.list()).isOk()).toBe(true);
    const { signInsEnded } = await forward(2 * day);
    expect(signInsEnded).toBe(1);
    expect((await notes.list())._unsafeUnwrapErr()).toMatchObject({ kind: 'CognitoRefused' });
  });

  test('a mailed code expires', async () => {
    const pool = createUserPool(parseConfig(stack.outputs)._unsafeUnwrap());
    const mailed = async (email: string): Promise<string> => {
      (await pool.signUp(email, 'Passw0rd!'))._unsafeUnwrap();
      const lines = (await readFile(join(stack.data, 'mail.jsonl'), 'utf8')).trim().split('\n');
      return lines.map((line) => JSON.parse(line)).findLast(({ to }) => to === email).code;
    };
    const early = await mailed('early@example.com');
    expect(await forward(day - minute)).toMatchObject({ codesEnded: 0 });
    const late = await mailed('late@example.com');
    expect(await forward(2 * minute)).toMatchObject({ codesEnded: 1 });
    expect((await pool.confirmSignUp('early@example.com', early))._unsafeUnwrapErr()).toMatchObject({
      type: 'ExpiredCodeException',
    });
    expect((await pool.confirmSignUp('late@example.com', late)).isOk()).toBe(true);
  });

  test('a presigned URL is valid until it expires, and no longer', async () => {
    const { session, files, config } = await signIn(stack);
    const key = (await files.attach(new File(['shown'], 'shown.txt')))._unsafeUnwrap();
    const { identityId, ...credentials } = (await session.credentials())._unsafeUnwrap();
    const client = new S3Client({ region, endpoint: `${config.s3Endpoint}`, forcePathStyle: true, credentials });
    const object = { Bucket: config.bucketName, Key: `private/${identityId}/${key}` };
    const url = await getSignedUrl(client, new GetObjectCommand(object), { expiresIn: 1800 });
    client.destroy();
    await forward(29 * minute);
    expect(await (await fetch(url)).text()).toBe('shown');
    await forward(2 * minute);
    expect((await fetch(url)).status).toBe(403);
  });

  test('schedules run: a file that no note names is deleted, and one that a note names stays', async () => {
    const { notes, files } = await signIn(stack);
    const named = (await files.attach(new File(['a'], 'named.txt')))._unsafeUnwrap();
    (await files.attach(new File(['b'], 'of-nobody.txt')))._unsafeUnwrap();
    (await notes.create({ content: 'names it', attachment: named }))._unsafeUnwrap();
    const { runs, failures } = await forward(4 * day);
    expect(runs).toBeGreaterThanOrEqual(4);
    expect(failures).toBe(0);
    expect((await files.list())._unsafeUnwrap().files.map(({ key }) => key)).toEqual([named]);
  });
});

describe('the clock', () => {
  test.each([0, -1, 0.5, Number.NaN, 1001 * day])('refuses to move forward by %j ms', async (by) => {
    const { offset } = stack.local.clock.read();
    expect((await stack.local.clock.forward(by))._unsafeUnwrapErr()).toMatchObject({ kind: 'NoStep' });
    expect(stack.local.clock.read().offset).toBe(offset);
  });

  test('is set to a snapshot’s time when that is restored, and to the machine’s by a reset', async () => {
    await forward(day);
    (await stack.local.snapshot('at-a-day'))._unsafeUnwrap();
    await forward(day);
    (await stack.local.restore('at-a-day'))._unsafeUnwrap();
    expect(stack.local.clock.read().offset).toBe(day);
    (await stack.local.reset())._unsafeUnwrap();
    expect(stack.local.clock.read().offset).toBe(0);
  });

  test('returns to the machine’s time, and everything keeps working', async () => {
    const { notes } = await signIn(stack);
    await forward(8 * day);
    (await notes.create({ content: 'in the future' }))._unsafeUnwrap();
    expect((await stack.local.clock.reset())._unsafeUnwrap().offset).toBe(0);
    (await notes.create({ content: 'today' }))._unsafeUnwrap();
    const after = (await signIn(stack)).notes;
    expect((await after.list())._unsafeUnwrap().notes).toHaveLength(2);
  });

  test('keeps its position through a restart', async () => {
    await using own = await startTestStack();
    (await own.local.clock.forward(3 * day))._unsafeUnwrap();
    await own.stop();
    await using next = await startStack({ data: own.data, port: 0, cognitoPort: 0, dynamodbPort: 0, s3Port: 0 });
    expect(next.local.clock.read().offset).toBe(3 * day);
    const { notes } = await signIn(next);
    const { createdAt } = (await notes.create({ content: 'a' }))._unsafeUnwrap();
    expect(createdAt).toBeGreaterThan(Date.now() + 2 * day);
  });
});
