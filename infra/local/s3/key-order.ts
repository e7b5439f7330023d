import { compareText } from '../../../src/domain/text.ts';

/** Keys in the byte order of UTF-8, as S3 lists them [S3 API Reference, "ListObjectsV2"]. */
export interface SortedKeys {
  add(key: string): void;
  delete(key: string): void;
  /** Yields keys from the first that is not before `key`. */
  from(key: string): Iterable<string>;
}

export const createSortedKeys = (unsorted: Iterable<string>): SortedKeys => {
  const keys = [...unsorted].sort(compareText);
  const findIndex = (key: string): number => {
    let [low, high] = [0, keys.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareText(keys[middle] ?? '', key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    add: (key) => {
      const index = findIndex(key);
      if (keys[index] !== key) keys.splice(index, 0, key);
    },
    delete: (key) => {
      const index = findIndex(key);
      if (keys[index] === key) keys.splice(index, 1);
    },
    from: function* (key) {
      for (let index = findIndex(key); index < keys.length; index++) yield keys[index] ?? '';
    },
  };
};
