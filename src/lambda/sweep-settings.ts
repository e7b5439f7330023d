import { bucketAt, endpointOf } from '../aws/endpoints.ts';
import { type Environment, oneOf, required } from './settings.ts';

/** What a deployment tells the function that sweeps. */
export interface SweepSettings {
  readonly region: string;
  readonly endpoints: { readonly dynamodb: URL; readonly sts: URL };
  readonly tableName: string;
  readonly bucket: ReturnType<typeof bucketAt>;
  /** The role that reaches what is one owner's; without it the application is the only lock. */
  readonly dataRoleArn: string | undefined;
  /** Milliseconds from one visit to the next. */
  readonly interval: number;
}

/** Throws for what is missing or wrong, so that a function that is set up wrongly does not start. */
export const sweepSettingsOf = (env: Environment): SweepSettings => {
  const region = required(env, 'AWS_REGION');
  const seconds = Number(required(env, 'SWEEP_INTERVAL_SECONDS'));
  if (!(seconds > 0)) throw new Error('The environment variable SWEEP_INTERVAL_SECONDS must be a number of seconds.');
  return {
    region,
    endpoints: { dynamodb: endpointOf('dynamodb', region, env), sts: endpointOf('sts', region, env) },
    tableName: required(env, 'NOTES_TABLE_NAME'),
    bucket: bucketAt(required(env, 'BUCKET_NAME'), region, env),
    dataRoleArn: oneOf(env, 'ISOLATION', ['iam', 'application']) === 'iam' ? required(env, 'DATA_ROLE_ARN') : undefined,
    interval: seconds * 1000,
  };
};
