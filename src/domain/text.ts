/**
 * Returns whether a well-formed string takes more than `bytes` bytes in UTF-8. A UTF-16 unit takes one to three bytes,
 * so most strings need not be encoded to tell.
 */
export const isLongerThan = (text: string, bytes: number): boolean =>
  text.length > bytes || (text.length * 3 > bytes && new TextEncoder().encode(text).length > bytes);

/**
 * Compares two well-formed strings by code point, which is also the order of their bytes in UTF-8. `<` compares UTF-16
 * units, and so puts the highest code points before some lower ones.
 */
export const compareText = (a: string, b: string): number => {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const [left, right] = [a.charCodeAt(index), b.charCodeAt(index)];
    if (left !== right) return rankUnit(left) - rankUnit(right);
  }
  return a.length - b.length;
};

/** Ranks a UTF-16 unit, with surrogates last: they encode the highest code points. */
const rankUnit = (unit: number): number => {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
};
