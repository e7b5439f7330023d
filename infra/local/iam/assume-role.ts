import type { RequestContext } from './context.ts';
import { type Principal, readArnAccount } from './principal.ts';
import type { Request } from './request.ts';

/** How a role is to be assumed. */
export interface RoleTaking {
  readonly principal: Principal;
  readonly action: 'sts:AssumeRole' | 'sts:AssumeRoleWithWebIdentity';
  readonly roleArn: string;
  /** The session's tags, by key. No two keys may differ by case only: STS refuses them. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Other context keys of the request: claims of a token, `sts:ExternalId` … */
  readonly context?: RequestContext;
}

/**
 * Lists the requests that must all be allowed. With tags, there is one for `sts:TagSession` beside the one for the
 * role, and both have the tags in their context [IAM User Guide, "Pass session tags in AWS STS"]. Without tags, their
 * keys are absent.
 */
export const listAssumeRoleRequests = (taking: RoleTaking): readonly [Request, ...Request[]] => {
  const { principal, action, roleArn, tags = {}, context } = taking;
  const keys = Object.keys(tags);
  const request = {
    principal,
    action,
    resource: { arn: roleArn, accountId: readArnAccount(roleArn) ?? '' },
    context: {
      ...context,
      ...Object.fromEntries(keys.map((key) => [`aws:RequestTag/${key}`, tags[key] ?? ''])),
      ...(keys.length > 0 && { 'aws:TagKeys': keys }),
    },
  };
  return keys.length > 0 ? [request, { ...request, action: 'sts:TagSession' }] : [request];
};
