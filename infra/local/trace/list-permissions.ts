import type { Permission, TraceStep } from './trace.ts';

// The console's page uses this too.

/** Lists IAM's decisions about a step, in order. */
export const listPermissions = (step: TraceStep): readonly Permission[] => {
  if (step.kind === 'Files') return step.permissions;
  const permission = 'permission' in step ? step.permission : undefined;
  return permission === undefined ? [] : [permission];
};

export const hasDenial = (steps: readonly TraceStep[]): boolean =>
  steps.some((step) => listPermissions(step).some(({ allowed }) => !allowed));
