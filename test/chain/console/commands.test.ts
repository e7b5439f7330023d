import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OutputsFile, quoteForShell } from '../../../infra/local/outputs-option.ts';
import { admin } from '../../../infra/local/stack.ts';
import type { TryRequest } from '../../../infra/local/try/tried.ts';
import {
  createClientCode,
  createCurlCommand,
  createKeysCommand,
  createKeysProgram,
  createNotesCommand,
} from '../../../web/console/try/commands.ts';
import { startTracedStack, type TracedStack } from './traced-stack.ts';

let stack: TracedStack;
let outputs: OutputsFile;
beforeAll(async () => {
  stack = await startTracedStack();
  outputs = (await (await stack.ask('/api/outputs-file')).json()) as OutputsFile;
});
afterAll(() => stack?.[Symbol.asyncDispose]());

const root = join(import.meta.dirname, '../../..');
/** Nothing here names the stack: the commands do, as other stacks may run in this folder. */
const createEnvironment = () => ({ PATH: process.env.PATH ?? '', HOME: stack.data });
/** Makes a shell use this Node and this package. */
const here =
  `npx() { shift; ${quoteForShell(process.execPath)} bin/notes.js "$@"; ` +
  `}\nnode() { ${quoteForShell(process.execPath)} "$@"; }\n`;
/** Runs a script in a shell that has the package, and a password in its environment. */
const shell = async (script: string): Promise<string> => {
  const env = { ...createEnvironment(), NOTES_PASSWORD: admin.password };
  const { stdout } = await promisify(execFile)('bash', ['-euc', here + script], { cwd: root, env });
  return stdout;
};
const context = () => ({
  ...{ email: admin.email, region: stack.outputs.Region, endpoint: stack.outputs.ApiEndpoint, outputs },
});

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
    const printed = await shell(`eval "$(${createKeysProgram(context())})"\n${createCurlCommand(request, context())}`);
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
    `eval "$(${createKeysProgram(context())})"\n${createCurlCommand(withBody('@/etc/hostname'), context())}`,
  );
  expect(printed).toContain('HTTP/1.1 400');
});

const hasZsh = spawnSync('zsh', ['--version']).status === 0;

describe.each(hasZsh ? ['bash', 'zsh'] : ['bash'])('the keys for curl, pasted into %s', (name) => {
  const names = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];
  /** Types the command, the password, and a question for the keys, in a shell that has somebody else's keys. */
  const paste = async (password: string) => {
    const print = names.map((each) => `printf '%s\\n' "\${${each}-none}"`).join('\n');
    const input = `${here}${createKeysCommand(context())}\n${password}\n${print}\n`;
    const env = { ...createEnvironment(), ...Object.fromEntries(names.map((each) => [each, 'Bob’s'])) };
    const running = promisify(execFile)(name, ['-s'], { cwd: root, env });
    running.child.stdin?.end(input);
    const { stdout, stderr } = await running;
    return { keys: stdout.split('\n').slice(0, -1), asked: stderr };
  };

  test('are those of the user', async () => {
    const { keys, asked } = await paste(admin.password);
    expect(asked).toBe('Password: \n');
    expect(keys).toEqual([
      expect.stringMatching(/^ASIA/),
      expect.stringMatching(/.{40}/),
      expect.stringMatching(/.{99}/),
    ]);
  });

  test('are nobody’s if the password is wrong', async () => {
    expect((await paste(`wrong ${admin.password}`)).keys).toEqual(['none', 'none', 'none']);
  });
});

test('client code sends a body without a content type, with any method that has a body', async () => {
  const request = { ...withBody(JSON.stringify({ content: nasty })), headers: [] };
  const code = createClientCode(request, context()) ?? '';
  expect(await shell(`node --input-type=module -e ${quoteForShell(code)}`)).toMatch(/^200 /);
  const ofDelete = createClientCode({ ...request, method: 'DELETE', path: '/notes/x' }, context()) ?? '';
  expect(await shell(`node --input-type=module -e ${quoteForShell(ofDelete)}`)).toMatch(/^404 /);
});
