import { createContextKeys } from './context.ts';
import type { Policy, PolicyKind } from './policy.ts';
import { readAccount } from './principal.ts';
import type { Grant } from './principal-name.ts';
import type { Request } from './request.ts';
import { type ConsideredStatement, considerStatement } from './statement.ts';

/** All policies that are evaluated for a request. */
export interface Policies {
  readonly identity: readonly Policy<'Identity'>[];
  /** The resource's policy; for a role, its trust policy. */
  readonly resource?: Policy<'Resource' | 'Trust'>;
  /** The policies that the session was begun with. If there are any, one of them must allow the request, too. */
  readonly session?: readonly Policy<'Session'>[];
}

/** IAM's decision, and every statement that was considered. */
export type Decision = { readonly statements: readonly ConsideredStatement[] } & (
  | { readonly decision: 'Allow' }
  | { readonly decision: 'ExplicitDeny' }
  /** `missing`: the kinds of policies that would have had to allow the request. */
  | { readonly decision: 'ImplicitDeny'; readonly missing: readonly PolicyKind[] }
);

/**
 * Decides on a request [IAM User Guide, "Policy evaluation logic", "Cross-account policy evaluation logic"]. A
 * statement that denies overrides all that allow; what nothing allows is denied. Permissions boundaries and an
 * organization's policies are not implemented.
 */
export const evaluate = (request: Request, policies: Policies): Decision => {
  const { session = [] } = policies;
  const keys = createContextKeys(request.context);
  const statements = listPolicies(policies).flatMap((policy) =>
    policy.statements.map((statement, index) => considerStatement(policy, index, statement, request, keys)),
  );
  const applying = statements.filter(({ failed }) => failed === undefined);
  if (applying.some(({ effect }) => effect === 'Deny')) return { decision: 'ExplicitDeny', statements };

  const allows = (kind: PolicyKind): boolean => applying.some(({ policy }) => policy.kind === kind);
  const missing = findMissingPolicies(request, {
    // By default the root user has full access to its account's resources, and no identity policy applies to it.
    identity: request.principal.kind === 'AccountRoot' || allows('Identity'),
    session: session.length === 0 || allows('Session'),
    grants: new Set(applying.flatMap(({ grant }) => grant ?? [])),
  });
  return missing.length === 0 ? { decision: 'Allow', statements } : { decision: 'ImplicitDeny', missing, statements };
};

export const listPolicies = ({ identity, session = [], resource }: Policies): readonly Policy[] => [
  ...identity,
  ...session,
  ...(resource ? [resource] : []),
];

interface Allowed {
  readonly identity: boolean;
  readonly session: boolean;
  /** What the resource's policy grants. */
  readonly grants: ReadonlySet<Grant>;
}

/** Returns the kinds of policies that are missing; none if enough policies allow the request. */
const findMissingPolicies = (request: Request, { identity, session, grants }: Allowed): readonly PolicyKind[] => {
  const ofResource = isTaking(request) ? 'Trust' : 'Resource';
  const ofPrincipal = [...(identity ? [] : (['Identity'] as const)), ...(session ? [] : (['Session'] as const))];
  const account = readAccount(request.principal);
  const granted = grants.size > 0 ? [] : ([ofResource] as const);
  // A service, or a caller who has no session yet, has no policies of its own.
  if (account === undefined) return granted;
  if (account !== request.resource.accountId) return [...granted, ...ofPrincipal];
  if (grants.has('Direct')) return [];
  if (grants.has('Role')) return session ? [] : ['Session'];
  // A role must be trusted. A trusted account decides by the policies of its identities, as it does for other
  // resources.
  return ofResource === 'Trust' && grants.size === 0 ? granted : ofPrincipal;
};

/**
 * Returns whether a role is to be assumed. Its trust policy must allow that, where other resources leave it to the
 * identity policies [IAM User Guide, "How IAM roles differ from resource-based policies"].
 */
const isTaking = ({ action, resource }: Request): boolean =>
  /^sts:/i.test(action) && /^arn:[^:]*:iam::[^:]*:role\//.test(resource.arn);
