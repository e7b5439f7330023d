import type { AddressRange } from './address-range.ts';
import type { Pattern } from './pattern.ts';
import type { PrincipalName } from './principal-name.ts';

/**
 * What a policy is attached to, which decides what its statements may have: an identity, a session (by who began it), a resource,
 * or a role, whose trust policy says who may take it [IAM User Guide, "Policies and permissions in AWS Identity and Access
 * Management"].
 */
export type PolicyKind = 'Identity' | 'Session' | 'Resource' | 'Trust';

/** Which policy it is, for those who read why a request was refused. */
export interface PolicySource<K extends PolicyKind = PolicyKind> {
  readonly kind: K;
  readonly name: string;
}

/** A policy in which everything is understood; only `parsePolicy` makes one. */
export interface Policy<K extends PolicyKind = PolicyKind> extends PolicySource<K> {
  readonly version: PolicyVersion;
  readonly id?: string;
  readonly statements: readonly Statement[];
}

/** Of the language. Only the later one has variables [IAM User Guide, "IAM JSON policy elements: Version"]. */
export type PolicyVersion = '2008-10-17' | '2012-10-17';

export type Effect = 'Allow' | 'Deny';

export interface Statement {
  readonly sid?: string;
  readonly effect: Effect;
  readonly action: PatternElement<'Action'>;
  /** Absent in a trust policy, which is about the role that it is attached to. */
  readonly resource?: PatternElement<'Resource'>;
  /** Absent in a policy of an identity or a session, which is about whom it is attached to. */
  readonly principals?: readonly PrincipalName[];
  /** All of them must hold. */
  readonly conditions: readonly Condition[];
}

/** One of the patterns must match; where the element begins with `Not`, none may. */
export interface PatternElement<Name extends 'Action' | 'Resource'> {
  readonly element: Name | `Not${Name}`;
  readonly patterns: readonly Pattern[];
}

/** One operator with one of its keys. */
export interface Condition {
  /** As written: `ForAllValues:StringEqualsIfExists`. */
  readonly operator: string;
  /** For multivalued keys: whether all values of the request must pass, or one. */
  readonly set?: SetOperator;
  readonly ifExists: boolean;
  /** Whether a value of the request passes that matches none of the policy's values. */
  readonly negated: boolean;
  readonly key: string;
  /** The policy's values as written. */
  readonly written: readonly string[];
  readonly test: Test;
}

export type SetOperator = 'ForAllValues' | 'ForAnyValue';

/** How a value of the request is compared with those of the policy. */
export type Test =
  /** The operators on strings and on ARNs. */
  | { readonly kind: 'Pattern'; readonly ignoreCase: boolean; readonly values: readonly Pattern[] }
  | { readonly kind: 'Numeric'; readonly comparison: Comparison; readonly values: readonly number[] }
  /** Epoch milliseconds. */
  | { readonly kind: 'Date'; readonly comparison: Comparison; readonly values: readonly number[] }
  | { readonly kind: 'Bool'; readonly values: readonly boolean[] }
  | { readonly kind: 'IpAddress'; readonly values: readonly AddressRange[] }
  /** In base64. */
  | { readonly kind: 'Binary'; readonly values: readonly string[] }
  /** Whether the key is absent. */
  | { readonly kind: 'Null'; readonly values: readonly boolean[] };

export type Comparison = 'Equals' | 'LessThan' | 'LessThanEquals' | 'GreaterThan' | 'GreaterThanEquals';

/** A document that is no policy, or one that has something in it that is not understood here. */
export interface PolicyNotUnderstood {
  readonly kind: 'PolicyNotUnderstood';
  /** Where: `Statement[0].Condition.StringEquals`. */
  readonly at: string;
  /** What of it, as the rest of a sentence: `is not a text`. */
  readonly problem: string;
}
