import { RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { Stage } from '../stages.ts';

/** The notes. The owner is the partition key: what IAM's `dynamodb:LeadingKeys` is about. */
export const createNotesTable = (stack: Stack, { retain }: Stage): Table =>
  new Table(stack, 'NotesTable', {
    partitionKey: { name: 'userId', type: AttributeType.STRING },
    sortKey: { name: 'noteId', type: AttributeType.STRING },
    billingMode: BillingMode.PAY_PER_REQUEST,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    // Tombstones have it, notes do not. Seconds since 1970.
    timeToLiveAttribute: 'expiresAt',
    // With DynamoDB's own key, which costs nothing and needs no permission.
    encryption: TableEncryption.DEFAULT,
    deletionProtection: retain,
    removalPolicy: retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
