import { stripVTControlCharacters, styleText } from 'node:util';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Outputs } from './outputs.ts';
import { formatBanner, formatFunctionLine, formatMail, formatRefusal, formatRequest } from './terminal.ts';

beforeEach(() => {
  vi.stubEnv('FORCE_COLOR', '1');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const plain = stripVTControlCharacters;
const outputs: Outputs = {
  Region: 'us-east-1',
  UserPoolId: 'us-east-1_Pool',
  UserPoolClientId: 'client',
  IdentityPoolId: 'us-east-1:identity-pool',
  ApiEndpoint: 'http://127.0.0.1:1',
  CognitoEndpoint: 'http://127.0.0.1:2',
  DynamoDbEndpoint: 'http://127.0.0.1:3',
  NotesTableName: 'notes',
};
const user = { email: 'admin@example.com', password: 'Passw0rd!' };
const found = { path: '.local/outputs.json', isFound: true };

describe('the banner', () => {
  test('says what runs where, and what to try', () => {
    expect(plain(formatBanner(outputs, user, found)).split('\n')).toEqual([
      '',
      'owned-notes is running. Ctrl-C stops it; its data stays.',
      '',
      '  API        http://127.0.0.1:1   Signature Version 4, service execute-api',
      '  Cognito    http://127.0.0.1:2   user pool us-east-1_Pool, identity pool us-east-1:identity-pool',
      '  DynamoDB   http://127.0.0.1:3   table notes',
      '  Outputs    .local/outputs.json',
      '  User       admin@example.com / Passw0rd!',
      '',
      'Try it in another terminal, in this folder:',
      '',
      '  npx notes sign-in admin@example.com --password Passw0rd!',
      '  npx notes create "Hello, notes"',
      '  npx notes list',
      '',
      'Requests, as they come:',
    ]);
  });

  test.each([
    ['other/outputs.json', 'other/outputs.json'],
    ["Ann's notes/outputs.json", "'Ann'\\''s notes/outputs.json'"],
  ])('names the outputs file %s, quoted for a shell, if no command finds it by itself', (path, quoted) => {
    const lines = plain(formatBanner(outputs, user, { path, isFound: false })).split('\n');
    expect(lines).toContain(`  Outputs    ${path}`);
    expect(lines.filter((line) => line.includes('npx'))).toEqual([
      `  npx notes sign-in admin@example.com --password Passw0rd! --outputs ${quoted}`,
      `  npx notes create "Hello, notes" --outputs ${quoted}`,
      `  npx notes list --outputs ${quoted}`,
    ]);
  });

  test('highlights its names and dims its details', () => {
    const text = formatBanner(outputs, user, found);
    expect(text).toContain(styleText('green', 'owned-notes is running.'));
    expect(text).toContain(styleText('bold', 'API       '));
    expect(text).toContain(styleText('dim', '   table notes'));
  });
});

describe('the line of a request', () => {
  const response = { requestId: 'r', method: 'GET', path: '/notes', status: 200, milliseconds: 7.4 };

  test('is its time, method, path, status, duration and caller', () => {
    const line = formatRequest({ ...response, identityId: 'us-east-1:ann' });
    expect(plain(line)).toMatch(/^\d\d:\d\d:\d\d {2}GET {5}\/notes {2}200 {2}7 ms {2}us-east-1:ann$/);
    expect(line).toContain(styleText('dim', '7 ms  us-east-1:ann'));
  });

  test('says why the API refused it, and names no caller if none is known', () => {
    expect(plain(formatRequest({ ...response, status: 403, refused: 'no token', identityId: 'ann' }))).toMatch(
      /403 {2}7 ms {2}refused: no token$/,
    );
    expect(plain(formatRequest({ ...response, status: 404 }))).toMatch(/404 {2}7 ms {2}$/);
  });

  test.each([
    [200, 'green'],
    [399, 'green'],
    [400, 'yellow'],
    [499, 'yellow'],
    [500, 'red'],
    [503, 'red'],
  ] as const)('has the colour of its status: %d', (status, color) => {
    expect(formatRequest({ ...response, status })).toContain(styleText(color, String(status)));
  });

  test('shows no control characters of a path, and no more than 120 characters', () => {
    expect(plain(formatRequest({ ...response, path: '/a\u001b[2J \u007fé!~' }))).toContain('  /a?[2J???!~  ');
    const long = (length: number) => `/${'a'.repeat(length - 1)}`;
    expect(plain(formatRequest({ ...response, path: long(120) }))).toContain(`  ${long(120)}  `);
    expect(plain(formatRequest({ ...response, path: long(121) }))).toContain(`  ${long(117)}...  `);
  });

  test('shows no token of a path, whole or cut', () => {
    const token = `eyJ${'a'.repeat(20)}.eyJ${'b'.repeat(200)}.${'c'.repeat(30)}`;
    expect(plain(formatRequest({ ...response, path: `/notes/${token}/x` }))).toContain(
      `  /notes/(hidden: ${token.length} characters)/x  `,
    );
  });
});

describe('the lines of a refusal', () => {
  const refusal = {
    ...{ time: '2026-11-28T08:00:00.000Z', requestId: 'r1', request: 'GET /notes', status: 403 },
    ...{ kind: 'Signature.ClocksApart', cause: 'The clock is off.', advice: 'Set it.', sections: [] },
  };

  test('are two: why it was refused, and what to do', () => {
    const lines = formatRefusal(refusal, { isRightBelow: true, outputs: found });
    expect(plain(lines).split('\n')).toEqual([
      '          why  The clock is off.',
      '          do   Set it. npx notes why r1',
    ]);
    expect(lines).toContain(styleText('dim', 'npx notes why r1'));
  });

  test('name the request if its own line is not right above', () => {
    expect(plain(formatRefusal(refusal, { isRightBelow: false, outputs: found }))).toMatch(
      /^ +why {2}GET \/notes: The clock is off\.\n/,
    );
  });

  test('ask this stack why, and no other', () => {
    const lines = formatRefusal(refusal, { isRightBelow: true, outputs: { path: 'a b/outputs.json', isFound: false } });
    expect(plain(lines)).toContain("do   Set it. npx notes why r1 --outputs 'a b/outputs.json'");
  });

  test('contain no control characters', () => {
    const steering = '\u001b[2J\u202e\n';
    const lines = formatRefusal(
      { ...refusal, cause: steering, advice: steering, request: `GET /${steering}` },
      { isRightBelow: false, outputs: found },
    );
    expect(plain(lines).split('\n')).toEqual([
      '          why  GET /?[2J??: ?[2J??',
      '          do   ?[2J?? npx notes why r1',
    ]);
  });
});

describe('the line of a mail', () => {
  test.each([
    ['sign-up', 'code'],
    ['forgot-password', 'code'],
    ['verify-email', 'code'],
    ['invitation', 'temporary password'],
  ] as const)('for %s has its %s', (purpose, what) => {
    const line = formatMail({ to: 'ann\u001b@example.com', purpose, code: '123456' });
    expect(plain(line)).toBe(`mail  to ann?@example.com (${purpose}): ${what} 123456`);
    expect(line).toContain(styleText('cyan', 'mail'));
  });
});

describe('the line of a function', () => {
  test('is shown unless it is a log line of level info', () => {
    expect(formatFunctionLine('{"level":"info","message":"request"}')).toBeUndefined();
    for (const line of ['{"level":"error"}', '{"level":"INFO"}', '{}', 'Error: no', '7'])
      expect(formatFunctionLine(line)).toBe(`${styleText('red', 'function')}  ${line}`);
  });

  test('contains no control characters', () => {
    expect(formatFunctionLine('Error: é\u001b[2J\u009b\t')).toBe(`${styleText('red', 'function')}  Error: é?[2J??`);
  });
});
