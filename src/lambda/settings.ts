import type { IdentityPolicy } from '../adapters/api-gateway/caller.ts';
import { findEndpoint } from '../aws/service-endpoint.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The settings of every function: where the notes are, and as whom it reaches them. */
export interface TableSettings {
  readonly region: string;
  readonly endpoints: { readonly dynamodb: URL; readonly sts: URL };
  readonly tableName: string;
  /** The role that reaches one owner's data; without it, only the application keeps owners apart. */
  readonly dataRoleArn: string | undefined;
}

/** The settings that a deployment gives the functions of its API. */
export interface Settings extends TableSettings {
  readonly identity: IdentityPolicy;
  readonly requireIfMatch: boolean;
  readonly consistentRead: boolean;
}

/**
 * Reads the settings from a function's environment. Throws if one is missing or wrong, so that a misconfigured function
 * does not start.
 */
export const readSettings = (env: Environment): Settings => ({
  ...readTableSettings(env),
  identity: {
    identityPoolId: readRequired(env, 'IDENTITY_POOL_ID'),
    userPoolId: readRequired(env, 'USER_POOL_ID'),
    owner: readOneOf(env, 'OWNER', ['identity', 'user-pool-sub'], 'identity'),
  },
  requireIfMatch: readOneOf(env, 'REQUIRE_IF_MATCH', ['true', 'false'], 'false') === 'true',
  consistentRead: readOneOf(env, 'CONSISTENT_READ', ['true', 'false'], 'false') === 'true',
});

/** Reads what every function's environment has. Throws as `readSettings` does. */
export const readTableSettings = (env: Environment): TableSettings => {
  const region = readRequired(env, 'AWS_REGION');
  return {
    region,
    endpoints: { dynamodb: findEndpoint('dynamodb', region, env), sts: findEndpoint('sts', region, env) },
    tableName: readRequired(env, 'NOTES_TABLE_NAME'),
    dataRoleArn:
      readOneOf(env, 'ISOLATION', ['iam', 'application']) === 'iam' ? readRequired(env, 'DATA_ROLE_ARN') : undefined,
  };
};

export const readRequired = (env: Environment, name: string): string => {
  const value = env[name];
  if (value === undefined || value === '') throw new Error(`The environment variable ${name} is not set.`);
  return value;
};

/** Reads a variable that must be one of `allowed`; if it is not set, uses `otherwise` where that is given. */
const readOneOf = <const T extends string>(env: Environment, name: string, allowed: readonly T[], otherwise?: T): T => {
  const value = env[name] ?? otherwise;
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw new Error(`The environment variable ${name} must be one of ${allowed.join(', ')}.`);
  return found;
};
