import type { Statement, Template } from '../../../infra/template/template.ts';
import type { Check } from '../checks/check.ts';
import { listServedRoutes, type RoleOfTemplate, type Served } from '../roles.ts';

/** One mistake in a template, and the check that must report it in these words. */
export interface Breakage {
  readonly name: string;
  readonly caughtBy: Check;
  readonly saying: string;
  readonly plant: (template: Template) => void;
}

/** Finds the function that breakages are planted in: one that reads, so that the loss would be somebody's secrets. */
export const findServed = (
  template: Template,
  name: Served['route']['function'],
): Served & { readonly dataRole: RoleOfTemplate } => {
  const found = listServedRoutes(template).find(({ route }) => route.function === name);
  if (found?.dataRole === undefined) throw new Error(`Nothing serves ${name} with a data role.`);
  return { ...found, dataRole: found.dataRole };
};

/** Finds the only statement of a function's data role, in its policy or its trust policy, to be changed in place. */
export const findDataStatement = (template: Template, name = 'get'): Statement =>
  requireOnly(findServed(template, name).dataRole.policies[0]?.Statement);
export const findTrustStatement = (template: Template, name = 'get'): Statement =>
  requireOnly(findServed(template, name).dataRole.trust.Statement);

/** Finds the conditions of a statement. Throws if it has none. */
export const requireConditions = ({ Condition }: Statement): NonNullable<Statement['Condition']> => {
  if (Condition === undefined) throw new Error('The statement has no conditions to break.');
  return Condition;
};

export const requireOnly = <T>(values: readonly T[] | undefined): T => {
  const [value, ...others] = values ?? [];
  if (value === undefined || others.length > 0) throw new Error('There is not exactly one to break.');
  return value;
};
