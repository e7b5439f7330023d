import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPerson } from '../../test/kit/cli/person.ts';
import {
  expectConfirmed,
  readAppCode,
  readMailedCode,
  readNewPassword,
  readPassword,
  readText,
  withoutSpaces,
} from './input.ts';
import { decodeText, longestText, readBytes } from './read-text.ts';

const catchFailure = async (run: () => Promise<unknown>) =>
  run().then(
    () => ({}),
    ({ exitCode, message }) => ({ exitCode, message }),
  );

describe('text', () => {
  test('is decoded unchanged, with or without a byte order mark, in each encoding that has one', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!text.startsWith('\ufeff'));
        const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le');
        expect(decodeText(Buffer.from(text), 'x')).toBe(text);
        expect(decodeText(Buffer.from(`\ufeff${text}`), 'x')).toBe(text);
        expect(decodeText(utf16, 'x')).toBe(text);
        expect(decodeText(Buffer.from(utf16).swap16(), 'x')).toBe(text);
      }),
    );
    expect(decodeText(Buffer.from('\ufeff\ufeffa'), 'x')).toBe('\ufeffa');
    expect(decodeText(new Uint8Array([0xff, 0xfe]), 'x')).toBe('');
  });

  test.each([
    [[0xff], 'x is not UTF-8.'],
    [[0xfe], 'x is not UTF-8.'],
    [[0xc3, 0x28], 'x is not UTF-8.'],
    [[0xff, 0xfe, 0x00, 0xd8], 'x is not UTF-16LE.'],
    [[0xfe, 0xff, 0x61], 'x is not UTF-16BE.'],
  ])('cannot be decoded from the bytes %j', (bytes, message) => {
    expect(() => decodeText(new Uint8Array(bytes), 'x')).toThrow(expect.objectContaining({ message, exitCode: 2 }));
  });

  test('is the argument itself, or comes from a file or from standard input', async () => {
    const { folder, worldOf } = createPerson();
    const { world } = worldOf({ input: 'from input' });
    writeFileSync(join(folder, 'a b.txt'), '\ufefffrom\r\nfile\n');
    expect(await readText(world, 'plain')).toBe('plain');
    expect(await readText(world, 'a@b')).toBe('a@b');
    expect(await readText(world, '-')).toBe('from input');
    expect(await readText(world, '@a b.txt')).toBe('from\r\nfile\n');
    expect(await readText(world, `@${join(folder, 'a b.txt')}`)).toBe('from\r\nfile\n');
    expect(await catchFailure(() => readText(world, '@'))).toEqual({
      ...{ exitCode: 2, message: '@ needs the name of a file: @FILE.' },
    });
    expect(await catchFailure(() => readText(world, '@none'))).toEqual({
      exitCode: 2,
      message: 'none cannot be read.',
    });
    expect(await catchFailure(() => readText(world, '@.'))).toEqual({
      ...{ exitCode: 2, message: '. cannot be read (EISDIR: illegal operation on a directory).' },
    });
    const bad = worldOf({ input: new Uint8Array([0xc3]) }).world;
    expect(await catchFailure(() => readText(bad, '-'))).toEqual({
      exitCode: 2,
      message: 'Standard input is not UTF-8.',
    });
  });

  test('from standard input is joined from its chunks, up to 10 MiB', async () => {
    const chunks = async function* (count: number, size: number) {
      for (let n = 0; n < count; n++) yield new Uint8Array(size).fill(0x61 + n);
    };
    expect(Buffer.from(await readBytes(chunks(3, 2), 'x')).toString()).toBe('aabbcc');
    expect((await readBytes(chunks(2, longestText / 2), 'x')).length).toBe(10 * 1024 * 1024);
    expect(await catchFailure(() => readBytes(chunks(Number.POSITIVE_INFINITY, longestText / 2 + 1), 'x'))).toEqual({
      ...{ exitCode: 2, message: 'x is longer than 10 MiB.' },
    });
  });

  test('from standard input fails if reading fails or a Ctrl-C comes first', async () => {
    const { world } = createPerson().worldOf();
    const stdin = async function* () {
      yield Buffer.from('a');
      throw Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' });
    };
    expect(await catchFailure(() => readText({ ...world, stdin }, '-'))).toEqual({
      ...{ exitCode: 2, message: 'Standard input cannot be read (EIO: i/o error).' },
    });
    const endless = async function* (): AsyncGenerator<Uint8Array> {
      await new Promise(() => undefined);
    };
    const controller = new AbortController();
    const waiting = catchFailure(() => readText({ ...world, stdin: endless, signal: controller.signal }, '-'));
    controller.abort();
    expect(await waiting).toEqual({ exitCode: 130, message: 'Cancelled.' });
    expect(await catchFailure(() => readText({ ...world, stdin: endless, signal: controller.signal }, '-'))).toEqual(
      await waiting,
    );
  });
});

