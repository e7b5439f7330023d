import { found, sound, type Verdict } from './check.ts';
import type { Tools } from './tools.ts';

export interface LeftBehind {
  readonly kind: 'LeftBehind';
  readonly what: readonly string[];
}

/** Undoes what the examination did, the latest first, whatever it came to. Done once: what was undone is not undone again. */
export const undoAll = async ({ undo }: Pick<Tools, 'undo'>): Promise<Verdict> => {
  const what: string[] = [];
  for (let each = undo.pop(); each !== undefined; each = undo.pop()) {
    const left = await each();
    if (left !== undefined) what.push(left);
  }
  return what.length > 0 ? found({ kind: 'LeftBehind', what }) : sound('nothing is left of this examination');
};
