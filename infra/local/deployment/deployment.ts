import { resolve } from '../../template/resolve.ts';
import type { Template } from '../../template/template.ts';
import type { UserPoolSettings } from '../../user-pool-settings.ts';
import { apiOf, type DeployedApi } from './api.ts';
import { bucketOf, type DeployedBucket } from './bucket.ts';
import { type DeployedFunction, functionsOf } from './functions.ts';
import { type DeployedIdentityPool, identityPoolOf } from './identities.ts';
import { type DeployedRole, rolesOf } from './roles.ts';
import { type DeployedSchedule, schedulesOf } from './schedules.ts';
import { type DeployedTable, tableOf } from './table.ts';
import { userPoolSettingsOf } from './users.ts';

/** What a template makes, as far as the local stack plays it. */
export interface Deployment {
  readonly accountId: string;
  readonly region: string;
  readonly apiId: string;
  readonly identityPoolId: string;
  readonly api: DeployedApi;
  /** By their ARNs, as the roles. */
  readonly functions: ReadonlyMap<string, DeployedFunction>;
  readonly roles: ReadonlyMap<string, DeployedRole>;
  readonly users: UserPoolSettings;
  readonly identityPool: DeployedIdentityPool;
  readonly table: DeployedTable;
  /** Of users' files; none where they have none. */
  readonly bucket: DeployedBucket | undefined;
  readonly schedules: readonly DeployedSchedule[];
}

/** Where it is deployed to, and the ids that AWS would have made up. */
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

/** The template at this site, with its references filled in. */
export const templateAt = (synthesized: string, site: Site): Template =>
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

/** Throws `NotDeployable` for a template with something in it that is not understood here. */
export const deploymentOf = (template: Template, site: Site): Deployment => {
  const { accountId, region, apiId, identityPoolId, tableName, bucketName } = site;
  const home = { account: accountId, region };
  return {
    ...{ accountId, region, apiId, identityPoolId },
    api: apiOf(template),
    functions: functionsOf(template, home),
    roles: rolesOf(template, home),
    users: userPoolSettingsOf(template),
    identityPool: identityPoolOf(template),
    table: tableOf(template, tableName, home),
    bucket: bucketOf(template, bucketName),
    schedules: schedulesOf(template, home),
  };
};
