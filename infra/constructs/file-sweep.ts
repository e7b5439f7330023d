import { Duration, type Stack, Validations } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { CfnRule, Schedule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import type { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { Stage } from '../stages.ts';
import { allowAttributesOfAll, allowOwnItems, createDataRole, ownerOfSession } from './data-role.ts';
import { createLoggedFunction, type LoggedFunction } from './logged-function.ts';

export interface FileSweepProps {
  readonly stage: Stage;
  readonly table: Table;
  readonly files: Bucket;
  /** The folder of its `index.mjs`. */
  readonly bundle: string;
}

/** What it may do with a file: it never reads or writes the contents. */
const actions = ['s3:DeleteObject', 's3:GetObjectTagging', 's3:PutObjectTagging'];
/** What it may read of a note: never the content. Keys count as attributes when a query names them. */
const attributes = ['userId', 'noteId', 'attachment'];

/** Creates the scheduled function that deletes files that no note names, with its own log and roles (decision 29). */
export const createFileSweep = (stack: Stack, { stage, table, files, bundle }: FileSweepProps): LoggedFunction => {
  const bucketId = stack.getLogicalId(files.node.defaultChild as CfnBucket);
  const acknowledge = (of: Role, place: string, reason: string): void =>
    Validations.of(of).acknowledge({ id: `AwsSolutions-IAM5[Resource::<${bucketId}.Arn>/${place}]`, reason });
  const interval = Duration.minutes(stage.sweepMinutes);
  const made = createLoggedFunction(stack, 'sweep', {
    ...{ stage, bundle, description: 'Deletes files that no note refers to.', timeout: Duration.minutes(15) },
    environment: {
      NOTES_TABLE_NAME: table.tableName,
      BUCKET_NAME: files.bucketName,
      ISOLATION: stage.isolation,
      SWEEP_INTERVAL_SECONDS: String(interval.toSeconds()),
    },
  });
  const { role, fn } = made;
  const lists = (conditions: Readonly<Record<string, object>>): PolicyStatement =>
    new PolicyStatement({ actions: ['s3:ListBucket'], resources: [files.bucketArn], conditions });
  // Lists the identity ids that have files, but not the files.
  role.addToPrincipalPolicy(lists({ StringEquals: { 's3:prefix': 'private/', 's3:delimiter': '/' } }));

  if (stage.isolation === 'iam') {
    const ofOwner = `private/${ownerOfSession}/`;
    const data = createDataRole(
      stack,
      made,
      `Marks and deletes files of one owner, the session's tag "owner", and reads what notes refer to.`,
      [
        allowOwnItems(table, 'dynamodb:Query', attributes),
        new PolicyStatement({ actions, resources: [files.arnForObjects(`${ofOwner}*`)] }),
        // Also below the prefix: without this, a file that the user deletes meanwhile would be answered 403 instead of
        // 404 [S3 API Reference, "GetObject", Permissions].
        lists({ StringLike: { 's3:prefix': `${ofOwner}*` } }),
      ],
    );
    acknowledge(data, 'private/<aws:PrincipalTag/owner>/*', 'The files of the owner that the session is tagged with.');
  } else {
    role.addToPrincipalPolicy(allowAttributesOfAll(table, 'dynamodb:Query', attributes));
    role.addToPrincipalPolicy(new PolicyStatement({ actions, resources: [files.arnForObjects('private/*')] }));
    role.addToPrincipalPolicy(lists({ StringLike: { 's3:prefix': 'private/*' } }));
    acknowledge(role, 'private/*', 'The files of every owner, where the code alone keeps owners apart.');
  }

  const rule = new CfnRule(stack, 'SweepSchedule', {
    description: 'Deletes files that no note refers to.',
    scheduleExpression: Schedule.rate(interval).expressionString,
    state: 'ENABLED',
    targets: [{ id: 'sweep', arn: fn.functionArn }],
  });
  new CfnPermission(stack, 'SweepPermission', {
    action: 'lambda:InvokeFunction',
    functionName: fn.functionArn,
    principal: 'events.amazonaws.com',
    sourceArn: rule.attrArn,
  });
  const reason = 'Its event says only that it is time, and the next visit does what a failed one left undone.';
  Validations.of(fn).acknowledge({ id: 'Serverless-LambdaDLQ', reason });
  Validations.of(rule).acknowledge({ id: 'Serverless-EventBusDLQ', reason });
  return made;
};
