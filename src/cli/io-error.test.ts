import { expect, test } from 'vitest';
import { createIoError, readErrorCode } from './io-error.ts';

const failed = (message: string, code?: unknown) => Object.assign(new Error(message), { code });

test('a file error says which file, what failed and why, and no more', () => {
  const why = failed("EACCES: permission denied, open '/home/ann/secret'");
  expect(createIoError('f', 'read', why)).toMatchObject({
    exitCode: 2,
    message: 'f cannot be read (EACCES: permission denied).',
  });
  expect(createIoError('f', 'written', why)).toMatchObject({
    exitCode: 1,
    message: 'f cannot be written (EACCES: permission denied).',
  });
  expect(createIoError('f', 'created', why)).toMatchObject({
    exitCode: 1,
    message: 'f cannot be created (EACCES: permission denied).',
  });
  expect(createIoError('f', 'read', failed('ENOENT: no such file or directory')).message).toBe('f cannot be read.');
  expect(createIoError('f', 'read', failed('not of the system: a secret')).message).toBe('f cannot be read.');
  expect(createIoError('f', 'read', 'EACCES: a text').message).toBe('f cannot be read.');
});

test.each([
  [failed('x', 'ENOENT'), 'ENOENT'],
  [failed('x', 1), undefined],
  [new Error('x'), undefined],
  [{ code: 'ENOENT' }, undefined],
  ['x', undefined],
  [null, undefined],
])('the code of %o is %s', (error, code) => {
  expect(readErrorCode(error)).toBe(code);
});
