/**
 * Whether a well-formed string is longer than so many bytes of UTF-8. A UTF-16 unit takes one to three of them, so most strings need
 * not be encoded to tell.
 */
export const isLongerThan = (text: string, bytes: number): boolean =>
  text.length > bytes || (text.length * 3 > bytes && new TextEncoder().encode(text).length > bytes);

/**
 * Which of two well-formed strings comes first, by code points, whose order is that of their bytes in UTF-8; `<` compares units of
 * UTF-16, of which those of the highest code points come before some of the others.
 */
export const compareText = (a: string, b: string): number => {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const [left, right] = [a.charCodeAt(index), b.charCodeAt(index)];
    if (left !== right) return rankOf(left) - rankOf(right);
  }
  return a.length - b.length;
};

/** Surrogates, which stand for the highest code points, behind everything else. */
const rankOf = (unit: number): number => {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
};
