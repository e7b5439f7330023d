import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/** Replaces functions of `node:fs` during some work, to simulate a full disk or one that goes away. */
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
