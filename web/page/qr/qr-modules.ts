import { createCodewords } from './codewords.ts';
import { calculatePenalty, type Modules } from './penalty.ts';
import { findVersion, listAlignments, type Version } from './versions.ts';

/** Creates the QR code of a text. Returns `undefined` if the text is longer than about 400 bytes. */
export const createQrModules = (text: string): Modules | undefined => {
  const bytes = new TextEncoder().encode(text);
  const version = findVersion(bytes.length);
  if (version === undefined) return undefined;
  const fixed = drawFixedPatterns(version);
  const data = drawData(version, fixed, createCodewords(bytes, version));
  const masked = masks.map((isFlipped, mask) => {
    const modules = data.map((row, y) => row.map((dark, x) => fixed[y]?.[x] ?? dark !== isFlipped(x, y)));
    return withFormat(modules, mask);
  });
  return masked.reduce((best, each) => (calculatePenalty(each) < calculatePenalty(best) ? each : best));
};

/** The masks, by number [ISO/IEC 18004, table 10]. */
const masks: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/**
 * Draws the modules that are the same for every text of a version. Those of the format are still light; modules for
 * data are `undefined`.
 */
const drawFixedPatterns = (version: Version): (boolean | undefined)[][] => {
  const { number, size } = version;
  const modules = Array.from({ length: size }, () => new Array<boolean | undefined>(size).fill(undefined));
  const set = (x: number, y: number, dark: boolean) => {
    const row = modules[y];
    if (row !== undefined && x >= 0 && x < size) row[x] = dark;
  };
  /** Draws a square of rings around a centre. The rings at the given distances are light. */
  const rings = (centreX: number, centreY: number, radius: number, light: readonly number[]) => {
    for (let y = -radius; y <= radius; y++)
      for (let x = -radius; x <= radius; x++)
        set(centreX + x, centreY + y, !light.includes(Math.max(Math.abs(x), Math.abs(y))));
  };

  for (let at = 0; at < size; at++) {
    set(at, 6, at % 2 === 0);
    set(6, at, at % 2 === 0);
  }
  const corners = [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const;
  for (const [x, y] of corners) rings(x, y, 4, [2, 4]);
  const centres = listAlignments(version);
  for (const y of centres)
    for (const x of centres) {
      const isCorner = corners.some((corner) => Math.abs(corner[0] - x) < 5 && Math.abs(corner[1] - y) < 5);
      if (!isCorner) rings(x, y, 2, [1]);
    }
  for (const [x, y] of formatPlaces(size).flat()) set(x, y, false);
  set(8, size - 8, true);
  if (number >= 7) {
    const bits = (number << 12) | checkBits(number, 12, 0x1f25);
    for (let at = 0; at < 18; at++) {
      const [long, short] = [Math.floor(at / 3), size - 11 + (at % 3)];
      set(long, short, isSet(bits, at));
      set(short, long, isSet(bits, at));
    }
  }
  return modules;
};

/** Draws the codewords up and down in columns of two, from the right, skipping the fixed modules. */
const drawData = (
  { size }: Version,
  fixed: readonly (readonly (boolean | undefined)[])[],
  codewords: readonly number[],
) => {
  const modules = Array.from({ length: size }, () => new Array<boolean>(size).fill(false));
  let bit = 0;
  for (let right = size - 1, up = true; right > 0; right -= 2, up = !up) {
    // The timing pattern's column belongs to no pair.
    if (right === 6) right = 5;
    for (let step = 0; step < size; step++)
      for (const x of [right, right - 1]) {
        const y = up ? size - 1 - step : step;
        const row = modules[y];
        if (row === undefined || fixed[y]?.[x] !== undefined) continue;
        row[x] = isSet(codewords[bit >> 3] ?? 0, 7 - (bit & 7));
        bit++;
      }
  }
  return modules;
};

const withFormat = (modules: boolean[][], mask: number): Modules => {
  // 01 is level L.
  const format = (0b01 << 3) | mask;
  const bits = ((format << 10) | checkBits(format, 10, 0x537)) ^ 0x5412;
  for (const places of formatPlaces(modules.length))
    places.forEach(([x, y], at) => {
      const row = modules[y];
      if (row !== undefined) row[x] = isSet(bits, at);
    });
  return modules;
};

/** Returns the place of each format bit, the lowest first. There are two copies, as either may be damaged. */
const formatPlaces = (size: number): readonly (readonly (readonly [x: number, y: number])[])[] => {
  const first = [
    ...[0, 1, 2, 3, 4, 5, 7, 8].map((y) => [8, y] as const),
    ...[7, 5, 4, 3, 2, 1, 0].map((x) => [x, 8] as const),
  ];
  const second = Array.from({ length: 15 }, (_, at) =>
    at < 8 ? ([size - 1 - at, 8] as const) : ([8, size - 15 + at] as const),
  );
  return [first, second];
};

const isSet = (bits: number, at: number): boolean => ((bits >> at) & 1) === 1;

/** Returns the remainder of `value`, shifted left by `length` bits, divided by a generator of that degree. */
const checkBits = (value: number, length: number, generator: number): number => {
  let left = value << length;
  for (let at = 31 - Math.clz32(left); at >= length; at = 31 - Math.clz32(left)) left ^= generator << (at - length);
  return left;
};
