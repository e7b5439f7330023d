import { dynamoAttachments } from '../adapters/dynamodb/dynamo-attachments.ts';
import { s3FileOwners, s3SweptFiles } from '../adapters/s3/s3-swept-files.ts';
import { writeLine } from '../adapters/system/log.ts';
import { systemClock } from '../adapters/system/system-clock.ts';
import { remembered } from '../aws/credentials.ts';
import { environmentCredentials } from '../aws/environment-credentials.ts';
import { type ServiceOptions, serviceAt } from '../aws/service-client.ts';
import { assumeRole } from '../aws/sts.ts';
import { wireDynamoDB } from '../aws/wire-dynamodb.ts';
import { wireS3 } from '../aws/wire-s3.ts';
import type { OwnerId } from '../domain/owner.ts';
import type { SweepDeps } from '../use-cases/sweep-files.ts';
import type { Environment } from './settings.ts';
import { sweepSettingsOf } from './sweep-settings.ts';
import type { SweepParts } from './sweep-visit.ts';

/** Nobody waits for a sweep, so it gives services more time than those who answer. */
const patience = { maxAttempts: 5, silence: 5000 };

/**
 * What the sweep works with, by its environment: `AWS_REGION`, `NOTES_TABLE_NAME`, `BUCKET_NAME`, `SWEEP_INTERVAL_SECONDS`; `ISOLATION`,
 * `iam` with the `DATA_ROLE_ARN` of a role that reaches what is one owner's, or `application`.
 */
export const sweepPartsOf = (env: Environment): SweepParts => {
  const { region, endpoints, tableName, bucket, dataRoleArn, interval } = sweepSettingsOf(env);
  const at = (service: 'dynamodb' | 's3' | 'sts', endpoint: URL) =>
    serviceAt({ ...patience, endpoint, region, service });
  const table = at('dynamodb', endpoints.dynamodb);
  const files = at('s3', bucket.endpoint);
  const takeRole = assumeRole(at('sts', endpoints.sts)(environmentCredentials));

  /** Credentials that reach what is this owner's, and nothing of another's where there is a role for that. */
  const credentialsFor = (owner: OwnerId): ServiceOptions['credentials'] =>
    dataRoleArn === undefined
      ? environmentCredentials
      : remembered(() => takeRole({ roleArn: dataRoleArn, name: 'sweep', seconds: 900, tags: { owner } }));

  const depsFor = (owner: OwnerId): SweepDeps => {
    const credentials = credentialsFor(owner);
    return {
      files: s3SweptFiles(wireS3(files(credentials), bucket.base)),
      attachments: dynamoAttachments(wireDynamoDB(table(credentials)), tableName),
      clock: systemClock,
      interval,
    };
  };
  return { owners: s3FileOwners(wireS3(files(environmentCredentials), bucket.base)), depsFor, log: writeLine };
};
