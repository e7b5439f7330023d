import type { IdentityPolicy } from '../adapters/api-gateway/caller.ts';
import { findEndpoint } from '../aws/endpoints.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What a deployment tells its functions. */
export interface Settings {
  readonly region: string;
  readonly endpoints: { readonly dynamodb: URL; readonly sts: URL };
  readonly tableName: string;
  readonly identity: IdentityPolicy;
  readonly requireIfMatch: boolean;
  readonly consistentRead: boolean;
  /** The role to reach an owner's items in; without it the application is the only lock. */
  readonly dataRoleArn: string | undefined;
}

/** The settings in a function's environment. A missing or wrong one throws, so that a function that is set up wrongly does not start. */
export const readSettings = (env: Environment): Settings => {
  const region = readRequired(env, 'AWS_REGION');
  return {
    region,
    endpoints: { dynamodb: findEndpoint('dynamodb', region, env), sts: findEndpoint('sts', region, env) },
    tableName: readRequired(env, 'NOTES_TABLE_NAME'),
    identity: {
      identityPoolId: readRequired(env, 'IDENTITY_POOL_ID'),
      userPoolId: readRequired(env, 'USER_POOL_ID'),
      owner: readOneOf(env, 'OWNER', ['identity', 'user-pool-sub'], 'identity'),
    },
    requireIfMatch: readOneOf(env, 'REQUIRE_IF_MATCH', ['true', 'false'], 'false') === 'true',
    consistentRead: readOneOf(env, 'CONSISTENT_READ', ['true', 'false'], 'false') === 'true',
    dataRoleArn:
      readOneOf(env, 'ISOLATION', ['iam', 'application']) === 'iam' ? readRequired(env, 'DATA_ROLE_ARN') : undefined,
  };
};

export const readRequired = (env: Environment, name: string): string => {
  const value = env[name];
  if (value === undefined || value === '') throw new Error(`The environment variable ${name} is not set.`);
  return value;
};

/** One of `allowed`; `otherwise`, if there is such, where the variable is not set. */
export const readOneOf = <const T extends string>(
  env: Environment,
  name: string,
  allowed: readonly T[],
  otherwise?: T,
): T => {
  const value = env[name] ?? otherwise;
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw new Error(`The environment variable ${name} must be one of ${allowed.join(', ')}.`);
  return found;
};
