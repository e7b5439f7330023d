import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { localCredentials } from '../../infra/local/dynamodb/table.ts';
import type { Outputs } from '../../infra/local/outputs.ts';

/** Reads everything in the table directly, as whoever runs the stack can. */
export const createItems = async ({
  Region: region,
  DynamoDbEndpoint: endpoint,
  NotesTableName: TableName,
}: Outputs) => {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region, endpoint, credentials: localCredentials }));
  const { Items = [] } = await client.send(new ScanCommand({ TableName, ConsistentRead: true }));
  client.destroy();
  return Items;
};
