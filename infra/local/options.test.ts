import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createCommand, portFlags } from './options.ts';

const variables = [
  'NOTES_DATA',
  'PORT',
  'COGNITO_PORT',
  'DYNAMODB_PORT',
  'S3_PORT',
  'PAGE_PORT',
  'CONSOLE_PORT',
  'OWNER',
  'ISOLATION',
  'REQUIRE_IF_MATCH',
  'SWEEP_MINUTES',
];
beforeEach(() => {
  for (const name of variables) vi.stubEnv(name, undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const read = (...flags: string[]) => {
  let printed = '';
  const write = (text: string) => {
    printed += text;
  };
  const parsed = createCommand().exitOverride().configureOutput({ writeOut: write, writeErr: write });
  try {
    return parsed.parse(flags, { from: 'user' }).opts();
  } catch {
    return printed;
  }
};

const usual = {
  data: '.local',
  ...{ port: 8700, cognitoPort: 8701, dynamodbPort: 8702, s3Port: 8703, pagePort: 8704, consolePort: 8705 },
  ...{ owner: 'identity', isolation: 'iam', requireIfMatch: false, sweepMinutes: 1440 },
};

test('with nothing said, the stack is the usual one', () => {
  expect(read()).toEqual(usual);
});

describe('each option', () => {
  test.each<[string, string[], Record<string, string>, object]>([
    ['the folder', ['--data', 'x'], { NOTES_DATA: 'x' }, { data: 'x' }],
    ['the port of the API', ['--port', '0'], { PORT: '0' }, { port: 0 }],
    ['the port of the pools', ['--cognito-port', '65535'], { COGNITO_PORT: '65535' }, { cognitoPort: 65_535 }],
    ['the port of DynamoDB', ['--dynamodb-port', '1'], { DYNAMODB_PORT: '1' }, { dynamodbPort: 1 }],
    ['how often files are swept', ['--sweep-minutes', '2'], { SWEEP_MINUTES: '2' }, { sweepMinutes: 2 }],
    ['the port of S3', ['--s3-port', '1'], { S3_PORT: '1' }, { s3Port: 1 }],
    ['the port of the page', ['--page-port', '1'], { PAGE_PORT: '1' }, { pagePort: 1 }],
    ['the port of the console', ['--console-port', '1'], { CONSOLE_PORT: '1' }, { consolePort: 1 }],
    ['the owner', ['--owner', 'user-pool-sub'], { OWNER: 'user-pool-sub' }, { owner: 'user-pool-sub' }],
    ['the lock', ['--isolation', 'application'], { ISOLATION: 'application' }, { isolation: 'application' }],
    ['the need of If-Match', ['--require-if-match'], { REQUIRE_IF_MATCH: 'true' }, { requireIfMatch: true }],
  ])('is a flag or a variable: %s', (_, flags, environment, said) => {
    expect(read(...flags)).toEqual({ ...usual, ...said });
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    expect(read()).toEqual({ ...usual, ...said });
  });

  test('is what the flag says where both say something', () => {
    vi.stubEnv('PORT', '1');
    expect(read('--port', '2')).toEqual({ ...usual, port: 2 });
  });

  test('may be left to the sources', () => {
    expect(read('--sources')).toEqual({ ...usual, sources: true });
  });

  test('that the sources are run has no variable, and If-Match is needed for "true" alone', () => {
    vi.stubEnv('REQUIRE_IF_MATCH', '1');
    expect(read()).toEqual(usual);
  });
});

describe('what is none is refused', () => {
  test.each(portFlags)('as %s', (flag) => {
    for (const text of ['65536', '-1', '1.5', '8x', 'x8', ' 8', '', '0x10', '1e3'])
      expect(read(flag, text)).toContain('A port is a number from 0 to 65535.');
  });

  test('as minutes', () => {
    for (const text of ['0', '-1', '1.5', '20161', '', '1e3', ' 1'])
      expect(read('--sweep-minutes', text)).toContain('Minutes are a whole number from 1 to 20,160.');
  });

  test.each([['--owner'], ['--isolation']])('as %s', (flag) => {
    expect(read(flag, 'other')).toContain('Allowed choices are');
  });

  test('as a further word, or another flag', () => {
    expect(read('word')).toContain('too many arguments');
    expect(read('--other')).toContain("unknown option '--other'");
  });
});

test('the help says what each option is for, with its variable and what holds without it', () => {
  const help = String(read('--help')).replace(/\s+/g, ' ');
  for (const line of [
    'Usage: npm start -- [options]',
    'Runs the whole backend on this machine: sign-in, credentials, signed requests, functions, table, files.',
    '--data <folder> where everything is kept (default: ".local", env: NOTES_DATA)',
    '--port <port> port of the API, 0 for any (default: 8700, env: PORT)',
    '--cognito-port <port> port of the user pool and the identity pool, 0 for any (default: 8701, env: COGNITO_PORT)',
    '--dynamodb-port <port> port of DynamoDB, 0 for any (default: 8702, env: DYNAMODB_PORT)',
    '--s3-port <port> port of S3, for files, 0 for any (default: 8703, env: S3_PORT)',
    '--page-port <port> port of the page, 0 for any (default: 8704, env: PAGE_PORT)',
    '--console-port <port> port of the console, 0 for any (default: 8705, env: CONSOLE_PORT)',
    `--owner <id> which of a user's ids owns the notes (choices: "identity", "user-pool-sub", default: "identity", env: OWNER)`,
    `--isolation <lock> what stops a function that asks for another owner's key (choices: "iam", "application", default: "iam", env: ISOLATION)`,
    '--sources run the sources as they are, and not the bundles that are deployed',
    '--require-if-match answer 428 to a PUT or DELETE without If-Match',
    '--sweep-minutes <n> how often files that no note names are looked for; they go at the second time (default: 1440, env: SWEEP_MINUTES)',
  ])
    expect(help).toContain(line);
});
