import { type Confusion, confuseByAsking, confuseByMap } from './confusion.ts';

/** Lengths that columns, indexes, prefixes and buffers have. */
export const usualLengths: readonly number[] = [
  ...[1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024],
  ...[36, 40, 50, 100, 191, 200, 250, 255, 500, 1000, 2000],
  // One byte less than an owner may have: of all cuts that can be seen, the last.
  2047,
];

const utf8 = new TextEncoder();
const ofUtf8 = new TextDecoder();

/** A text of just so many units, each a character of the material over and over. */
const filled = (material: string, length: number): string =>
  Array.from({ length }, (_, index) => material.replace(/[^\x21-\x7e]/g, '')[index] ?? 'x').join('');

const firstBytes = (text: string, length: number): string => ofUtf8.decode(utf8.encode(text).subarray(0, length));
const lastBytes = (text: string, length: number): string => ofUtf8.decode(utf8.encode(text).subarray(-length));
const firstPoints = (text: string, length: number): string => [...text].slice(0, length).join('');

const cutAt = (length: number): readonly Confusion[] => {
  // What differs comes behind the cut, in characters of one, two and four bytes; no more than 2,048 bytes in all.
  const behind = (unit: string, size: number): Confusion['pair'] => {
    const fill = (material: string) => filled(material, length % size) + unit.repeat(Math.floor(length / size));
    return (material) => [`${fill(material)}a`, `${fill(material)}b`];
  };
  return [
    confuseByMap(`cuts at ${length} bytes`, (text) => firstBytes(text, length), behind('é', 2)),
    confuseByMap(
      `cuts at ${length} UTF-16 units`,
      (text) => text.slice(0, length),
      (material) => [`${filled(material, length)}a`, `${filled(material, length)}b`],
    ),
    ...(length <= 510
      ? [
          confuseByMap(
            `cuts at ${length} characters`,
            (text) => firstPoints(text, length),
            () => [`${'😀'.repeat(length)}a`, `${'😀'.repeat(length)}b`],
          ),
        ]
      : []),
    confuseByMap(
      `keeps the last ${length} bytes`,
      (text) => lastBytes(text, length),
      (material) => [`a${filled(material, length)}`, `b${filled(material, length)}`],
    ),
  ];
};

/** What parts keys are put together of, and taken apart at. */
export const separators: readonly string[] = [...':/#|.,-_@;+=~$&!', ' ', '\t', '\n', '\0', '\u001f', '::', '||', '##'];

const shown = (separator: string): string => JSON.stringify(separator);

const cutAtSeparator = (separator: string): readonly Confusion[] => {
  const parts = (text: string) => text.split(separator);
  return [
    confuseByMap(
      `keeps what is before the first ${shown(separator)}`,
      (text) => parts(text)[0] ?? '',
      (material) => [`${material}${separator}a`, `${material}${separator}b`],
    ),
    confuseByMap(
      `keeps what is before the last ${shown(separator)}`,
      (text) => parts(text).slice(0, -1).join(separator) || text,
      (material) => [`${material}${separator}a`, `${material}${separator}b`],
    ),
    confuseByMap(
      `keeps what is behind the last ${shown(separator)}`,
      (text) => parts(text).at(-1) ?? '',
      () => [`a${separator}tail`, `b${separator}tail`],
    ),
    confuseByMap(
      `keeps what is behind the first ${shown(separator)}`,
      (text) => parts(text).slice(1).join(separator) || text,
      () => [`a${separator}tail`, `b${separator}tail`],
    ),
    confuseByMap(
      `leaves out ${shown(separator)}`,
      (text) => parts(text).join(''),
      (material) => [`${material}a${separator}b`, `${material}ab`],
    ),
    confuseByMap(
      `makes ${shown(separator)} one`,
      (text) =>
        parts(text)
          .filter((part) => part !== '')
          .join(separator),
      (material) => [`${material}a${separator}b`, `${material}a${separator}${separator}b`],
    ),
    // As keys that are one text are scanned.
    confuseByAsking(
      `lists by the beginning up to ${shown(separator)}`,
      (asked, stored) => asked === stored || stored.startsWith(`${asked}${separator}`),
      (material) => [`${material}${separator}x`, material],
    ),
  ];
};

/** Cut at a length or at a separator, left out, or found by a part. */
export const cuts: readonly Confusion[] = [
  ...usualLengths.flatMap(cutAt),
  ...separators.flatMap(cutAtSeparator),
  confuseByAsking(
    'finds by the beginning',
    (asked, stored) => stored.startsWith(asked),
    (material) => [`${material}0`, material],
  ),
  confuseByAsking(
    'finds by the end',
    (asked, stored) => stored.endsWith(asked),
    (material) => [`0${material}`, material],
  ),
  confuseByAsking(
    'finds by any part',
    (asked, stored) => stored.includes(asked),
    (material) => [`0${material}0`, material],
  ),
  confuseByAsking(
    'finds what it is a part of',
    (asked, stored) => asked.includes(stored),
    (material) => [material, `0${material}0`],
  ),
  confuseByMap(
    'compares lengths',
    (text) => `${text.length}`,
    (material) => [`${material}a`, `${material}b`],
  ),
  confuseByMap(
    'looks at the first character',
    (text) => [...text][0] ?? '',
    (material) => [`${material}a`, `${material}b`],
  ),
];