describe('the user is asked', () => {
  const asking = (answers?: readonly (string | boolean | undefined)[], env = {}) => {
    const someone = createPerson();
    const { world } = someone.worldOf({ ...(answers && { answers }), env });
    return { world, questions: someone.questions };
  };
  const cancelled = { exitCode: 130, message: 'Cancelled.' };

  test('for a password, unless it is given or in NOTES_PASSWORD', async () => {
    const { world, questions } = asking(['typed', 'typed too'], {});
    expect(await readPassword(world, 'given')).toBe('given');
    expect(await readPassword(asking([], { NOTES_PASSWORD: 'known' }).world, undefined)).toBe('known');
    expect(await readPassword(asking([], { NOTES_PASSWORD: 'known' }).world, 'given')).toBe('given');
    expect(await readPassword(world, undefined)).toBe('typed');
    expect(await readPassword(world, undefined, 'Which?')).toBe('typed too');
    expect(questions).toEqual(['Password', 'Which?']);
    expect(await catchFailure(() => readPassword(asking().world, undefined))).toEqual({
      exitCode: 2,
      message: 'No password: set NOTES_PASSWORD, or run this in a terminal to be asked for it.',
    });
    expect(await catchFailure(() => readPassword(asking([undefined]).world, undefined))).toEqual(cancelled);
  });

  test('for a new password, unless it is given', async () => {
    const { world, questions } = asking([' typed '], { NOTES_PASSWORD: 'the old one' });
    expect(await readNewPassword(world, 'given')).toBe('given');
    expect(await readNewPassword(world, undefined)).toBe(' typed ');
    expect(questions).toEqual(['New password']);
    expect(await catchFailure(() => readNewPassword(asking().world, undefined))).toEqual({
      exitCode: 2,
      message: 'No new password: use --new-password, or run this in a terminal.',
    });
    expect(await catchFailure(() => readNewPassword(asking([undefined]).world, undefined))).toEqual(cancelled);
  });

  test('for codes from a mail and from an app, whose spaces are removed', async () => {
    const { world, questions } = asking([' 123456 ', '123 456']);
    expect(await readMailedCode(world, ' 1 ')).toBe('1');
    expect(await readMailedCode(world, undefined)).toBe('123456');
    expect(await readAppCode(world)).toBe('123456');
    expect(withoutSpaces('\t1 2\u00a03 ')).toBe('123');
    expect(questions).toEqual(['Code from the mail', 'Code from the authenticator app']);
    expect(await catchFailure(() => readMailedCode(asking().world, undefined))).toEqual({
      ...{ exitCode: 2, message: 'No code: give it as an argument.' },
    });
    expect(await catchFailure(() => readMailedCode(asking([undefined]).world, undefined))).toEqual(cancelled);
    expect(await catchFailure(() => readAppCode(asking([undefined]).world))).toEqual(cancelled);
  });

  test('to confirm, unless --yes is given', async () => {
    expect(await catchFailure(() => expectConfirmed(asking().world, true, 'Sure?'))).toEqual({});
    const { world, questions } = asking([true]);
    expect(await catchFailure(() => expectConfirmed(world, undefined, 'Sure?'))).toEqual({});
    expect(questions).toEqual(['Sure?']);
    expect(await catchFailure(() => expectConfirmed(asking([false]).world, undefined, 'Sure?'))).toEqual(cancelled);
    expect(await catchFailure(() => expectConfirmed(asking([undefined]).world, false, 'Sure?'))).toEqual(cancelled);
    expect(await catchFailure(() => expectConfirmed(asking().world, undefined, 'Sure?'))).toEqual({
      ...{ exitCode: 2, message: 'This needs a confirmation: give --yes, or run this in a terminal.' },
    });
  });
});
