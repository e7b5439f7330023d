import { Duration, RemovalPolicy, type Stack, Validations } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Route } from '../../src/lambda/routes.ts';
import { compileCacheEnvironment } from '../compile-cache.ts';
import type { Stage } from '../stages.ts';
import { dataRole } from './data-role.ts';
import type { UserIdentities } from './user-identities.ts';

export interface NotesFunction {
  readonly route: Route;
  readonly fn: LambdaFunction;
  readonly logGroup: LogGroup;
  /** What the logical ids of everything about it begin with: `Create`, `List`, … */
  readonly id: string;
}

export interface NotesFunctionProps {
  readonly stage: Stage;
  readonly route: Route;
  readonly table: Table;
  readonly identities: UserIdentities;
  /** The folder of its `index.mjs`. */
  readonly bundle: string;
}

/** An HTTP API gives up at 30 s, and a client of ours retries: a function that takes this long is of use to nobody. */
export const functionTimeout = Duration.seconds(10);

/** The function of one route, with a log and roles of its own. */
export const notesFunction = (
  stack: Stack,
  { stage, route, table, identities, bundle }: NotesFunctionProps,
): NotesFunction => {
  const id = route.function.charAt(0).toUpperCase() + route.function.slice(1);
  const logGroup = new LogGroup(stack, `${id}Log`, {
    retention: stage.logRetention,
    removalPolicy: stage.retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  const role = new Role(stack, `${id}ExecutionRole`, {
    description: `Runs the notes function ${route.function}.`,
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
  });
  logGroup.grantWrite(role);

  const fn = new LambdaFunction(stack, `${id}Function`, {
    description: `${route.method} ${route.path}`,
    runtime: Runtime.NODEJS_24_X,
    architecture: stage.compileCache && process.arch === 'x64' ? Architecture.X86_64 : Architecture.ARM_64,
    code: Code.fromAsset(bundle),
    handler: 'index.handler',
    // Not for the memory but for the share of a processor that comes with it: TLS and the SDK's start take one.
    memorySize: 512,
    timeout: functionTimeout,
    role,
    logGroup,
    // The handler's lines are JSON already, and are left as they are; this makes Lambda's own the same.
    loggingFormat: LoggingFormat.JSON,
    tracing: Tracing.ACTIVE,
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
  if (stage.isolation === 'iam') {
    const { roleArn } = dataRole(stack, id, route, table, role);
    role.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['sts:AssumeRole', 'sts:TagSession'], resources: [roleArn] }),
    );
    fn.addEnvironment('DATA_ROLE_ARN', roleArn);
  } else {
    // For every owner: the role is the same whoever calls, so there is no key to hold a request against.
    role.addToPrincipalPolicy(new PolicyStatement({ actions: [route.action], resources: [table.tableArn] }));
  }

  Validations.of(role).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'xray:PutTraceSegments and xray:PutTelemetryRecords take no resource but *; they only write traces.',
  });
  Validations.of(fn).acknowledge({
    id: 'Serverless-LambdaDLQ',
    reason: 'Only API Gateway invokes it, and waits: there is no event of a failed invocation to keep.',
  });
  return { route, fn, logGroup, id };
};
