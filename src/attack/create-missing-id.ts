/**
 * Returns an identifier like another one, but one that nothing has. Keeps the beginning, so that it sorts at the same
 * place, and makes the end random.
 */
export const createMissingId = (like: string): string => {
  // Sequential ids lie close together, so this one is far away.
  if (/^\d{1,15}$/.test(like)) return String(9_000_000_000 + drawBelow(999_999_999));
  const kept = Math.max(0, like.length - 8);
  const isHex = /^[0-9a-f]+$/i.test(like.slice(kept));
  return like.slice(0, kept) + [...like.slice(kept)].map((each) => drawLike(each, isHex)).join('');
};

const drawLike = (character: string, isHex: boolean): string => {
  const kinds = isHex
    ? ['0123456789abcdef', '0123456789ABCDEF']
    : ['0123456789', 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const alphabet = kinds.find((each) => each.includes(character));
  return alphabet === undefined ? character : (alphabet[drawBelow(alphabet.length)] ?? character);
};

const drawBelow = (bound: number): number => Math.floor(Math.random() * bound);

/** Returns a text of lower-case letters that occurs nowhere else. */
export const createMarker = (): string => `q${Array.from({ length: 11 }, () => drawLike('a', false)).join('')}`;
