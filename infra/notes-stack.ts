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
import { userIdentities } from './constructs/user-identities.ts';
import type { Stage } from './stages.ts';
import { type UserPoolSettings, userPoolSettings } from './user-pool-settings.ts';

/** The backend of one stage. The outputs have the names that the tutorial's clients are set up by. */
export const notesStack = (
  app: App,
  stage: Stage,
  bundles: Bundles,
  users: UserPoolSettings = userPoolSettings,
): Stack => {
  const stack = new Stack(app, `owned-notes-${stage.name}`, {
    description: 'A multi-user notes backend in which one user cannot reach another’s notes.',
    terminationProtection: stage.retain,
  });
  const table = notesTable(stack, stage);
  const identities = userIdentities(stack, stage, users);
  const functions = routes.map((route) =>
    notesFunction(stack, { stage, route, table, identities, bundle: bundles[route.function] }),
  );
  const api = notesApi(stack, stage, functions);
  const files = filesBucket(stack, stage);
  callers(stack, identities, api, files);
  const sweep = files && fileSweep(stack, { stage, table, files, bundle: bundles.sweep });
  alarms(stack, stage, { functions, sweep, api });

  const outputs = {
    Region: stack.region,
    UserPoolId: identities.userPool.userPoolId,
    UserPoolClientId: identities.client.userPoolClientId,
    IdentityPoolId: identities.identityPool.ref,
    ApiEndpoint: api.attrApiEndpoint,
    NotesTableName: table.tableName,
    ...(files && { BucketName: files.bucketName }),
  };
  for (const [name, value] of Object.entries(outputs)) new CfnOutput(stack, name, { value });
  return stack;
};
