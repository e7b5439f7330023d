import { localCredentials } from '../infra/local/dynamodb/table.ts';
import type { DynamoDB } from '../src/adapters/dynamodb/dynamodb.ts';
import type { SigningCredentials } from '../src/aws/credentials.ts';
import { httpExchange } from '../src/aws/exchange.ts';
import { type Service, serviceClient } from '../src/aws/service-client.ts';
import { wireDynamoDB } from '../src/aws/wire-dynamodb.ts';
import { patience } from '../src/lambda/patience.ts';

type Patience = typeof patience;

/** A service of AWS at an address, as the functions ask it; clients with different credentials share its connections. */
export const serviceAt = (
  address: string,
  name: 'dynamodb' | 'sts',
  { maxAttempts, silence }: Patience = patience,
): ((credentials: () => Promise<SigningCredentials>) => Service) => {
  const endpoint = new URL(address);
  const exchange = httpExchange(endpoint, silence);
  return (credentials) =>
    serviceClient({ exchange, host: endpoint.host, region: 'us-east-1', service: name, maxAttempts, credentials });
};

/** The functions' own DynamoDB, for whoever runs the table. */
export const dynamoDBAt = (address: string, waiting: Partial<Patience> = {}): DynamoDB =>
  wireDynamoDB(serviceAt(address, 'dynamodb', { ...patience, ...waiting })(async () => localCredentials));
