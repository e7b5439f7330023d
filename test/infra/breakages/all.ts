import type { Breakage } from './breakage.ts';
import { callerBreakages } from './callers.ts';
import { choiceBreakages } from './choices.ts';
import { fileSweepBreakages } from './file-sweep.ts';
import { fileBreakages } from './files.ts';
import { ownerBreakages } from './owners.ts';
import { pageBreakages } from './page.ts';
import { pageHostingBreakages } from './page-hosting.ts';
import { resourceBreakages } from './resources.ts';

/** Breakages of what CloudFront serves, which the local stack serves itself. */
const ofThePage: readonly Breakage[] = [...pageHostingBreakages, ...pageBreakages];

/** All ways to break a policy or a setting, each with the check that must report it. */
export const breakages: readonly Breakage[] = [
  ...ownerBreakages,
  ...callerBreakages,
  ...resourceBreakages,
  ...choiceBreakages,
  ...fileBreakages,
  ...fileSweepBreakages,
  ...ofThePage,
];

/** Breakages that need what they break: alarms by mail, and the page. The local stage has neither. */
export const onlyDeployed: ReadonlySet<string> = new Set([
  'a topic that takes alarms of any account',
  ...ofThePage.map(({ name }) => name),
]);
