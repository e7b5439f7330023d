import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/** Does some work while functions of `node:fs` are others: a disk that is full, or goes away, cannot be had otherwise. */
export const withFs = async <T>(faulty: object, work: () => Promise<T>): Promise<T> => {
  const names = Object.keys(faulty) as (keyof typeof fs)[];
  const real = Object.fromEntries(names.map((name) => [name, fs[name]]));
  Object.assign(fs, faulty);
  syncBuiltinESMExports();
  try {
    return await work();
  } finally {
    Object.assign(fs, real);
    syncBuiltinESMExports();
  }
};
