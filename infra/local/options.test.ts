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

test('without options, the stack has its defaults', () => {
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
    ['the isolation', ['--isolation', 'application'], { ISOLATION: 'application' }, { isolation: 'application' }],
    ['whether If-Match is required', ['--require-if-match'], { REQUIRE_IF_MATCH: 'true' }, { requireIfMatch: true }],
  ])('is set by a flag or a variable: %s', (_, flags, environment, said) => {
    expect(read(...flags)).toEqual({ ...usual, ...said });
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    expect(read()).toEqual({ ...usual, ...said });
  });

  test('is set by the flag if both are given', () => {
    vi.stubEnv('PORT', '1');
    expect(read('--port', '2')).toEqual({ ...usual, port: 2 });
  });

  test('may choose to run the sources', () => {
    expect(read('--sources')).toEqual({ ...usual, sources: true });
  });

  test('requires If-Match by variable only if that is "true"', () => {
    vi.stubEnv('REQUIRE_IF_MATCH', '1');
    expect(read()).toEqual(usual);
  });
});

describe('invalid input is refused', () => {
  test.each(portFlags)('for %s', (flag) => {
    for (const text of ['65536', '-1', '1.5', '8x', 'x8', ' 8', '', '0x10', '1e3'])
      expect(read(flag, text)).toContain('A port is a number from 0 to 65535.');
  });

  test('for --sweep-minutes', () => {
    for (const text of ['0', '-1', '1.5', '20161', '', '1e3', ' 1'])
      expect(read('--sweep-minutes', text)).toContain('Minutes are a whole number from 1 to 20,160.');
  });

  test.each([['--owner'], ['--isolation']])('for %s', (flag) => {
    expect(read(flag, 'other')).toContain('Allowed choices are');
  });

  test('as an argument or an unknown flag', () => {
    expect(read('word')).toContain('too many arguments');
    expect(read('--other')).toContain("unknown option '--other'");
  });
});

test('the help describes each option, with its variable and its default', () => {
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
    `--owner <id> which of a user's ids owns the notes (choices: "identity", "user-pool-sub", default: ` +
      '"identity", env: OWNER)',
    `--isolation <lock> what stops a function that asks for another owner's key (choices: ` +
      '"iam", "application", default: "iam", env: ISOLATION)',
    '--sources run the sources instead of the bundles that are deployed',
    '--require-if-match answer 428 to a PUT or DELETE without If-Match',
    '--sweep-minutes <n> how often to look for files that no note refers to; ' +
      'the second time deletes them (default: 1440, env: SWEEP_MINUTES)',
  ])
    expect(help).toContain(line);
});
