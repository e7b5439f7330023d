import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { requestSigner } from '../adapters/sigv4/request-signer.ts';
import { useLeanSerde } from './lean-serde.ts';

/** What each request would do for nobody: prepare lines for a log that is not there, tell DynamoDB of this SDK, and trace. */
const needless = ['loggerMiddleware', 'getUserAgentMiddleware', 'recursionDetectionMiddleware'];

/** The SDK's client without what costs processor time and is of no use here. `region` is that of the table. */
export const leanDynamoDBClient = (config: DynamoDBClientConfig & { readonly region: string }): DynamoDBClient => {
  const { region } = config;
  // The client remembers its credentials, until five minutes before they end.
  const credentials = () => client.config.credentials();
  const client: DynamoDBClient = new DynamoDBClient({
    ...config,
    // One chain of middlewares for all requests of a kind; `dynamoNoteStore` gives each its own signal all the same.
    cacheMiddleware: true,
    signer: requestSigner({ credentials, region, service: 'dynamodb' }),
  });
  for (const name of needless) client.middlewareStack.remove(name);
  useLeanSerde(client);
  return client;
};
