import type { Template } from '../../../infra/template/template.ts';
import { api } from './api.ts';
import { callers } from './callers.ts';
import type { Check } from './check.ts';
import { dataRoles } from './data-roles.ts';
import { executionRoles, executionRolesOfApplication } from './execution-roles.ts';
import { fileSweep, fileSweepOfApplication } from './file-sweep.ts';
import { files } from './files.ts';
import { functions } from './functions.ts';
import { pinned } from './kept.ts';
import { kinds } from './kinds.ts';
import { pageFiles } from './page-files.ts';
import { pageHeaders } from './page-headers.ts';
import { pageHosting } from './page-hosting.ts';
import { trust } from './trust.ts';
import { users } from './users.ts';
import { wildcards } from './wildcards.ts';

const everywhere: readonly Check[] = [
  ...[api, callers, files, functions, kinds, pinned, users, wildcards],
  ...[pageFiles, pageHeaders, pageHosting],
];

/** The checks that every deployment must pass, by how it isolates owners. */
export const checksFor: Readonly<Record<'iam' | 'application', readonly Check[]>> = {
  iam: [...everywhere, dataRoles, trust, executionRoles, fileSweep],
  application: [...everywhere, executionRolesOfApplication, fileSweepOfApplication],
};

export const findViolations = async (template: Template, checks: readonly Check[]): Promise<string[]> =>
  (await Promise.all(checks.map((check) => check(template)))).flat();
