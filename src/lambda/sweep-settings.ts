import { findBucket, findEndpoint } from '../aws/endpoints.ts';
import { type Environment, readOneOf, readRequired } from './settings.ts';

/** The settings that a deployment gives the sweep function. */
export interface SweepSettings {
  readonly region: string;
  readonly endpoints: { readonly dynamodb: URL; readonly sts: URL };
  readonly tableName: string;
  readonly bucket: ReturnType<typeof findBucket>;
  /** The role that reaches one owner's data; without it, only the application keeps owners apart. */
  readonly dataRoleArn: string | undefined;
  /** Milliseconds between two visits. */
  readonly interval: number;
}

/**
 * Reads the settings from the function's environment. Throws if one is missing or wrong, so that a misconfigured
 * function does not start.
 */
export const readSweepSettings = (env: Environment): SweepSettings => {
  const region = readRequired(env, 'AWS_REGION');
  const seconds = Number(readRequired(env, 'SWEEP_INTERVAL_SECONDS'));
  if (!(seconds > 0)) throw new Error('The environment variable SWEEP_INTERVAL_SECONDS must be a number of seconds.');
  return {
    region,
    endpoints: { dynamodb: findEndpoint('dynamodb', region, env), sts: findEndpoint('sts', region, env) },
    tableName: readRequired(env, 'NOTES_TABLE_NAME'),
    bucket: findBucket(readRequired(env, 'BUCKET_NAME'), region, env),
    dataRoleArn:
      readOneOf(env, 'ISOLATION', ['iam', 'application']) === 'iam' ? readRequired(env, 'DATA_ROLE_ARN') : undefined,
    interval: seconds * 1000,
  };
};
