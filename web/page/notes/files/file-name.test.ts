import { expect, test } from 'vitest';
import { fileNameOf } from './file-name.ts';

test('a file is called as its key says, without the time', () => {
  expect(fileNameOf('1795410000000-hello.jpg')).toBe('hello.jpg');
  expect(fileNameOf('a/b/1-x.png')).toBe('x.png');
  expect(fileNameOf('hello.jpg')).toBe('hello.jpg');
  expect(fileNameOf('1-')).toBe('1-');
});

test('marks that turn the direction of writing do not hide what a file is', () => {
  expect(fileNameOf('1-photo\u202egnp.exe')).toBe('photo\ufffdgnp.exe');
  expect(fileNameOf('1-a\u0007b')).toBe('a\ufffdb');
});
