import { createContextKeys } from './context.ts';
import type { Policy, PolicyKind } from './policy.ts';
import { accountOf } from './principal.ts';
import type { Grant } from './principal-name.ts';
import type { Request } from './request.ts';
import { type ConsideredStatement, considerStatement } from './statement.ts';

/** All policies that there are for a request. */
export interface Policies {
  readonly identity: readonly Policy<'Identity'>[];
  /** Of the resource; for a role, the trust policy. */
  readonly resource?: Policy<'Resource' | 'Trust'>;
  /** Those that the session was begun with. Where there are any, one of them must allow, too. */
  readonly session?: readonly Policy<'Session'>[];
}

/** What IAM says, and every statement that was looked at. */
export type Decision = { readonly statements: readonly ConsideredStatement[] } & (
  | { readonly decision: 'Allow' }
  | { readonly decision: 'ExplicitDeny' }
  /** `missing`: the kinds of policies of which one would have had to allow it. */
  | { readonly decision: 'ImplicitDeny'; readonly missing: readonly PolicyKind[] }
);

/**
 * Decides a request [IAM User Guide, "Policy evaluation logic", "Cross-account policy evaluation logic"]. A statement that denies
 * wins over all that allow; what nothing allows is denied. Permissions boundaries and the policies of an organization are
 * not here.
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
    // By default the root user has full access to what is its account's, and no policy of an identity is about it.
    identity: request.principal.kind === 'AccountRoot' || allows('Identity'),
    session: session.length === 0 || allows('Session'),
    grants: new Set(applying.flatMap(({ grant }) => grant ?? [])),
  });
  return missing.length === 0 ? { decision: 'Allow', statements } : { decision: 'ImplicitDeny', missing, statements };
};

/** All of them. */
export const listPolicies = ({ identity, session = [], resource }: Policies): readonly Policy[] => [
  ...identity,
  ...session,
  ...(resource ? [resource] : []),
];

interface Allowed {
  readonly identity: boolean;
  readonly session: boolean;
  /** By the resource's policy. */
  readonly grants: ReadonlySet<Grant>;
}

/** None where enough policies allow the request. */
const findMissingPolicies = (request: Request, { identity, session, grants }: Allowed): readonly PolicyKind[] => {
  const ofResource = isTaking(request) ? 'Trust' : 'Resource';
  const ofPrincipal = [...(identity ? [] : (['Identity'] as const)), ...(session ? [] : (['Session'] as const))];
  const account = accountOf(request.principal);
  const granted = grants.size > 0 ? [] : ([ofResource] as const);
  // A service, or somebody who has no session yet, has no policies of its own.
  if (account === undefined) return granted;
  if (account !== request.resource.accountId) return [...granted, ...ofPrincipal];
  if (grants.has('Direct')) return [];
  if (grants.has('Role')) return session ? [] : ['Session'];
  // A role must be trusted; an account that is trusted decides by the policies of its identities, as it does for itself.
  return ofResource === 'Trust' && grants.size === 0 ? granted : ofPrincipal;
};

/**
 * Whether a role is to be taken. Its trust policy must allow that, where other resources leave it to the policies of identities
 * [IAM User Guide, "How IAM roles differ from resource-based policies"].
 */
const isTaking = ({ action, resource }: Request): boolean =>
  /^sts:/i.test(action) && /^arn:[^:]*:iam::[^:]*:role\//.test(resource.arn);
