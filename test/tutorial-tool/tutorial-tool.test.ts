import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { admin } from '../../infra/local/stack.ts';
import { type LocalStack, startTestStack } from '../kit/local-stack.ts';

const folder = import.meta.dirname;
let stack: LocalStack;
beforeAll(async () => {
  stack = await startTestStack();
});
afterAll(() => stack?.[Symbol.asyncDispose]());

/** Runs the tutorial's command with the tutorial's own flags, and returns what it prints. */
const apigTest = async (method: string, path: string, flags: readonly string[] = [], password = admin.password) => {
  const { outputs } = stack;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      ...['--no-deprecation', '--require', join(folder, 'redirect.cjs')],
      join(folder, 'node_modules/aws-api-gateway-cli-test/index.js'),
      `--username=${admin.email}`,
      `--password=${password}`,
      `--user-pool-id=${outputs.UserPoolId}`,
      `--app-client-id=${outputs.UserPoolClientId}`,
      `--cognito-region=${outputs.Region}`,
      `--identity-pool-id=${outputs.IdentityPoolId}`,
      `--invoke-url=${outputs.ApiEndpoint}`,
      `--api-gateway-region=${outputs.Region}`,
      `--path-template=${path}`,
      `--method=${method}`,
      ...flags,
    ],
    {
      env: {
        ...process.env,
        COGNITO_ENDPOINT: outputs.CognitoEndpoint,
        AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE: '1',
      },
    },
  );
  return stdout;
};

const steps = /^Authenticating with User Pool\nGetting temporary credentials\nMaking API request\n/;

test('the tutorial’s command, as it was published, creates, reads, lists, updates and deletes a note', async () => {
  const created = await apigTest('POST', '/notes', ['--body={"content":"hello world","attachment":"hello.jpg"}']);
  expect(created).toMatch(steps);
  expect(created).toContain('status: 200');
  expect(created).toMatch(/userId: 'us-east-1:[0-9a-f-]{36}'/);
  expect(created).toContain("content: 'hello world'");
  expect(created).toContain("attachment: 'hello.jpg'");
  expect(created).toMatch(/createdAt: \d{13}/);
  const id = /noteId: '([0-9a-f-]{36})'/.exec(created)?.[1];

  const read = await apigTest('GET', `/notes/${id}`);
  expect(read.replace(/^.*status/s, '')).toBe(created.replace(/^.*status/s, ''));

  const listed = await apigTest('GET', '/notes');
  expect(listed).toContain('status: 200');
  expect(listed).toContain(`noteId: '${id}'`);

  const updated = await apigTest('PUT', '/notes/{id}', [`--params={"id":"${id}"}`, '--body={"content":"changed"}']);
  expect(updated).toContain('status: 200');
  expect(updated).toContain("content: 'changed'");
  expect(updated).not.toContain('attachment');

  expect(await apigTest('DELETE', `/notes/${id}`)).toContain('status: 204');
  expect(await apigTest('GET', `/notes/${id}`)).toContain('status: 404');
});

test('the tutorial’s command says when the password is wrong', async () => {
  const printed = await apigTest('GET', '/notes', [], 'Wr0ngPassw0rd!');
  expect(printed).toContain('Incorrect username or password.');
  expect(printed).not.toContain('status');
});
