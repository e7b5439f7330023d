import { expect, test } from 'vitest';
import { readFileName } from './file-name.ts';

test('the name of a file is that in its key, without the time', () => {
  expect(readFileName('1795410000000-hello.jpg')).toBe('hello.jpg');
  expect(readFileName('a/b/1-x.png')).toBe('x.png');
  expect(readFileName('hello.jpg')).toBe('hello.jpg');
  expect(readFileName('1-')).toBe('1-');
});

test('direction marks cannot disguise a file’s type', () => {
  expect(readFileName('1-photo\u202egnp.exe')).toBe('photo\ufffdgnp.exe');
  expect(readFileName('1-a\u0007b')).toBe('a\ufffdb');
});
