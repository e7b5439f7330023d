import { type Home, roleArn } from '../../template/arns.ts';
import { findResources, findRolePolicies, type Template } from '../../template/template.ts';
import { parsePolicy } from '../iam/parse-policy.ts';
import type { Policy, PolicyKind } from '../iam/policy.ts';
import { notDeployable } from './not-deployable.ts';

/** A role, with whom it trusts and what it may do. */
export interface DeployedRole {
  readonly arn: string;
  readonly trust: Policy<'Trust'>;
  readonly policies: readonly Policy<'Identity'>[];
  /** The principal tags of every session in the role, unless the session was begun with tags of the same keys. */
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Reads the roles of a template, by ARN. Throws `NotDeployable` for a policy that is not understood, rather than skip
 * it.
 */
export const readRoles = (template: Template, home: Home): ReadonlyMap<string, DeployedRole> =>
  new Map(
    findResources(template, 'AWS::IAM::Role').map(([name, { Properties }]) => {
      const { AssumeRolePolicyDocument, ManagedPolicyArns = [], Tags = [] } = Properties;
      if (ManagedPolicyArns.length > 0)
        throw notDeployable(`The role ${name} has managed policies, whose contents are not known here.`);
      const policies = findRolePolicies(template, name, Properties).map(([id, document]) =>
        parseOrThrow(document, 'Identity', id),
      );
      const arn = roleArn(home, name);
      const trust = parseOrThrow(AssumeRolePolicyDocument, 'Trust', `${name}/trust`);
      return [arn, { arn, trust, policies, tags: Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value])) }];
    }),
  );

export const parseOrThrow = <K extends PolicyKind>(document: unknown, kind: K, name: string): Policy<K> =>
  parsePolicy(document, { kind, name }).match(
    (policy) => policy,
    ({ at, problem }) => {
      throw notDeployable(`In the policy ${name}, ${at} ${problem}.`);
    },
  );
