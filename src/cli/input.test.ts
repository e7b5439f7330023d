import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { person } from '../../test/cli/person.ts';
import { appCodeOf, expectConfirmed, mailedCodeOf, newPasswordOf, passwordOf, textOf, withoutSpaces } from './input.ts';
import { bytesOf, decodeText, longestText } from './read-text.ts';

const failureOf = async (run: () => Promise<unknown>) =>
  run().then(
    () => ({}),
    ({ exitCode, message }) => ({ exitCode, message }),
  );

describe('text', () => {
  test('comes out as it was, with a byte order mark or without, in each encoding that has one', () => {
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
  ])('of the bytes %j is none', (bytes, message) => {
    expect(() => decodeText(new Uint8Array(bytes), 'x')).toThrow(expect.objectContaining({ message, exitCode: 2 }));
  });

  test('is as it is given, or from a file, or from standard input', async () => {
    const { folder, worldOf } = person();
    const { world } = worldOf({ input: 'from input' });
    writeFileSync(join(folder, 'a b.txt'), '\ufefffrom\r\nfile\n');
    expect(await textOf(world, 'plain')).toBe('plain');
    expect(await textOf(world, 'a@b')).toBe('a@b');
    expect(await textOf(world, '-')).toBe('from input');
    expect(await textOf(world, '@a b.txt')).toBe('from\r\nfile\n');
    expect(await textOf(world, `@${join(folder, 'a b.txt')}`)).toBe('from\r\nfile\n');
    expect(await failureOf(() => textOf(world, '@'))).toEqual({
      ...{ exitCode: 2, message: '@ is for the name of a file: @FILE.' },
    });
    expect(await failureOf(() => textOf(world, '@none'))).toEqual({ exitCode: 2, message: 'none cannot be read.' });
    expect(await failureOf(() => textOf(world, '@.'))).toEqual({
      ...{ exitCode: 2, message: '. cannot be read (EISDIR: illegal operation on a directory).' },
    });
    const bad = worldOf({ input: new Uint8Array([0xc3]) }).world;
    expect(await failureOf(() => textOf(bad, '-'))).toEqual({ exitCode: 2, message: 'Standard input is not UTF-8.' });
  });

  test('of standard input is put together, and may not be endless', async () => {
    const chunks = async function* (count: number, size: number) {
      for (let n = 0; n < count; n++) yield new Uint8Array(size).fill(0x61 + n);
    };
    expect(Buffer.from(await bytesOf(chunks(3, 2), 'x')).toString()).toBe('aabbcc');
    expect((await bytesOf(chunks(2, longestText / 2), 'x')).length).toBe(10 * 1024 * 1024);
    expect(await failureOf(() => bytesOf(chunks(Number.POSITIVE_INFINITY, longestText / 2 + 1), 'x'))).toEqual({
      ...{ exitCode: 2, message: 'x is longer than 10 MiB.' },
    });
  });

  test('of standard input that breaks, or does not end before a Ctrl-C, is none', async () => {
    const { world } = person().worldOf();
    const stdin = async function* () {
      yield Buffer.from('a');
      throw Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' });
    };
    expect(await failureOf(() => textOf({ ...world, stdin }, '-'))).toEqual({
      ...{ exitCode: 2, message: 'Standard input cannot be read (EIO: i/o error).' },
    });
    const endless = async function* (): AsyncGenerator<Uint8Array> {
      await new Promise(() => undefined);
    };
    const controller = new AbortController();
    const waiting = failureOf(() => textOf({ ...world, stdin: endless, signal: controller.signal }, '-'));
    controller.abort();
    expect(await waiting).toEqual({ exitCode: 130, message: 'Cancelled.' });
    expect(await failureOf(() => textOf({ ...world, stdin: endless, signal: controller.signal }, '-'))).toEqual(
      await waiting,
    );
  });
});

describe('what is asked of people', () => {
  const asking = (answers?: readonly (string | boolean | undefined)[], env = {}) => {
    const someone = person();
    const { world } = someone.worldOf({ ...(answers && { answers }), env });
    return { world, questions: someone.questions };
  };
  const cancelled = { exitCode: 130, message: 'Cancelled.' };

  test('a password: given, by NOTES_PASSWORD, or by a question', async () => {
    const { world, questions } = asking(['typed', 'typed too'], {});
    expect(await passwordOf(world, 'given')).toBe('given');
    expect(await passwordOf(asking([], { NOTES_PASSWORD: 'known' }).world, undefined)).toBe('known');
    expect(await passwordOf(asking([], { NOTES_PASSWORD: 'known' }).world, 'given')).toBe('given');
    expect(await passwordOf(world, undefined)).toBe('typed');
    expect(await passwordOf(world, undefined, 'Which?')).toBe('typed too');
    expect(questions).toEqual(['Password', 'Which?']);
    expect(await failureOf(() => passwordOf(asking().world, undefined))).toEqual({
      exitCode: 2,
      message: 'No password: set NOTES_PASSWORD, or run this in a terminal to be asked for it.',
    });
    expect(await failureOf(() => passwordOf(asking([undefined]).world, undefined))).toEqual(cancelled);
  });

  test('a new password: given, or by a question', async () => {
    const { world, questions } = asking([' typed '], { NOTES_PASSWORD: 'the old one' });
    expect(await newPasswordOf(world, 'given')).toBe('given');
    expect(await newPasswordOf(world, undefined)).toBe(' typed ');
    expect(questions).toEqual(['New password']);
    expect(await failureOf(() => newPasswordOf(asking().world, undefined))).toEqual({
      exitCode: 2,
      message: 'No new password: use --new-password, or run this in a terminal.',
    });
    expect(await failureOf(() => newPasswordOf(asking([undefined]).world, undefined))).toEqual(cancelled);
  });

  test('codes: of a mail, and of an app, without the spaces that people copy', async () => {
    const { world, questions } = asking([' 123456 ', '123 456']);
    expect(await mailedCodeOf(world, ' 1 ')).toBe('1');
    expect(await mailedCodeOf(world, undefined)).toBe('123456');
    expect(await appCodeOf(world)).toBe('123456');
    expect(withoutSpaces('\t1 2\u00a03 ')).toBe('123');
    expect(questions).toEqual(['Code from the mail', 'Code of the authenticator app']);
    expect(await failureOf(() => mailedCodeOf(asking().world, undefined))).toEqual({
      ...{ exitCode: 2, message: 'No code: give it as an argument.' },
    });
    expect(await failureOf(() => mailedCodeOf(asking([undefined]).world, undefined))).toEqual(cancelled);
    expect(await failureOf(() => appCodeOf(asking([undefined]).world))).toEqual(cancelled);
  });

  test('to confirm: by --yes, or by a question', async () => {
    expect(await failureOf(() => expectConfirmed(asking().world, true, 'Sure?'))).toEqual({});
    const { world, questions } = asking([true]);
    expect(await failureOf(() => expectConfirmed(world, undefined, 'Sure?'))).toEqual({});
    expect(questions).toEqual(['Sure?']);
    expect(await failureOf(() => expectConfirmed(asking([false]).world, undefined, 'Sure?'))).toEqual(cancelled);
    expect(await failureOf(() => expectConfirmed(asking([undefined]).world, false, 'Sure?'))).toEqual(cancelled);
    expect(await failureOf(() => expectConfirmed(asking().world, undefined, 'Sure?'))).toEqual({
      ...{ exitCode: 2, message: 'This has to be confirmed: give --yes, or run this in a terminal.' },
    });
  });
});
