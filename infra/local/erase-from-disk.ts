import { existsSync } from 'node:fs';
import { compactFolder, type State } from './state.ts';

const mark = 'erased';

/**
 * Removes what was erased from the state's files at once; from the table's files, which dynalite has open, at the next
 * start.
 */
export const eraseFromDisk = async (state: State): Promise<void> => {
  await state.put(mark, true);
  await state.compact();
};

/** Finishes an erasure that the last run left, before anybody opens the table. */
export const takeErasedFromDisk = async (state: State, tableFolder: string): Promise<void> => {
  if ((await state.get(mark)) === undefined) return;
  if (existsSync(tableFolder)) await compactFolder(tableFolder);
  await state.delete(mark);
};
