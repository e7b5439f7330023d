import { type Duration, RemovalPolicy, type Stack, Validations } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Stage } from '../stages.ts';

export interface LoggedFunction {
  readonly fn: LambdaFunction;
  /** The execution role. */
  readonly role: Role;
  readonly logGroup: LogGroup;
  /** The prefix of the logical ids of everything that belongs to it: `Create`, `List`, … */
  readonly id: string;
}

export interface LoggedFunctionProps {
  readonly stage: Stage;
  /** The folder of its `index.mjs`. */
  readonly bundle: string;
  readonly description: string;
  readonly timeout: Duration;
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Creates a function with this name, its own log and its own role. The role may write that log and traces, and nothing
 * else.
 */
export const createLoggedFunction = (
  stack: Stack,
  name: string,
  { stage, bundle, description, timeout, environment }: LoggedFunctionProps,
): LoggedFunction => {
  const id = name.charAt(0).toUpperCase() + name.slice(1);
  const logGroup = new LogGroup(stack, `${id}Log`, {
    retention: stage.logRetention,
    removalPolicy: stage.retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  const role = new Role(stack, `${id}ExecutionRole`, {
    description: `Runs the notes function ${name}.`,
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
  });
  logGroup.grantWrite(role);
  const fn = new LambdaFunction(stack, `${id}Function`, {
    description,
    runtime: Runtime.NODEJS_24_X,
    architecture: stage.compileCache && process.arch === 'x64' ? Architecture.X86_64 : Architecture.ARM_64,
    code: Code.fromAsset(bundle),
    handler: 'index.handler',
    // Not for the memory, but for the CPU share that comes with it: TLS and start-up need it.
    memorySize: 512,
    timeout,
    role,
    logGroup,
    // The handler's lines are already JSON and are left as they are. This makes Lambda's own lines JSON too.
    loggingFormat: LoggingFormat.JSON,
    tracing: Tracing.ACTIVE,
    environment: { ...environment },
  });
  Validations.of(role).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason:
      'xray:PutTraceSegments and xray:PutTelemetryRecords accept no resource other than *; they only write traces.',
  });
  return { fn, role, logGroup, id };
};
