import type { RequestListener } from 'node:http';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DynamoDBClient,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { closed, listening } from '../listening.ts';
import { isFromLocalProgram } from '../local-only.ts';
import { type GateOptions, gate } from './gate.ts';

export interface Table extends AsyncDisposable {
  readonly endpoint: string;
}

export interface TableOptions extends Pick<GateOptions, 'sessions' | 'region' | 'onRefusal' | 'onAnswered'> {
  /** Where the data lies; in memory where it is left out. */
  readonly folder?: string;
  readonly table: TableSchema;
  /** 0 for any. */
  readonly port: number;
  /** What each request goes through first. */
  readonly through?: ((listener: RequestListener) => RequestListener) | undefined;
}

/** A table and the names of its two keys, both strings. */
export interface TableSchema {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey: string;
}

/** Long-term keys of whoever runs the stack: on one machine any will do. */
export const localCredentials = { accessKeyId: 'local', secretAccessKey: 'local' };

/** The notes table in dynalite, behind DynamoDB's protocol and IAM's permissions. Makes the table if it is not there. */
export const openTable = async (options: TableOptions): Promise<Table> => {
  const { folder, table, region, port, sessions, onRefusal, onAnswered, through = (listener) => listener } = options;
  const server = dynalite({ ...(folder !== undefined && { path: folder }), createTableMs: 0 });
  const [serve] = server.listeners('request') as [RequestListener];
  const admit = gate(serve, { region, sessions, onRefusal, onAnswered });
  const answer: RequestListener = (request, response) => {
    if (!isFromLocalProgram(request)) return response.writeHead(403).end();
    return admit(request, response).catch((error) => {
      console.error(error);
      response.destroy();
    });
  };
  server.removeAllListeners('request').on('request', through(answer));
  const endpoint = await listening(server, 'DynamoDB', port).catch(async (error) => {
    // dynalite lets go of its folder when its server closes, and only one that listens does.
    await listening(server, 'DynamoDB', 0);
    await closed(server);
    throw error;
  });
  const client = new DynamoDBClient({ endpoint, region, credentials: localCredentials });
  try {
    await makeTable(client, table);
  } catch (error) {
    await closed(server);
    throw error;
  } finally {
    client.destroy();
  }
  return { endpoint, [Symbol.asyncDispose]: () => closed(server) };
};

/** What CreateTable is asked for. */
export const createTableInput = ({ name, partitionKey, sortKey }: TableSchema): CreateTableCommandInput => ({
  TableName: name,
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [partitionKey, sortKey].map((key) => ({ AttributeName: key, AttributeType: 'S' })),
  KeySchema: [
    { AttributeName: partitionKey, KeyType: 'HASH' },
    { AttributeName: sortKey, KeyType: 'RANGE' },
  ],
});

/** The notes' keys. */
export const notesTableNamed = (name: string): TableSchema => ({ name, partitionKey: 'userId', sortKey: 'noteId' });

/** Makes a table, if there is none of this name, and waits until it can be used. */
export const makeTable = async (client: DynamoDBClient, table: TableSchema): Promise<void> => {
  try {
    await client.send(new DescribeTableCommand({ TableName: table.name }));
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    await client.send(new CreateTableCommand(createTableInput(table)));
    while ((await client.send(new DescribeTableCommand({ TableName: table.name }))).Table?.TableStatus !== 'ACTIVE');
  }
};
