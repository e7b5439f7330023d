import { routes } from '../../../src/lambda/routes.ts';
import { type FunctionRole, sessionArn } from '../roles.ts';
import { type Asked, leadingKey } from './leading-keys.ts';

/** What stops a function that asks for another owner's key: a role session for each owner, or the code alone. */
export type Isolation = 'iam' | 'application';

export interface Permissions {
  readonly isolation: Isolation;
  readonly tableName: string;
}

/**
 * Why the policies of the deployment keep this out, or `undefined`. With `iam` only a data role reaches the table, with its
 * function's one action, and only the items under its session's tag; with `application` an execution role does, with
 * its one action and whatever key.
 */
export const denial = (
  principal: FunctionRole,
  action: string,
  asked: Asked,
  { isolation, tableName }: Permissions,
): string | undefined => {
  const allowed =
    routes.some((route) => route.function === principal.function && route.action === `dynamodb:${action}`) &&
    asked.TableName === tableName &&
    (principal.role === 'data'
      ? isolation === 'iam' && leadingKey(action, asked) === principal.owner
      : isolation === 'application');
  if (allowed) return undefined;
  return `User: ${sessionArn(principal)} is not authorized to perform: dynamodb:${action} because no identity-based policy allows the dynamodb:${action} action`;
};
