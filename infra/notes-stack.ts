import { type App, CfnOutput, Stack } from 'aws-cdk-lib';
import { routes } from '../src/lambda/routes.ts';
import type { Bundles } from './bundles.ts';
import { createAlarms } from './constructs/alarms.ts';
import { createFileSweep } from './constructs/file-sweep.ts';
import { createFilesBucket } from './constructs/files-bucket.ts';
import { createNotesApi } from './constructs/notes-api.ts';
import { createNotesFunction } from './constructs/notes-function.ts';
import { createNotesTable } from './constructs/notes-table.ts';
import { createPageFiles } from './constructs/page-files.ts';
import { createPageHosting } from './constructs/page-hosting.ts';
import { listDeploymentOrigins } from './constructs/page-origins.ts';
import { createSignedInRole } from './constructs/signed-in-role.ts';
import { createUserIdentities } from './constructs/user-identities.ts';
import type { Stage } from './stages.ts';
import { type UserPoolSettings, userPoolSettings } from './user-pool-settings.ts';
import type { PackagedPage } from './web/package-page.ts';

/** Build results that a stack needs. */
export interface Built {
  readonly bundles: Bundles;
  /** Needed by the stages that deploy it. */
  readonly page: PackagedPage | undefined;
}

/**
 * Creates the backend of one stage, and its page. The outputs have the names with which the tutorial's clients are
 * configured.
 */
export const createNotesStack = (
  app: App,
  stage: Stage,
  { bundles, page }: Built,
  users: UserPoolSettings = userPoolSettings,
): Stack => {
  if (stage.page && page === undefined) throw new Error(`The stage ${stage.name} has a page, and none was built.`);
  const stack = new Stack(app, `owned-notes-${stage.name}`, {
    description: 'A multi-user notes backend in which one user cannot reach another’s notes.',
    terminationProtection: stage.retain,
  });
  const hosting = createPageHosting(stack, stage, page);
  const allowedOrigins = [...stage.allowedOrigins, ...(hosting ? [hosting.origin] : [])];
  const table = createNotesTable(stack, stage);
  const identities = createUserIdentities(stack, stage, users);
  const functions = routes.map((route) =>
    createNotesFunction(stack, { stage, route, table, identities, bundle: bundles[route.function] }),
  );
  const api = createNotesApi(stack, stage, functions, allowedOrigins);
  const files = createFilesBucket(stack, stage, allowedOrigins);
  createSignedInRole(stack, identities, api, files);
  const sweep = files && createFileSweep(stack, { stage, table, files, bundle: bundles.sweep });
  createAlarms(stack, stage, { functions, sweep, api });

  const config = {
    Region: stack.region,
    UserPoolId: identities.userPool.userPoolId,
    UserPoolClientId: identities.client.userPoolClientId,
    IdentityPoolId: identities.identityPool.ref,
    ApiEndpoint: api.attrApiEndpoint,
    ...(files && { BucketName: files.bucketName }),
  };
  if (hosting && page)
    createPageFiles(stack, {
      stage,
      bucket: hosting.bucket,
      page,
      config,
      origins: listDeploymentOrigins(stack, api, files),
    });
  const outputs = { ...config, NotesTableName: table.tableName, ...(hosting && { PageUrl: hosting.origin }) };
  for (const [name, value] of Object.entries(outputs)) new CfnOutput(stack, name, { value });
  return stack;
};
