import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { isAmount, isRecord } from '../../../src/client/shapes.ts';

/** The bytes of each file of a folder, by its path there, with `/` on every system. */
export type Contents = Readonly<Record<string, number>>;

export const listContents = async (folder: string): Promise<Contents> => {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = found.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name));
  const sizes = files.map(async (file) => {
    const { size } = await stat(file);
    return [relative(folder, file).replaceAll(sep, '/'), size] as const;
  });
  return Object.fromEntries(await Promise.all(sizes));
};

export const readContents = (value: unknown): Contents | undefined =>
  isRecord(value) && Object.values(value).every(isAmount) ? (value as Contents) : undefined;

/** Returns what a folder lacks of the contents that it had, or `undefined` if it lacks nothing. */
export const findLoss = (had: Contents, has: Contents): string | undefined => {
  const lost = Object.keys(had).find((path) => had[path] !== has[path]);
  if (lost === undefined) return undefined;
  return has[lost] === undefined ? `${lost} is missing` : `${lost} has ${has[lost]} bytes, not ${had[lost]}`;
};
