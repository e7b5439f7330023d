import { Duration, type Stack, Validations } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Route } from '../../src/lambda/routes.ts';
import { compileCacheEnvironment } from '../compile-cache.ts';
import type { Stage } from '../stages.ts';
import { allowOwnItems, createDataRole } from './data-role.ts';
import { createLoggedFunction, type LoggedFunction } from './logged-function.ts';
import type { UserIdentities } from './user-identities.ts';

export interface NotesFunction extends LoggedFunction {
  readonly route: Route;
}

export interface NotesFunctionProps {
  readonly stage: Stage;
  readonly route: Route;
  readonly table: Table;
  readonly identities: UserIdentities;
  /** The folder of its `index.mjs`. */
  readonly bundle: string;
}

/**
 * The functions' time-out. An HTTP API times out after 30 s, and our client retries: a function that takes this long
 * helps nobody.
 */
const functionTimeout = Duration.seconds(10);

/** Creates the function of one route, with its own log and roles. */
export const createNotesFunction = (
  stack: Stack,
  { stage, route, table, identities, bundle }: NotesFunctionProps,
): NotesFunction => {
  const { action } = route;
  const made = createLoggedFunction(stack, route.function, {
    ...{ stage, bundle, description: `${route.method} ${route.path}`, timeout: functionTimeout },
    environment: {
      NOTES_TABLE_NAME: table.tableName,
      IDENTITY_POOL_ID: identities.identityPool.ref,
      USER_POOL_ID: identities.userPool.userPoolId,
      OWNER: stage.owner,
      REQUIRE_IF_MATCH: String(stage.requireIfMatch),
      CONSISTENT_READ: String(stage.consistentRead),
      ISOLATION: stage.isolation,
      ...(stage.compileCache && compileCacheEnvironment('/var/task')),
    },
  });
  if (stage.isolation === 'iam')
    createDataRole(stack, made, `${action} on the notes of one owner, the session's tag "owner".`, [
      allowOwnItems(table, action),
    ]);
  // For every owner: the role is the same for all callers, so IAM has no key to check a request against.
  else made.role.addToPrincipalPolicy(new PolicyStatement({ actions: [action], resources: [table.tableArn] }));

  Validations.of(made.fn).acknowledge({
    id: 'Serverless-LambdaDLQ',
    reason: 'Only API Gateway invokes it, and waits for it: a failed invocation leaves no event to keep.',
  });
  return { route, ...made };
};
