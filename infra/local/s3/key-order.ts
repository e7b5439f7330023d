/** Keys in the order of their bytes in UTF-8, as S3 lists them [S3 API Reference, "ListObjectsV2"]. */
export interface SortedKeys {
  add(key: string): void;
  remove(key: string): void;
  /** From the first key on that is not before this one. */
  from(key: string): Iterable<string>;
}

export const sortedKeys = (unsorted: Iterable<string>): SortedKeys => {
  const keys = [...unsorted].sort(compareKeys);
  const indexOf = (key: string): number => {
    let [low, high] = [0, keys.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareKeys(keys[middle] ?? '', key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    add: (key) => {
      const index = indexOf(key);
      if (keys[index] !== key) keys.splice(index, 0, key);
    },
    remove: (key) => {
      const index = indexOf(key);
      if (keys[index] === key) keys.splice(index, 1);
    },
    from: function* (key) {
      for (let index = indexOf(key); index < keys.length; index++) yield keys[index] ?? '';
    },
  };
};

/**
 * By code points, whose order is that of their bytes. UTF-16 has surrogates, which stand for the highest code points, before the last
 * characters that need none.
 */
export const compareKeys = (a: string, b: string): number => {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const [left, right] = [a.charCodeAt(index), b.charCodeAt(index)];
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
};

const rank = (unit: number): number => (unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800);
