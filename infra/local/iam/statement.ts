import { holds } from './condition.ts';
import type { ContextKeys } from './context.ts';
import { fillPattern, isLike } from './matching.ts';
import type { Condition, Effect, PatternElement, Policy, PolicySource, Statement } from './policy.ts';
import { formatPrincipal } from './principal.ts';
import { type Grant, grantTo } from './principal-name.ts';
import type { Request } from './request.ts';

/** A statement that was considered, and whether it applies to the request. */
export interface ConsideredStatement {
  readonly policy: PolicySource;
  /** Its place in the policy. */
  readonly index: number;
  readonly sid?: string;
  readonly effect: Effect;
  /** Absent if the statement applies. */
  readonly failed?: FailedElement;
  /** How a resource's policy names the principal, if it does. */
  readonly grant?: Grant;
}

/** The first element that does not match, in the order of action, resource, principal, conditions. */
export type FailedElement =
  | {
      readonly element: 'Action' | 'NotAction' | 'Resource' | 'NotResource' | 'Principal';
      /** With the request's values in place of variables; a variable without a value is left as it is. */
      readonly expected: readonly string[];
      /** The keys of variables that have no value. */
      readonly withoutValue: readonly string[];
      readonly found: readonly string[];
    }
  | {
      readonly element: 'Condition';
      readonly operator: string;
      readonly key: string;
      readonly expected: readonly string[];
      readonly withoutValue: readonly string[];
      /** Empty if the key is absent. */
      readonly found: readonly string[];
    };

export const considerStatement = (
  policy: Policy,
  index: number,
  statement: Statement,
  request: Request,
  keys: ContextKeys,
): ConsideredStatement => {
  const { sid, effect, principals } = statement;
  const grant = findStrongestGrant(principals?.flatMap((name) => grantTo(request.principal, name) ?? []));
  const failed = findFailedElement(statement, request, keys, grant);
  return {
    policy: { kind: policy.kind, name: policy.name },
    index,
    ...(sid !== undefined && { sid }),
    effect,
    ...(failed !== undefined && { failed }),
    ...(grant !== undefined && { grant }),
  };
};

const findStrongestGrant = (grants: readonly Grant[] = []): Grant | undefined =>
  (['Direct', 'Role', 'Account'] as const).find((grant) => grants.includes(grant));

const findFailedElement = (
  { action, resource, principals, conditions }: Statement,
  request: Request,
  keys: ContextKeys,
  grant: Grant | undefined,
): FailedElement | undefined =>
  findFailedPattern(action, request.action, keys, { ignoreCase: true }) ??
  (resource && findFailedPattern(resource, request.resource.arn, keys, { ignoreCase: false })) ??
  (principals && grant === undefined
    ? {
        element: 'Principal',
        expected: principals.map(({ written }) => written),
        withoutValue: [],
        found: [formatPrincipal(request.principal)],
      }
    : undefined) ??
  conditions.map((condition) => findFailedCondition(condition, keys)).find((failed) => failed !== undefined);

/**
 * Returns the element if it fails. A pattern with a variable that has no value matches nothing, in a `Not` element too.
 */
const findFailedPattern = (
  { element, patterns }: PatternElement<'Action' | 'Resource'>,
  found: string,
  keys: ContextKeys,
  how: { readonly ignoreCase: boolean },
): FailedElement | undefined => {
  const all = patterns.map((pattern) => fillPattern(pattern, keys));
  const isOne = all.some((pattern) => isLike(pattern, found, how));
  if (isOne !== element.startsWith('Not')) return undefined;
  return {
    element,
    expected: all.map(({ shown }) => shown),
    withoutValue: all.flatMap(({ withoutValue }) => withoutValue),
    found: [found],
  };
};

const findFailedCondition = (condition: Condition, keys: ContextKeys): FailedElement | undefined => {
  if (holds(condition, keys)) return undefined;
  const { operator, key, written, test } = condition;
  const patterns = test.kind === 'Pattern' ? test.values.map((pattern) => fillPattern(pattern, keys)) : [];
  return {
    element: 'Condition',
    operator,
    key,
    expected: test.kind === 'Pattern' ? patterns.map(({ shown }) => shown) : written,
    withoutValue: patterns.flatMap(({ withoutValue }) => withoutValue),
    found: [keys.valueOf(key) ?? []].flat(),
  };
};
