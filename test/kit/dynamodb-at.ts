import { localCredentials } from '../../infra/local/dynamodb/table.ts';
import type { DynamoDB } from '../../src/adapters/dynamodb/dynamodb.ts';
import { createServiceAt as serviceAtEndpoint } from '../../src/aws/service-client.ts';
import { createWireDynamoDB } from '../../src/aws/wire-dynamodb.ts';
import { patience } from '../../src/lambda/patience.ts';

type Patience = typeof patience;

/** Creates the functions' transport to a service at an address; clients with other credentials share connections. */
export const createTestService = (address: string, service: 'dynamodb' | 'sts', waiting: Patience = patience) =>
  serviceAtEndpoint({ ...waiting, endpoint: new URL(address), region: 'us-east-1', service });

/** Creates the functions' own DynamoDB, with the credentials of whoever runs the table. */
export const createDynamoDBAt = (address: string, waiting: Partial<Patience> = {}): DynamoDB =>
  createWireDynamoDB(createTestService(address, 'dynamodb', { ...patience, ...waiting })(async () => localCredentials));
