/** Who makes a request [IAM User Guide, "AWS JSON policy elements: Principal"]. */
export type Principal =
  /** `roleArn` includes the role's path, if it has one; the ARN of its sessions does not. */
  | { readonly kind: 'RoleSession'; readonly roleArn: string; readonly sessionName: string }
  | { readonly kind: 'User'; readonly arn: string }
  | { readonly kind: 'AccountRoot'; readonly accountId: string }
  /** As in `lambda.amazonaws.com`. */
  | { readonly kind: 'Service'; readonly name: string }
  /**
   * A principal with a token of an identity provider, as in `cognito-identity.amazonaws.com`, but without a session
   * yet.
   */
  | { readonly kind: 'WebIdentity'; readonly provider: string }
  | { readonly kind: 'Anonymous' };

/**
 * Returns the account whose policies give the principal permissions; `undefined` for the other kinds, which have none.
 */
export const readAccount = (principal: Principal): string | undefined => {
  if (principal.kind === 'AccountRoot') return principal.accountId;
  if (principal.kind === 'RoleSession') return readArnAccount(principal.roleArn);
  if (principal.kind === 'User') return readArnAccount(principal.arn);
  return undefined;
};

export const readArnAccount = (arn: string): string | undefined => arn.split(':')[4];

/** Returns a session's ARN: `arn:aws:sts::123456789012:assumed-role/name/session`. */
export const formatSessionArn = (roleArn: string, sessionName: string): string => {
  const [, partition, , , account] = roleArn.split(':');
  return `arn:${partition}:sts::${account}:assumed-role/${roleArn.split('/').at(-1)}/${sessionName}`;
};

/** Formats a principal as AWS names it. */
export const formatPrincipal = (principal: Principal): string => {
  switch (principal.kind) {
    case 'RoleSession':
      return formatSessionArn(principal.roleArn, principal.sessionName);
    case 'User':
      return principal.arn;
    case 'AccountRoot':
      return `arn:aws:iam::${principal.accountId}:root`;
    case 'Service':
      return principal.name;
    case 'WebIdentity':
      return principal.provider;
    case 'Anonymous':
      return 'anonymous';
  }
};
