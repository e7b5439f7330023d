import { RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { Stage } from '../stages.ts';

/** Creates the notes table. The owner is the partition key, which IAM checks as `dynamodb:LeadingKeys`. */
export const createNotesTable = (stack: Stack, { retain }: Stage): Table =>
  new Table(stack, 'NotesTable', {
    partitionKey: { name: 'userId', type: AttributeType.STRING },
    sortKey: { name: 'noteId', type: AttributeType.STRING },
    billingMode: BillingMode.PAY_PER_REQUEST,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    // Only tombstones have it; notes do not. Epoch seconds.
    timeToLiveAttribute: 'expiresAt',
    // DynamoDB's own key costs nothing and needs no permission.
    encryption: TableEncryption.DEFAULT,
    deletionProtection: retain,
    removalPolicy: retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
