import type { Breakage } from './breakage.ts';
import { callerBreakages } from './callers.ts';
import { choiceBreakages } from './choices.ts';
import { fileSweepBreakages } from './file-sweep.ts';
import { fileBreakages } from './files.ts';
import { ownerBreakages } from './owners.ts';
import { resourceBreakages } from './resources.ts';

export const breakages: readonly Breakage[] = [
  ...ownerBreakages,
  ...callerBreakages,
  ...resourceBreakages,
  ...choiceBreakages,
  ...fileBreakages,
  ...fileSweepBreakages,
];
