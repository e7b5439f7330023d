import { findBucket, findEndpoint } from '../aws/endpoints.ts';
import { type Environment, readOneOf, readRequired } from './settings.ts';

/** What a deployment tells the function that sweeps. */
export interface SweepSettings {
  readonly region: string;
  readonly endpoints: { readonly dynamodb: URL; readonly sts: URL };
  readonly tableName: string;
  readonly bucket: ReturnType<typeof findBucket>;
  /** The role that reaches what is one owner's; without it the application is the only lock. */
  readonly dataRoleArn: string | undefined;
  /** Milliseconds from one visit to the next. */
  readonly interval: number;
}

/** Throws for what is missing or wrong, so that a function that is set up wrongly does not start. */
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
