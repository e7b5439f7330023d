import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { portFlags } from '../../infra/local/options.ts';
import type { Outputs } from '../../infra/local/outputs.ts';
import { beginUpload } from '../kit/begin-upload.ts';
import { newUser, type User } from '../kit/user.ts';

let data: string;
const children: ChildProcess[] = [];
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'owned-notes-'));
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await rm(data, { recursive: true, force: true });
});

const anyPorts = portFlags.flatMap((flag) => [flag, '0']);

/** Runs what `npm start` runs, in a process of its own; resolves once its output contains `until`, or it exits. */
const start = async (until: string, flags: readonly string[] = anyPorts) => {
  const child = spawn(process.execPath, ['infra/local/main.ts', '--data', data, ...flags], { stdio: 'pipe' });
  children.push(child);
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += chunk));
  await expect.poll(() => printed.includes(until) || child.exitCode !== null, { timeout: 30_000 }).toBe(true);
  return { child, printed: () => printed };
};
const running = 'Requests, as they come:';
const outputs = async (): Promise<Outputs> => JSON.parse(await readFile(join(data, 'outputs.json'), 'utf8'));

describe('npm start', () => {
  test('keeps every acknowledged note and every user through a SIGKILL in a burst of creates', async () => {
    const first = await start(running);
    const before = await outputs();
    const user = await newUser(before);
    const acknowledged: { noteId: string; content: string }[] = [];
    const create = async (worker: number): Promise<void> => {
      for (let i = 0; ; i++) {
        const answer = await user.ask('POST', '/notes', { content: `note ${worker}-${i}` }).catch(() => undefined);
        if (answer?.status !== 200) return;
        acknowledged.push(answer.body);
        if (acknowledged.length === 100) first.child.kill('SIGKILL');
      }
    };
    await Promise.all(Array.from({ length: 8 }, (_, worker) => create(worker)));
    expect(first.child.signalCode ?? (await once(first.child, 'exit'))[1]).toBe('SIGKILL');

    await start(running, ports(before));
    const { PageUrl, ConsoleUrl } = await outputs();
    expect(await outputs()).toEqual({ ...before, PageUrl, ConsoleUrl });
    // The same credentials still sign, as they have not expired.
    const kept: { noteId: string }[] = [];
    for (let path: string | undefined = '/notes'; path !== undefined; ) {
      const page: Awaited<ReturnType<User['ask']>> = await user.ask('GET', path);
      expect(page.status).toBe(200);
      kept.push(...page.body);
      const link = /^<([^>]+)>/.exec(page.headers.get('link') ?? '')?.[1];
      path = link && `/notes${link}`;
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(100);
    expect(kept).toEqual(expect.arrayContaining(acknowledged));
  });

  test('says in one line that a port is taken, and exits with 1', async () => {
    await start(running);
    const { ApiEndpoint } = await outputs();
    const other = await mkdtemp(join(tmpdir(), 'owned-notes-'));
    const port = new URL(ApiEndpoint).port;
    const { child, printed } = await start('owned-notes:', [...anyPorts, ...['--data', other, '--port', port]]);
    await expect.poll(() => child.exitCode).toBe(1);
    expect(printed()).toMatch(new RegExp(`^owned-notes: Port ${port}, for the API, is taken[^\\n]*\\n$`));
    await rm(other, { recursive: true, force: true });
  });

  test('says in one line that another stack runs on the same data, and exits with 1', async () => {
    await start(running);
    const { child, printed } = await start('owned-notes:');
    await expect.poll(() => child.exitCode).toBe(1);
    expect(printed()).toMatch(/^owned-notes: Another owned-notes stack is running on the data in [^\n]*\n$/);
  });

  test('prints its addresses, and writes outputs with exactly the documented names', async () => {
    const { printed } = await start(running);
    const written = await outputs();
    expect(Object.keys(written)).toEqual([
      'Region',
      'UserPoolId',
      'UserPoolClientId',
      'IdentityPoolId',
      'ApiEndpoint',
      'CognitoEndpoint',
      'DynamoDbEndpoint',
      'NotesTableName',
      'BucketName',
      'S3Endpoint',
      'PageUrl',
      'ConsoleUrl',
    ]);
    const { Region: _, UserPoolClientId: __, ...shown } = written;
    for (const value of Object.values(shown)) expect(printed()).toContain(value);
    expect(printed()).toContain('admin@example.com / Passw0rd!');
  });

  test('prints commands that ask this stack, and no other', async () => {
    const { printed } = await start(running);
    const option = `--outputs ${join(data, 'outputs.json')}`;
    expect(printed()).toContain(`npx notes list ${option}\n`);
    const refused = await fetch(`${(await outputs()).ApiEndpoint}/notes`);
    const requestId = refused.headers.get('apigw-requestid');
    await expect.poll(() => stripVTControlCharacters(printed())).toContain(`npx notes why ${requestId} ${option}\n`);
  });

  test('exits with 0 at SIGTERM', async () => {
    const { child } = await start(running);
    child.kill('SIGTERM');
    await expect.poll(() => child.exitCode).toBe(0);
  });

  test('answers what is in progress after one Ctrl-C, however often its signal arrives at once', async () => {
    const { child } = await start(running);
    const upload = await beginUpload(await outputs());
    // Several, as two signals that are pending at the same time are one.
    for (const _ of Array(10).keys()) {
      child.kill('SIGINT');
      await sleep(2);
    }
    upload.end('12345');
    const [answer]: IncomingMessage[] = await once(upload, 'response');
    expect(answer?.statusCode).toBe(200);
    answer?.resume();
    await expect.poll(() => child.exitCode ?? child.signalCode).toBe(0);
  });

  test('waits for nothing after a second Ctrl-C', async () => {
    const { child } = await start(running);
    const upload = await beginUpload(await outputs());
    upload.on('error', () => {});
    await expect
      .poll(() => {
        child.kill('SIGINT');
        return child.exitCode ?? child.signalCode;
      })
      .toBe(130);
  });
});

/** Returns the flags with a stack's ports, for the next stack on its data. */
const ports = ({ ApiEndpoint, CognitoEndpoint, DynamoDbEndpoint, S3Endpoint = '' }: Outputs): string[] => [
  ...anyPorts,
  ...['--port', new URL(ApiEndpoint).port, '--cognito-port', new URL(CognitoEndpoint).port],
  ...['--dynamodb-port', new URL(DynamoDbEndpoint).port, '--s3-port', new URL(S3Endpoint).port],
];
