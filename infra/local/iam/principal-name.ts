import { err, ok, type Result } from 'neverthrow';
import { formatSessionArn, type Principal, readAccount } from './principal.ts';

/** A name in a `Principal` element. */
export type PrincipalName = { readonly written: string } & (
  | { readonly kind: 'Everyone' }
  | { readonly kind: 'Account'; readonly accountId: string }
  | { readonly kind: 'Role' | 'RoleSession' | 'User'; readonly arn: string }
  | { readonly kind: 'Service'; readonly name: string }
  | { readonly kind: 'Federated'; readonly provider: string }
);

/**
 * How far a name reaches in a resource's policy that allows a request [IAM User Guide, "Policy evaluation logic"].
 * `Direct`: no other policy must allow it, within one account. `Role`: the session's policies may still restrict it.
 * `Account`: the account's administrators pass it on with identity policies.
 */
export type Grant = 'Direct' | 'Role' | 'Account';

/** Returns what a name grants to a principal, or `undefined` if the name is not the principal's. */
export const grantTo = (principal: Principal, name: PrincipalName): Grant | undefined => {
  switch (name.kind) {
    case 'Everyone':
      return 'Direct';
    case 'Account':
      return readAccount(principal) === name.accountId ? 'Account' : undefined;
    case 'Role':
      return principal.kind === 'RoleSession' && principal.roleArn === name.arn ? 'Role' : undefined;
    case 'RoleSession':
      return principal.kind === 'RoleSession' && formatSessionArn(principal.roleArn, principal.sessionName) === name.arn
        ? 'Direct'
        : undefined;
    case 'User':
      return principal.kind === 'User' && principal.arn === name.arn ? 'Direct' : undefined;
    case 'Service':
      return principal.kind === 'Service' && principal.name === name.name ? 'Direct' : undefined;
    case 'Federated':
      return principal.kind === 'WebIdentity' && principal.provider === name.provider ? 'Direct' : undefined;
  }
};

/**
 * Parses a name of one of the kinds that IAM knows, or returns what is wrong with it. `*` means everyone only by
 * itself: names have no wildcards [IAM User Guide, "AWS JSON policy elements: Principal"].
 */
export const parsePrincipalName = (kind: string, written: string): Result<PrincipalName, string> => {
  if (kind === 'AWS') return parseAwsPrincipal(written);
  if (!/^[^\s*?]+$/.test(written)) return err(`has a name that is not understood: ${written}`);
  if (kind === 'Service') return ok({ kind: 'Service', written, name: written });
  if (kind === 'Federated') return ok({ kind: 'Federated', written, provider: written });
  return err(`has principals of a kind that is not understood: ${kind}`);
};

const parseAwsPrincipal = (written: string): Result<PrincipalName, string> => {
  if (written === '*') return ok({ kind: 'Everyone', written });
  const [, accountId] = /^(?:arn:[\w-]+:iam::)?(\d{12})(?::root)?$/.exec(written) ?? [];
  // Either the account's whole ARN, or its id alone.
  if (accountId !== undefined && written.startsWith('arn:') === written.endsWith(':root'))
    return ok({ kind: 'Account', written, accountId });
  for (const [kind, form] of Object.entries(arnForms))
    if (form.test(written)) return ok({ kind: kind as keyof typeof arnForms, written, arn: written });
  return err(`has a name that is not understood: ${written}`);
};

/**
 * The forms of ARNs, with the characters that IAM allows in names and paths [IAM User Guide, "IAM and AWS STS quotas"].
 */
const arnForms = {
  Role: /^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/,
  RoleSession: /^arn:[\w-]+:sts::\d{12}:assumed-role\/[\w+=,.@-]+\/[\w+=,.@-]+$/,
  User: /^arn:[\w-]+:iam::\d{12}:user\/[\w+=,.@/-]+$/,
};
