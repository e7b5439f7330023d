import { resolve } from '../../template/resolve.ts';
import type { Template } from '../../template/template.ts';
import type { UserPoolSettings } from '../../user-pool-settings.ts';
import { type DeployedApi, readApi } from './api.ts';
import { type DeployedBucket, readBucket } from './bucket.ts';
import { type DeployedFunction, readFunctions } from './functions.ts';
import { type DeployedIdentityPool, readIdentityPool } from './identities.ts';
import { type DeployedRole, readRoles } from './roles.ts';
import { type DeployedSchedule, readSchedules } from './schedules.ts';
import { type DeployedTable, readTable } from './table.ts';
import { readUserPoolSettings } from './users.ts';

/** What a template creates, as far as the local stack implements it. */
export interface Deployment {
  readonly accountId: string;
  readonly region: string;
  readonly apiId: string;
  readonly identityPoolId: string;
  readonly api: DeployedApi;
  /** By ARN, as are `roles`. */
  readonly functions: ReadonlyMap<string, DeployedFunction>;
  readonly roles: ReadonlyMap<string, DeployedRole>;
  readonly users: UserPoolSettings;
  readonly identityPool: DeployedIdentityPool;
  readonly table: DeployedTable;
  /** The bucket of users' files; `undefined` if there is none. */
  readonly bucket: DeployedBucket | undefined;
  readonly schedules: readonly DeployedSchedule[];
}

/** Where a template is deployed, and the ids that AWS would make up. */
export interface Site {
  readonly accountId: string;
  readonly region: string;
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  readonly identityPoolId: string;
  readonly apiId: string;
  readonly tableName: string;
  readonly bucketName: string;
}

/** Resolves a template at a site: fills in its references. */
export const resolveTemplate = (synthesized: string, site: Site): Template =>
  resolve(synthesized, {
    account: site.accountId,
    region: site.region,
    ids: {
      'AWS::ApiGatewayV2::Api': site.apiId,
      'AWS::Cognito::UserPool': site.userPoolId,
      'AWS::Cognito::UserPoolClient': site.userPoolClientId,
      'AWS::Cognito::IdentityPool': site.identityPoolId,
      'AWS::DynamoDB::Table': site.tableName,
      'AWS::S3::Bucket': site.bucketName,
    },
  });

/** Reads what a template creates. Throws `NotDeployable` if the template contains something not understood here. */
export const readDeployment = (template: Template, site: Site): Deployment => {
  const { accountId, region, apiId, identityPoolId, tableName, bucketName } = site;
  const home = { account: accountId, region };
  return {
    ...{ accountId, region, apiId, identityPoolId },
    api: readApi(template),
    functions: readFunctions(template, home),
    roles: readRoles(template, home),
    users: readUserPoolSettings(template),
    identityPool: readIdentityPool(template),
    table: readTable(template, tableName, home),
    bucket: readBucket(template, bucketName),
    schedules: readSchedules(template, home),
  };
};
