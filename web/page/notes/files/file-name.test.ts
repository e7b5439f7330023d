import { expect, test } from 'vitest';
import { fileNameOf } from './file-name.ts';

test('the name of a file is that in its key, without the time', () => {
  expect(fileNameOf('1795410000000-hello.jpg')).toBe('hello.jpg');
  expect(fileNameOf('a/b/1-x.png')).toBe('x.png');
  expect(fileNameOf('hello.jpg')).toBe('hello.jpg');
  expect(fileNameOf('1-')).toBe('1-');
});

test('direction marks cannot disguise a file’s type', () => {
  expect(fileNameOf('1-photo\u202egnp.exe')).toBe('photo\ufffdgnp.exe');
  expect(fileNameOf('1-a\u0007b')).toBe('a\ufffdb');
});
