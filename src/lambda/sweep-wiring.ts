import { createDynamoAttachments } from '../adapters/dynamodb/dynamo-attachments.ts';
import { createS3FileOwners, createS3SweptFiles } from '../adapters/s3/s3-swept-files.ts';
import { writeLine } from '../adapters/system/log.ts';
import { systemClock } from '../adapters/system/system-clock.ts';
import { createCredentialsCache } from '../aws/credentials.ts';
import { readEnvironmentCredentials } from '../aws/environment-credentials.ts';
import { createServiceAt, type ServiceOptions } from '../aws/service-client.ts';
import { createAssumeRole } from '../aws/sts.ts';
import { createWireDynamoDB } from '../aws/wire-dynamodb.ts';
import { createWireS3 } from '../aws/wire-s3.ts';
import type { OwnerId } from '../domain/owner.ts';
import type { SweepDeps } from '../use-cases/sweep-files.ts';
import type { Environment } from './settings.ts';
import { readSweepSettings } from './sweep-settings.ts';
import type { SweepParts } from './sweep-visit.ts';

/** Nobody waits for a sweep, so it gives services more time than the request handlers do. */
const patience = { maxAttempts: 5, silence: 5000 };

/**
 * Wires the sweep from its environment: `AWS_REGION`, `NOTES_TABLE_NAME`, `BUCKET_NAME`, `SWEEP_INTERVAL_SECONDS`;
 * `ISOLATION`, either `iam`, with the `DATA_ROLE_ARN` of a role that reaches one owner's data, or `application`.
 */
export const wireSweep = (env: Environment): SweepParts => {
  const { region, endpoints, tableName, bucket, dataRoleArn, interval } = readSweepSettings(env);
  const at = (service: 'dynamodb' | 's3' | 'sts', endpoint: URL) =>
    createServiceAt({ ...patience, endpoint, region, service });
  const table = at('dynamodb', endpoints.dynamodb);
  const files = at('s3', bucket.endpoint);
  const takeRole = createAssumeRole(at('sts', endpoints.sts)(readEnvironmentCredentials));

  /** Returns credentials that reach only this owner's data, if there is a role for that. */
  const credentialsFor = (owner: OwnerId): ServiceOptions['credentials'] =>
    dataRoleArn === undefined
      ? readEnvironmentCredentials
      : createCredentialsCache(() => takeRole({ roleArn: dataRoleArn, name: 'sweep', seconds: 900, tags: { owner } }));

  const depsFor = (owner: OwnerId): SweepDeps => {
    const credentials = credentialsFor(owner);
    return {
      files: createS3SweptFiles(createWireS3(files(credentials), bucket.base)),
      attachments: createDynamoAttachments(createWireDynamoDB(table(credentials)), tableName),
      clock: systemClock,
      interval,
    };
  };
  return {
    owners: createS3FileOwners(createWireS3(files(readEnvironmentCredentials), bucket.base)),
    depsFor,
    log: writeLine,
  };
};
