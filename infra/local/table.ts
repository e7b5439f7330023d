import type { RequestListener } from 'node:http';
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { closed, listening } from './listening.ts';
import { isFromLocalProgram } from './local-only.ts';

export interface Table extends AsyncDisposable {
  readonly endpoint: string;
}

export interface TableOptions {
  /** Where the data lies; in memory where it is left out. */
  readonly folder?: string;
  readonly tableName: string;
  readonly region: string;
  /** 0 for any. */
  readonly port: number;
}

/** What the SDK needs to speak to DynamoDB on one machine, where any credentials do. */
export const localCredentials = { accessKeyId: 'local', secretAccessKey: 'local' };

/** The notes table in dynalite, behind DynamoDB's protocol. Makes the table if it is not there. */
export const openTable = async ({ folder, tableName, region, port }: TableOptions): Promise<Table> => {
  const server = dynalite({ ...(folder !== undefined && { path: folder }), createTableMs: 0 });
  const [serve] = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request').on('request', (request, response) => {
    if (isFromLocalProgram(request)) return serve?.(request, response);
    response.writeHead(403).end();
  });
  const endpoint = await listening(server, 'DynamoDB', port);
  const client = new DynamoDBClient({ endpoint, region, credentials: localCredentials });
  try {
    await makeTable(client, tableName);
  } catch (error) {
    await closed(server);
    throw error;
  } finally {
    client.destroy();
  }
  return { endpoint, [Symbol.asyncDispose]: () => closed(server) };
};

const makeTable = async (client: DynamoDBClient, tableName: string): Promise<void> => {
  try {
    await client.send(new DescribeTableCommand({ TableName: tableName }));
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    await client.send(
      new CreateTableCommand({
        TableName: tableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [
          { AttributeName: 'userId', AttributeType: 'S' },
          { AttributeName: 'noteId', AttributeType: 'S' },
        ],
        KeySchema: [
          { AttributeName: 'userId', KeyType: 'HASH' },
          { AttributeName: 'noteId', KeyType: 'RANGE' },
        ],
      }),
    );
    while ((await client.send(new DescribeTableCommand({ TableName: tableName }))).Table?.TableStatus !== 'ACTIVE');
  }
};
