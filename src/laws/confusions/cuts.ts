import { type Confusion, confuseByAsking, confuseByMap } from './confusion.ts';

/** Usual lengths of columns, indexes, prefixes and buffers. */
export const usualLengths: readonly number[] = [
  ...[1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024],
  ...[36, 40, 50, 100, 191, 200, 250, 255, 500, 1000, 2000],
  // One byte less than the longest owner: the last cut that can be seen.
  2047,
];

const utf8 = new TextEncoder();
const ofUtf8 = new TextDecoder();

/** Returns a text of exactly `length` units: the material's visible ASCII characters, padded with `x`. */
const fillUp = (material: string, length: number): string =>
  Array.from({ length }, (_, index) => material.replace(/[^\x21-\x7e]/g, '')[index] ?? 'x').join('');

const firstBytes = (text: string, length: number): string => ofUtf8.decode(utf8.encode(text).subarray(0, length));
const lastBytes = (text: string, length: number): string => ofUtf8.decode(utf8.encode(text).subarray(-length));
const firstPoints = (text: string, length: number): string => [...text].slice(0, length).join('');

const cutAt = (length: number): readonly Confusion[] => {
  // The texts differ behind the cut, after characters of one, two or four bytes, and have at most 2,048 bytes.
  const behind = (unit: string, size: number): Confusion['pair'] => {
    const fill = (material: string) => fillUp(material, length % size) + unit.repeat(Math.floor(length / size));
    return (material) => [`${fill(material)}a`, `${fill(material)}b`];
  };
  return [
    confuseByMap(`cuts at ${length} bytes`, (text) => firstBytes(text, length), behind('é', 2)),
    confuseByMap(
      `cuts at ${length} UTF-16 units`,
      (text) => text.slice(0, length),
      (material) => [`${fillUp(material, length)}a`, `${fillUp(material, length)}b`],
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
      (material) => [`a${fillUp(material, length)}`, `b${fillUp(material, length)}`],
    ),
  ];
};

/** Separators with which stores join parts to keys, and at which they split them. */
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
    // As stores scan keys that are one text.
    confuseByAsking(
      `lists by the beginning up to ${shown(separator)}`,
      (asked, stored) => asked === stored || stored.startsWith(`${asked}${separator}`),
      (material) => [`${material}${separator}x`, material],
    ),
  ];
};

/** Confusions that cut at a length or at a separator, leave a separator out, or find a text by a part. */
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
