import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { admin } from '../../../infra/local/stack.ts';
import type { TryRequest } from '../../../infra/local/try/tried.ts';
import {
  createClientCode,
  createCurlCommand,
  createKeysProgram,
  createNotesCommand,
  quoteForShell,
} from '../../../web/console/try/commands.ts';
import { type LocalStack, startTestStack } from '../../kit/local-stack.ts';

let stack: LocalStack;
beforeAll(async () => {
  stack = await startTestStack();
});
afterAll(() => stack?.[Symbol.asyncDispose]());

const root = join(import.meta.dirname, '../../..');
/** Runs a script in a shell that has the package, and a password in its environment. */
const shell = async (script: string): Promise<string> => {
  const env = {
    ...{ PATH: process.env.PATH ?? '', HOME: stack.data, NOTES_PASSWORD: admin.password },
    NOTES_OUTPUTS: join(stack.data, 'outputs.json'),
  };
  const here =
    `npx() { shift; ${quoteForShell(process.execPath)} bin/notes.js "$@"; ` +
    `}\nnode() { ${quoteForShell(process.execPath)} "$@"; }\n`;
  const { stdout } = await promisify(execFile)('bash', ['-euc', here + script], { cwd: root, env });
  return stdout;
};
const context = () => ({ email: admin.email, region: stack.outputs.Region, endpoint: stack.outputs.ApiEndpoint });

/** A text that has syntax of shells, of curl and of JSON in it. */
const nasty = `it's "$HOME" \`id\` $(id) \\ \\n !! %41 &amp; <script> [a-b]{c} ü 😀 @x -d`;
const withBody = (body: string): TryRequest => ({
  ...{ service: 'execute-api', method: 'POST', path: '/notes?x=it%27s', body },
  headers: [['content-type', 'application/json']],
});

test.each([nasty, '', "'", "''\\", '\n\n', '-n', '$'])('the shell reads the quoted word %j unchanged', async (text) => {
  expect(await shell(`printf %s ${quoteForShell(text)}`)).toBe(text);
});

describe('a note whose content has shell syntax in it', () => {
  const request = withBody(JSON.stringify({ content: nasty }));

  test('is created by curl', async () => {
    const printed = await shell(
      `eval "$(${createKeysProgram(admin.email)})"\n${createCurlCommand(request, context())}`,
    );
    expect(printed).toContain('HTTP/1.1 200');
    expect(JSON.parse(printed.split('\r\n\r\n').at(-1) ?? '').content).toBe(nasty);
  });

  test('is created by notes call', async () => {
    const printed = await shell(`${createNotesCommand(request, context())} --json`);
    expect(JSON.parse(printed)).toMatchObject({ status: 200, data: { content: nasty } });
  });

  test('is created by client code', async () => {
    const printed = await shell(
      `node --input-type=module -e ${quoteForShell(createClientCode(request, context()) ?? '')}`,
    );
    expect(printed).toMatch(/^200 /);
    expect(JSON.parse(printed.slice(4)).content).toBe(nasty);
  });
});

test('curl sends a body that begins with @ unchanged, and reads no file', async () => {
  const printed = await shell(
    `eval "$(${createKeysProgram(admin.email)})"\n${createCurlCommand(withBody('@/etc/hostname'), context())}`,
  );
  expect(printed).toContain('HTTP/1.1 400');
});

test('client code sends a body without a content type, with any method that has a body', async () => {
  const request = { ...withBody(JSON.stringify({ content: nasty })), headers: [] };
  const code = createClientCode(request, context()) ?? '';
  expect(await shell(`node --input-type=module -e ${quoteForShell(code)}`)).toMatch(/^200 /);
  const ofDelete = createClientCode({ ...request, method: 'DELETE', path: '/notes/x' }, context()) ?? '';
  expect(await shell(`node --input-type=module -e ${quoteForShell(ofDelete)}`)).toMatch(/^404 /);
});
