import { type App, CfnOutput, Stack } from 'aws-cdk-lib';
import { routes } from '../src/lambda/routes.ts';
import type { Bundles } from './bundles.ts';
import { alarms } from './constructs/alarms.ts';
import { callers } from './constructs/callers.ts';
import { fileSweep } from './constructs/file-sweep.ts';
import { filesBucket } from './constructs/files-bucket.ts';
import { notesApi } from './constructs/notes-api.ts';
import { notesFunction } from './constructs/notes-function.ts';
import { notesTable } from './constructs/notes-table.ts';
import { pageFiles } from './constructs/page-files.ts';
import { pageHosting } from './constructs/page-hosting.ts';
import { originsOfDeployment } from './constructs/page-origins.ts';
import { userIdentities } from './constructs/user-identities.ts';
import type { Stage } from './stages.ts';
import { type UserPoolSettings, userPoolSettings } from './user-pool-settings.ts';
import type { PackagedPage } from './web/package-page.ts';

/** What was made before a stack is. */
export interface Built {
  readonly bundles: Bundles;
  /** For the stages that deploy it. */
  readonly page: PackagedPage | undefined;
}

/** The backend of one stage, and its page. The outputs have the names that the tutorial's clients are set up by. */
export const notesStack = (
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
  const hosting = pageHosting(stack, stage);
  const allowedOrigins = [...stage.allowedOrigins, ...(hosting ? [hosting.origin] : [])];
  const table = notesTable(stack, stage);
  const identities = userIdentities(stack, stage, users);
  const functions = routes.map((route) =>
    notesFunction(stack, { stage, route, table, identities, bundle: bundles[route.function] }),
  );
  const api = notesApi(stack, stage, functions, allowedOrigins);
  const files = filesBucket(stack, stage, allowedOrigins);
  callers(stack, identities, api, files);
  const sweep = files && fileSweep(stack, { stage, table, files, bundle: bundles.sweep });
  alarms(stack, stage, { functions, sweep, api });

  const config = {
    Region: stack.region,
    UserPoolId: identities.userPool.userPoolId,
    UserPoolClientId: identities.client.userPoolClientId,
    IdentityPoolId: identities.identityPool.ref,
    ApiEndpoint: api.attrApiEndpoint,
    ...(files && { BucketName: files.bucketName }),
  };
  if (hosting && page)
    pageFiles(stack, { stage, bucket: hosting.bucket, page, config, origins: originsOfDeployment(stack, api, files) });
  const outputs = { ...config, NotesTableName: table.tableName, ...(hosting && { PageUrl: hosting.origin }) };
  for (const [name, value] of Object.entries(outputs)) new CfnOutput(stack, name, { value });
  return stack;
};
