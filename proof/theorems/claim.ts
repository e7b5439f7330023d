import type { Policies } from '../../infra/local/iam/evaluate.ts';
import { parsePolicy } from '../../infra/local/iam/parse-policy.ts';
import type { Policy, PolicyKind } from '../../infra/local/iam/policy.ts';
import type { Principal } from '../../infra/local/iam/principal.ts';
import type { Request } from '../../infra/local/iam/request.ts';
import type { SymbolicContext } from '../model/context.ts';
import { asked } from '../model/request.ts';
import { all, equal, isAmong, literal, some, type Term } from '../smt/terms.ts';
import type { TheoremName } from './theorems.ts';

/** A theorem about one role, function or the like: what these policies allow, if the premises hold, is as the conclusion says. */
export interface Claim {
  readonly theorem: TheoremName;
  /** As in `get’s data role`. */
  readonly about: string;
  readonly policies: Policies;
  /** Who asks, each a problem of its own. */
  readonly principals: readonly Principal[];
  /** Whose the resource is. */
  readonly accountId: string;
  /** Its ARN, if it is one and the same in every request. */
  readonly resource?: string;
  /** What comes before the colon of the action, likewise. */
  readonly service?: string;
  /** Context keys of the premises or the conclusion. */
  readonly keys: readonly string[];
  /** Constants of its own beside those of the request. */
  readonly constants?: readonly Term[];
  readonly premises: (context: SymbolicContext) => readonly Term[];
  /** What is true of a request that can easily be sent. Only to find one: that there is none is asked without this. */
  readonly likely?: (context: SymbolicContext) => readonly Term[];
  readonly conclusion: (context: SymbolicContext, principal: Principal) => Term;
  /** What must be allowed, or it would be a claim about nothing. */
  readonly intended: readonly Question[];
}

export interface Question {
  readonly request: Request;
  readonly policies: Policies;
}

/** The policies of somebody who may do anything, so that what stops them is the resource's policy alone. */
export const everything: Policy<'Identity'> = parseStatement('Identity', { Action: '*', Resource: '*' });

/** A trust policy that leaves it to the policies of the account's identities. */
export const createAccountTrust = (accountId: string): Policy<'Trust'> =>
  parseStatement('Trust', { Action: 'sts:*', Principal: { AWS: `arn:aws:iam::${accountId}:root` } });

function parseStatement<K extends PolicyKind>(kind: K, statement: object): Policy<K> {
  const document = { Version: '2012-10-17', Statement: { Effect: 'Allow', ...statement } };
  return parsePolicy(document, { kind, name: `the proof’s (${kind})` })._unsafeUnwrap();
}

/** That a key is given, and what else must be true of its value. */
export const isGivenAnd = (context: SymbolicContext, key: string, isRight: (text: Term) => Term): Term =>
  some(context.key(key).values.map(({ isGiven, text }) => all([isGiven, isRight(text)])));

/** That a request is for what has this ARN. */
export const on = (arn: string): Term => equal(asked.resource, literal(arn));

/** That it is for one of these actions, and for such a resource. */
export const may = (actions: readonly string[], resource: Term): Term => all([isFor(...actions), resource]);

/** That a request is for one of these actions. */
export const isFor = (...actions: readonly string[]): Term =>
  isAmong(
    asked.action,
    actions.map((action) => literal(action.toLowerCase())),
  );
