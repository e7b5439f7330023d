import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitIntoPieces } from '../../../test/chain/archive/archives.ts';
import { createTestFolder } from '../../../test/kit/cli/person.ts';
import { anyCharacter } from '../../laws/any-character.ts';
import { createByteReader } from './byte-reader.ts';
import { encodePax, readPax } from './pax.ts';
import { readEntries } from './read-entries.ts';
import { encodeHeader, readHeader } from './tar-header.ts';
import { createEndOfArchive, createEntryHead, createPadding } from './write-entry.ts';

interface Entry {
  readonly name: string;
  readonly bytes: Buffer;
  readonly type?: string;
}

const createTar = (entries: readonly Entry[]): Buffer =>
  Buffer.concat([
    ...entries.flatMap(({ name, bytes, type }) => [
      createEntryHead({ name, size: bytes.length, time: 1_700_000_000_000, ...(type !== undefined && { type }) }),
      bytes,
      createPadding(bytes.length),
    ]),
    createEndOfArchive(),
  ]);

const entriesIn = async (tar: Uint8Array, size?: number): Promise<readonly Entry[]> => {
  const entries: Entry[] = [];
  for await (const read of readEntries(createByteReader(splitIntoPieces(tar, size)))) {
    const { name, size, type, take } = read._unsafeUnwrap();
    entries.push({ name, bytes: Buffer.from((await take(size))._unsafeUnwrap()), ...(type !== undefined && { type }) });
  }
  return entries;
};

/** Runs the system's tar and returns its output. Throws if it fails or complains. */
const tar = (folder: string, ...args: readonly string[]): string => {
  const { status, stdout, stderr } = spawnSync('tar', args, { cwd: folder, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
};

const segment = fc
  .string({ unit: anyCharacter, minLength: 1, maxLength: 60 })
  .filter((text) => text.isWellFormed() && !/[\p{Cc}/]/u.test(text) && !['.', '..'].includes(text));
const entry = fc.record(
  {
    name: fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => segments.join('/')),
    bytes: fc.uint8Array({ maxLength: 1100 }).map((bytes) => Buffer.from(bytes)),
    type: fc.constantFrom('image/png', 'text/plain; charset=utf-8'),
  },
  { requiredKeys: ['name', 'bytes'] },
);
const entries = fc.uniqueArray(entry, { maxLength: 4, selector: ({ name }) => name });

test('reads what was written, in whatever pieces it comes', () =>
  fc.assert(
    fc.asyncProperty(entries, fc.integer({ min: 1, max: 2000 }), async (written, size) => {
      expect(await entriesIn(createTar(written), size)).toEqual(written);
    }),
  ));

test('records of any length are read as they were written, and anything else is refused', () => {
  const text = fc.string({ unit: anyCharacter }).filter((each) => each.isWellFormed());
  const keyword = text.map((each) => `k${each.replaceAll('=', '')}`);
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(keyword, text), { selector: ([each]) => each }), (records) => {
      expect([...(readPax(encodePax(new Map(records))) ?? [])]).toEqual(records);
    }),
  );
  // Covers the lengths at which the length itself takes another digit.
  for (let length = 0; length < 1100; length++) {
    const records = new Map([['path', 'x'.repeat(length)]]);
    expect(readPax(encodePax(records))).toEqual(records);
  }
  for (const wrong of [
    'x',
    '3 a',
    '5 a=b',
    '7 a=b\n',
    '99 a=b\n',
    '0 a=b\n',
    '-6 a=b\n',
    '6 a-b\n',
    '6 =ab\n',
    '06 a=b\n',
  ])
    expect(readPax(Buffer.from(wrong)), wrong).toBeUndefined();
  expect(readPax(Buffer.from('6 a=\xff\n', 'latin1'))).toBeUndefined();
});

test('a header with any byte changed is refused', () => {
  const header = encodeHeader({ name: 'notes/1.json', size: 5, flag: '0', time: 1 });
  for (let at = 0; at < header.length; at++) {
    const changed = header.map((byte, place) => (place === at ? byte ^ 1 : byte));
    const read = readHeader(changed);
    // Some programs leave out the zero and the space that follow the digits of the sum.
    if (at === 154 || at === 155) continue;
    expect(read, String(at)).toBeUndefined();
  }
});

test('sizes beyond eleven octal digits are written as a record, and read from GNU’s own form too', async () => {
  const size = 8 ** 11;
  const head = createEntryHead({ name: 'large', size, time: 0 });
  const [first] = await Array.fromAsync(readEntries(createByteReader(splitIntoPieces(head))));
  expect(first?._unsafeUnwrap().size).toBe(size);
  const binary = encodeHeader({ name: 'large', size: 0, flag: '0', time: 0 });
  binary.set([0x80, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0], 124);
  binary.set(new TextEncoder().encode('        '), 148);
  const sum = binary.reduce((total, byte) => total + byte, 0);
  binary.set(new TextEncoder().encode(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
  expect(readHeader(binary)).toMatchObject({ size });
});

describe('the system’s tar', () => {
  test('unpacks what this code writes, without a complaint', () => {
    const folder = createTestFolder();
    const long = `files/${'n'.repeat(120)}/${'é'.repeat(100)}.txt`;
    const written: readonly Entry[] = [
      { name: 'owned-notes.json', bytes: Buffer.from('{}') },
      { name: 'files/1-é ☕ 😀.png', bytes: Buffer.alloc(513, 7), type: 'image/png' },
      { name: long, bytes: Buffer.from('long') },
      { name: 'files/empty', bytes: Buffer.alloc(0), type: 'text/plain; charset=utf-8' },
    ];
    writeFileSync(join(folder, 'a.tar'), createTar(written));
    tar(folder, '-xf', 'a.tar');
    for (const { name, bytes } of written) expect(readFileSync(join(folder, name)).equals(bytes)).toBe(true);
  });

  test.each(['ustar', 'pax', 'gnu'])('writes a %s archive that is read, with long names', async (form) => {
    const folder = createTestFolder();
    const deep = join('files', 'd'.repeat(90));
    mkdirSync(join(folder, deep), { recursive: true });
    const name = join(deep, `${'f'.repeat(60)}.bin`);
    writeFileSync(join(folder, name), Buffer.alloc(70_000, 3));
    writeFileSync(join(folder, 'owned-notes.json'), '{}');
    tar(folder, `--format=${form}`, '-cf', 'a.tar', 'owned-notes.json', 'files');
    const read = await entriesIn(readFileSync(join(folder, 'a.tar')));
    expect(read.map((each) => each.name)).toEqual(['owned-notes.json', name]);
    expect(read[1]?.bytes.equals(Buffer.alloc(70_000, 3))).toBe(true);
    expect(readdirSync(folder).toSorted()).toEqual(['a.tar', 'files', 'owned-notes.json']);
  });
});
