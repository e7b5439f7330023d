import { mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newUser } from '../../test/kit/user.ts';
import type { ResponseSummary } from './http-api/http-api.ts';
import { PortInUse } from './listen.ts';
import type { Mail } from './mailbox.ts';
import type { Outputs } from './outputs.ts';
import { admin, type Stack, type StackOptions, startStack } from './stack.ts';
import { DataInUse } from './state.ts';

let folder: string;
let stack: Stack;
const lines: string[] = [];
const mails: Mail[] = [];
const responses: ResponseSummary[] = [];

const start = (data: string, options: Partial<StackOptions> = {}): Promise<Stack> =>
  startStack({ data: join(folder, data), port: 0, cognitoPort: 0, dynamodbPort: 0, s3Port: 0, ...options });
const parsePort = (url: string): number => Number(new URL(url).port);
const createPoolClient = ({ Region: region, CognitoEndpoint: endpoint }: Outputs) =>
  new CognitoIdentityProviderClient({ region, endpoint });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'owned-notes-'));
  stack = await start('data', {
    onFunctionLine: (line) => lines.push(line),
    onMail: (mail) => mails.push(mail),
    onResponse: (response) => responses.push(response),
  });
});
afterAll(async () => {
  await stack?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

describe('a stack', () => {
  test('has names in the formats that AWS uses', () => {
    expect(stack.outputs).toEqual({
      Region: 'us-east-1',
      UserPoolId: expect.stringMatching(/^us-east-1_[A-Za-z0-9]{9}$/),
      UserPoolClientId: expect.stringMatching(/^[a-z0-9]{26}$/),
      IdentityPoolId: expect.stringMatching(/^us-east-1:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      ApiEndpoint: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      CognitoEndpoint: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      DynamoDbEndpoint: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      NotesTableName: 'notes',
      S3Endpoint: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      BucketName: 'owned-notes-files',
    });
  });

  test('serves the signed requests of a signed-in user, and reports each', async () => {
    const user = await newUser(stack.outputs);
    const { status, body } = await user.ask('POST', '/notes', { content: 'x' });
    expect(status).toBe(200);
    expect(body.userId).toBe(user.identityId);
    const path = `/notes/${body.noteId}`;
    expect((await user.ask('GET', path)).status).toBe(200);
    expect((await user.ask('PUT', path, { content: 'y' })).status).toBe(200);
    expect((await user.ask('DELETE', path)).status).toBe(204);
    expect((await user.ask('GET', '/notes')).body).toEqual([]);
    expect(responses.map((each) => [each.method, each.path, each.status])).toEqual([
      ['POST', '/notes', 200],
      ['GET', path, 200],
      ['PUT', path, 200],
      ['DELETE', path, 204],
      ['GET', '/notes', 200],
    ]);
    expect(new Set(responses.map(({ identityId }) => identityId))).toEqual(new Set([user.identityId]));
    await expect.poll(() => lines.length).toBe(5);
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ level: 'info' });
  });

  test('has a user from the start, who can sign in with just a password', async () => {
    const { AuthenticationResult } = await createPoolClient(stack.outputs).send(
      new InitiateAuthCommand({
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: stack.outputs.UserPoolClientId,
        AuthParameters: { USERNAME: admin.email, PASSWORD: admin.password },
      }),
    );
    expect(AuthenticationResult?.IdToken).toEqual(expect.any(String));
  });

  test('stores and shows the mails that would be sent', async () => {
    await createPoolClient(stack.outputs).send(
      new SignUpCommand({
        ...{ ClientId: stack.outputs.UserPoolClientId, Username: 'new@example.com', Password: 'Passw0rd!' },
      }),
    );
    expect(mails).toMatchObject([{ to: 'new@example.com', purpose: 'sign-up' }]);
    expect(await readFile(join(folder, 'data', 'mail.jsonl'), 'utf8')).toContain(String(mails[0]?.code));
  });

  test('lets any page call its API', async () => {
    const response = await fetch(`${stack.outputs.ApiEndpoint}/notes`, {
      method: 'OPTIONS',
      headers: { origin: 'https://page.example', 'access-control-request-method': 'PUT' },
    });
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('access-control-allow-methods')).toContain('PUT');
  });
});

