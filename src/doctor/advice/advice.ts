import type { Finding, FindingKind } from '../findings.ts';
import { apiAdvice } from './api.ts';
import { corsAdvice } from './cors.ts';
import { identityAdvice } from './identity.ts';
import { networkAdvice } from './network.ts';
import { notesAdvice } from './notes.ts';
import { outputsAdvice } from './outputs.ts';
import type { Advice, Rows } from './rows.ts';
import { signInAdvice } from './sign-in.ts';

/** One row for each kind: a missing kind does not compile. */
const rows: Rows<FindingKind> = {
  ...outputsAdvice,
  ...networkAdvice,
  ...signInAdvice,
  ...identityAdvice,
  ...apiAdvice,
  ...corsAdvice,
  ...notesAdvice,
};

/** Returns what a finding means and what to do. `local` tells whether it concerns a local stack. */
export const findAdvice = (finding: Finding, local: boolean): Advice =>
  (rows[finding.kind] as (finding: Finding, local: boolean) => Advice)(finding, local);
