import { localCredentials } from '../infra/local/dynamodb/table.ts';
import type { DynamoDB } from '../src/adapters/dynamodb/dynamodb.ts';
import { createServiceAt as serviceAtEndpoint } from '../src/aws/service-client.ts';
import { createWireDynamoDB } from '../src/aws/wire-dynamodb.ts';
import { patience } from '../src/lambda/patience.ts';

type Patience = typeof patience;

/** A service of AWS at an address, as the functions ask it; clients with different credentials share its connections. */
export const createTestService = (address: string, service: 'dynamodb' | 'sts', waiting: Patience = patience) =>
  serviceAtEndpoint({ ...waiting, endpoint: new URL(address), region: 'us-east-1', service });

/** The functions' own DynamoDB, for whoever runs the table. */
export const createDynamoDBAt = (address: string, waiting: Partial<Patience> = {}): DynamoDB =>
  createWireDynamoDB(createTestService(address, 'dynamodb', { ...patience, ...waiting })(async () => localCredentials));
