import { found, sound, type Verdict } from './check.ts';
import type { Tools } from './tools.ts';

export interface LeftBehind {
  readonly kind: 'LeftBehind';
  readonly what: readonly string[];
}

/** Undoes what the examination did, latest first, whatever its outcome. Nothing is undone twice. */
export const undoAll = async ({ undo }: Pick<Tools, 'undo'>): Promise<Verdict> => {
  const what: string[] = [];
  for (let each = undo.pop(); each !== undefined; each = undo.pop()) {
    const left = await each();
    if (left !== undefined) what.push(left);
  }
  return what.length > 0 ? found({ kind: 'LeftBehind', what }) : sound('nothing is left of this examination');
};
