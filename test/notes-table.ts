import { randomBytes } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { credentialsSealedWith } from '../infra/local/credentials.ts';
import { localCredentials, makeTable, openTable } from '../infra/local/dynamodb/table.ts';
import type { FunctionRole } from '../infra/local/roles.ts';

export interface NotesTable extends AsyncDisposable {
  readonly client: DynamoDBDocumentClient;
  readonly name: string;
  /** The DynamoDB actions that were sent through `client`, in order. */
  readonly calls: string[];
  /** One more empty table beside it; its name. */
  another(): Promise<string>;
}

/** An empty notes table in memory, and a client to it that writes down what it sends. */
export const notesTable = async (): Promise<NotesTable> => {
  const name = 'notes';
  const credentials = credentialsSealedWith<FunctionRole>(randomBytes(32), 'role');
  const table = await openTable({ tableName: name, region: 'us-east-1', port: 0, credentials, isolation: 'iam' });
  const raw = new DynamoDBClient({ endpoint: table.endpoint, region: 'us-east-1', credentials: localCredentials });
  const calls: string[] = [];
  let others = 0;
  raw.middlewareStack.add(
    (next, context) => (args) => {
      calls.push(String(context.commandName).replace('Command', ''));
      return next(args);
    },
    { step: 'initialize' },
  );
  return {
    client: DynamoDBDocumentClient.from(raw),
    name,
    calls,
    another: async () => {
      const other = `${name}-${others++}`;
      await makeTable(raw, other);
      return other;
    },
    [Symbol.asyncDispose]: async () => {
      raw.destroy();
      await table[Symbol.asyncDispose]();
    },
  };
};
