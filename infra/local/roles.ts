import type { FunctionName } from '../../src/lambda/routes.ts';

/**
 * Whom the temporary credentials of a function speak for: its execution role, or a session of its data role, tagged with
 * the owner whose items it is for.
 */
export type FunctionRole =
  | { readonly role: 'execution'; readonly function: FunctionName }
  | { readonly role: 'data'; readonly function: FunctionName; readonly owner: string };

/** A made-up account, of the form that AWS's documentation uses. */
export const accountId = '123456789012';

export const dataRoleArn = (name: FunctionName): string => `arn:aws:iam::${accountId}:role/owned-notes-${name}-data`;

/** As AWS names who made a request. */
export const sessionArn = (of: FunctionRole): string =>
  `arn:aws:sts::${accountId}:assumed-role/owned-notes-${of.function}-${of.role}/local`;