describe('the outputs', () => {
  test('are in a file that only its owner may read', async () => {
    const file = join(folder, 'data', 'outputs.json');
    const text = await readFile(file, 'utf8');
    expect(text).toBe(`${JSON.stringify(stack.outputs, null, 2)}\n`);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test('replace an existing file, and are not written through a symbolic link', async () => {
    const elsewhere = join(folder, 'elsewhere');
    await writeFile(elsewhere, 'of somebody');
    await (await start('linked'))[Symbol.asyncDispose]();
    for (const name of ['outputs.json', 'outputs.json.new']) {
      await rm(join(folder, 'linked', name), { force: true });
      await symlink(elsewhere, join(folder, 'linked', name));
    }
    await using again = await start('linked');
    expect(JSON.parse(await readFile(join(folder, 'linked', 'outputs.json'), 'utf8'))).toEqual(again.outputs);
    expect(await readFile(elsewhere, 'utf8')).toBe('of somebody');
  });
});

describe('a stack on existing data', () => {
  test('has the same names and notes, and the same keys behind its credentials', async () => {
    const first = await start('kept');
    const user = await newUser(first.outputs);
    await user.ask('POST', '/notes', { content: 'kept' });
    const { ApiEndpoint, CognitoEndpoint, DynamoDbEndpoint, S3Endpoint = '', ...names } = first.outputs;
    const ports = {
      port: parsePort(ApiEndpoint),
      cognitoPort: parsePort(CognitoEndpoint),
      dynamodbPort: parsePort(DynamoDbEndpoint),
      s3Port: parsePort(S3Endpoint),
    };
    await first[Symbol.asyncDispose]();
    await using second = await start('kept', ports);
    expect(second.outputs).toEqual({ ApiEndpoint, CognitoEndpoint, DynamoDbEndpoint, S3Endpoint, ...names });
    expect((await user.ask('GET', '/notes')).body).toMatchObject([{ content: 'kept' }]);
  });

  test('does not start while another one runs on it', async () => {
    await expect(start('data')).rejects.toBeInstanceOf(DataInUse);
    expect((await fetch(stack.outputs.ApiEndpoint)).status).toBe(404);
  });

  test('has other names than a stack on other data', async () => {
    await using other = await start('other');
    for (const name of ['UserPoolId', 'UserPoolClientId', 'IdentityPoolId'] as const)
      expect(other.outputs[name]).not.toBe(stack.outputs[name]);
  });
});

describe('a stack that fails to start releases what it holds', () => {
  test.each<[string, (outputs: Outputs) => Partial<StackOptions>, string]>([
    ['the API', ({ ApiEndpoint }) => ({ port: parsePort(ApiEndpoint) }), 'for the API'],
    ['the pools', ({ ApiEndpoint }) => ({ cognitoPort: parsePort(ApiEndpoint) }), 'for Cognito'],
    ['DynamoDB', ({ ApiEndpoint }) => ({ dynamodbPort: parsePort(ApiEndpoint) }), 'for DynamoDB'],
    ['S3', ({ ApiEndpoint }) => ({ s3Port: parsePort(ApiEndpoint) }), 'for S3'],
  ])('when the port of %s is taken', async (_, options, words) => {
    const failed = start('failed', options(stack.outputs));
    await expect(failed).rejects.toBeInstanceOf(PortInUse);
    await expect(failed).rejects.toThrow(words);
    await (await start('failed'))[Symbol.asyncDispose]();
  });

  test('when the functions cannot be built', async () => {
    const asked: string[] = [];
    const bundle = async (to: string) => {
      asked.push(to);
      throw new Error('no build');
    };
    await expect(start('failed', { bundle })).rejects.toThrow('no build');
    expect(asked).toEqual([join(folder, 'failed', 'functions')]);
    await (await start('failed'))[Symbol.asyncDispose]();
  });
});

describe('settings', () => {
  test('reach the functions', async () => {
    await using strict = await start('strict', { requireIfMatch: true });
    const user = await newUser(strict.outputs);
    const { body } = await user.ask('POST', '/notes', { content: 'x' });
    expect((await user.ask('DELETE', `/notes/${body.noteId}`)).status).toBe(428);
  });

  test('choose the isolation', async () => {
    await using open = await start('application', { isolation: 'application' });
    const user = await newUser(open.outputs);
    expect((await user.ask('POST', '/notes', { content: 'x' })).status).toBe(200);
  });

  test('set the clock of the pools and the API', async () => {
    let now = Date.now();
    await using later = await start('later', { now: () => now });
    const user = await newUser(later.outputs);
    expect((await user.ask('GET', '/notes')).status).toBe(200);
    now += 2 * 60 * 60 * 1000;
    expect((await user.ask('GET', '/notes')).status).toBe(403);
  });
});
