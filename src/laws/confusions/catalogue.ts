import type { Confusion } from './confusion.ts';
import { cuts } from './cuts.ts';
import { letters } from './letters.ts';
import { names } from './names.ts';
import { spellings } from './spellings.ts';

/** Every way of taking one text for another that the laws try. */
export const confusions: readonly Confusion[] = [...cuts, ...letters, ...spellings, ...names];
