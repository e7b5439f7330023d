import type { AddressRange } from './address-range.ts';
import type { Pattern } from './pattern.ts';
import type { PrincipalName } from './principal-name.ts';

/**
 * What a policy is attached to, which determines what its statements may contain: an identity, a session (by whoever
 * began it), a resource, or a role, whose trust policy says who may assume it [IAM User Guide, "Policies and
 * permissions in AWS Identity and Access Management"].
 */
export type PolicyKind = 'Identity' | 'Session' | 'Resource' | 'Trust';

/** What identifies a policy to those who read why a request was refused. */
export interface PolicySource<K extends PolicyKind = PolicyKind> {
  readonly kind: K;
  readonly name: string;
}

/** A policy in which everything is understood; only `parsePolicy` creates one. */
export interface Policy<K extends PolicyKind = PolicyKind> extends PolicySource<K> {
  readonly version: PolicyVersion;
  readonly id?: string;
  readonly statements: readonly Statement[];
}

/**
 * The version of the language. Only the later one has variables [IAM User Guide, "IAM JSON policy elements: Version"].
 */
export type PolicyVersion = '2008-10-17' | '2012-10-17';

export type Effect = 'Allow' | 'Deny';

export interface Statement {
  readonly sid?: string;
  readonly effect: Effect;
  readonly action: PatternElement<'Action'>;
  /** Absent in a trust policy, which applies to the role that it is attached to. */
  readonly resource?: PatternElement<'Resource'>;
  /** Absent in an identity or session policy, which applies to whom it is attached to. */
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
  /** Whether a value of the request passes if it matches none of the policy's values. */
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

/** The error for a document that is not a policy, or that contains something not understood here. */
export interface PolicyNotUnderstood {
  readonly kind: 'PolicyNotUnderstood';
  /** Where: `Statement[0].Condition.StringEquals`. */
  readonly at: string;
  /** The problem, as the rest of a sentence: `is not a string`. */
  readonly problem: string;
}
