import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createNotesTableSchema, localCredentials, makeTable, openTable } from '../../infra/local/dynamodb/table.ts';
import type { DynamoDB } from '../../src/adapters/dynamodb/dynamodb.ts';
import { createSdkDynamoDB } from '../../src/adapters/dynamodb/sdk-dynamodb.ts';
import { createDynamoDBAt } from './dynamodb-at.ts';

export interface NotesTable extends AsyncDisposable {
  readonly client: DynamoDBDocumentClient;
  readonly name: string;
  readonly endpoint: string;
  /** Both ways to the table: the functions' own transport, and the SDK. */
  readonly ways: Readonly<Record<'wire' | 'sdk', DynamoDB>>;
  /** The operations called through either, in order. */
  readonly calls: string[];
  /** Creates another empty table beside it, and returns its name. */
  another(): Promise<string>;
}

/** Opens an empty notes table in memory, with clients that record their calls. */
export const openNotesTable = async (): Promise<NotesTable> => {
  const name = 'notes';
  const table = await openTable({ table: createNotesTableSchema(name), region: 'us-east-1', port: 0 });
  const raw = new DynamoDBClient({ endpoint: table.endpoint, region: 'us-east-1', credentials: localCredentials });
  const calls: string[] = [];
  let others = 0;
  const counted =
    (dynamoDB: DynamoDB): DynamoDB =>
    (operation, input, signal) => {
      calls.push(operation);
      return dynamoDB(operation, input, signal);
    };
  const client = DynamoDBDocumentClient.from(raw);
  return {
    client,
    ways: {
      wire: counted(createDynamoDBAt(table.endpoint, { silence: 60_000 })),
      sdk: counted(createSdkDynamoDB(client)),
    },
    ...{ name, endpoint: table.endpoint },
    calls,
    another: async () => {
      const other = `${name}-${others++}`;
      await makeTable(raw, createNotesTableSchema(other));
      return other;
    },
    [Symbol.asyncDispose]: async () => {
      raw.destroy();
      await table[Symbol.asyncDispose]();
    },
  };
};
