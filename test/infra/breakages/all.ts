import type { Breakage } from './breakage.ts';
import { callerBreakages } from './callers.ts';
import { choiceBreakages } from './choices.ts';
import { fileSweepBreakages } from './file-sweep.ts';
import { fileBreakages } from './files.ts';
import { ownerBreakages } from './owners.ts';
import { pageBreakages } from './page.ts';
import { pageHostingBreakages } from './page-hosting.ts';
import { resourceBreakages } from './resources.ts';

/** Of what CloudFront serves, which one machine serves by itself. */
const ofThePage: readonly Breakage[] = [...pageHostingBreakages, ...pageBreakages];

export const breakages: readonly Breakage[] = [
  ...ownerBreakages,
  ...callerBreakages,
  ...resourceBreakages,
  ...choiceBreakages,
  ...fileBreakages,
  ...fileSweepBreakages,
  ...ofThePage,
];

/** Those that can only be planted where there is what they break: alarms by mail, and the page. The stage of one machine has neither. */
export const onlyDeployed: ReadonlySet<string> = new Set([
  'alarms of any account',
  ...ofThePage.map(({ name }) => name),
]);
