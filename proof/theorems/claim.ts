import type { Policies } from '../../infra/local/iam/evaluate.ts';
import { parsePolicy } from '../../infra/local/iam/parse-policy.ts';
import type { Policy, PolicyKind } from '../../infra/local/iam/policy.ts';
import type { Principal } from '../../infra/local/iam/principal.ts';
import type { Request } from '../../infra/local/iam/request.ts';
import type { SymbolicContext } from '../model/context.ts';
import { asked } from '../model/request.ts';
import { all, equal, isAmong, literal, some, type Term } from '../smt/terms.ts';
import type { TheoremName } from './theorems.ts';

/**
 * A theorem about one role, function or the like: if the premises hold, everything that these policies allow satisfies
 * the conclusion.
 */
export interface Claim {
  readonly theorem: TheoremName;
  /** For example `get’s data role`. */
  readonly about: string;
  readonly policies: Policies;
  /** The principals; each is a separate problem. */
  readonly principals: readonly Principal[];
  /** The account that owns the resource. */
  readonly accountId: string;
  /** The resource's ARN, if it is the same in every request. */
  readonly resource?: string;
  /** The part of the action before the colon, if it is the same in every request. */
  readonly service?: string;
  /** Context keys of the premises or the conclusion. */
  readonly keys: readonly string[];
  /** Further constants, besides those of the request. */
  readonly constants?: readonly Term[];
  readonly premises: (context: SymbolicContext) => readonly Term[];
  /**
   * What is true of a request that can easily be sent. It only helps to find one; that there is none is proven without
   * it.
   */
  readonly likely?: (context: SymbolicContext) => readonly Term[];
  readonly conclusion: (context: SymbolicContext, principal: Principal) => Term;
  /** Requests that must be allowed; otherwise the claim would be about nothing. */
  readonly intended: readonly Question[];
}

export interface Question {
  readonly request: Request;
  readonly policies: Policies;
}

/** The policy of a principal that may do anything, so that only the resource's policy can stop it. */
export const everything: Policy<'Identity'> = parseStatement('Identity', { Action: '*', Resource: '*' });

/** Creates a trust policy that leaves the decision to the policies of the account's identities. */
export const createAccountTrust = (accountId: string): Policy<'Trust'> =>
  parseStatement('Trust', { Action: 'sts:*', Principal: { AWS: `arn:aws:iam::${accountId}:root` } });

function parseStatement<K extends PolicyKind>(kind: K, statement: object): Policy<K> {
  const document = { Version: '2012-10-17', Statement: { Effect: 'Allow', ...statement } };
  return parsePolicy(document, { kind, name: `the proof’s (${kind})` })._unsafeUnwrap();
}

/** Models that a key is present with a value that satisfies `isRight`. */
export const isGivenAnd = (context: SymbolicContext, key: string, isRight: (text: Term) => Term): Term =>
  some(context.key(key).values.map(({ isGiven, text }) => all([isGiven, isRight(text)])));

/** Models that a request is for the resource with this ARN. */
export const on = (arn: string): Term => equal(asked.resource, literal(arn));

/** Models that a request is for one of these actions and such a resource. */
export const may = (actions: readonly string[], resource: Term): Term => all([isFor(...actions), resource]);

/** Models that a request is for one of these actions. */
export const isFor = (...actions: readonly string[]): Term =>
  isAmong(
    asked.action,
    actions.map((action) => literal(action.toLowerCase())),
  );
