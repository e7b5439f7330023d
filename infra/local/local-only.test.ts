import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { isFromLocalProgram, isLocalHost } from './local-only.ts';

const local = ['127.0.0.1', '127.0.0.1:8702', 'localhost', 'LocalHost:1', '[::1]', '[::1]:65535'];
const foreign = [
  ...[undefined, '', 'evil.example', 'localhost.evil.example', 'evil.example:127', '127.0.0.1.evil.example'],
  ...[
    'localhost:',
    'localhost:x',
    '127.0.0.1:80:80',
    'xlocalhost',
    '127.0.0.2',
    '0.0.0.0',
    '::1',
    '[::1',
    'local.host',
  ],
  ...['localhost\n', ' localhost', 'localhost/', 'user@localhost', '127x0x0x1'],
];
const from = (headers: object) => ({ headers }) as IncomingMessage;

test.each(local)('%j is this machine', (host) => {
  expect(isLocalHost(host)).toBe(true);
  expect(isFromLocalProgram(from({ host }))).toBe(true);
});

test.each(foreign)('%j is not this machine', (host) => {
  expect(isLocalHost(host)).toBe(false);
  expect(isFromLocalProgram(from({ host }))).toBe(false);
});

test.each(['https://evil.example', 'http://localhost:3000', 'null', ''])('a page of %j is not a program', (origin) => {
  expect(isFromLocalProgram(from({ host: 'localhost', origin }))).toBe(false);
});
