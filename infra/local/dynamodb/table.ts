import { rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { closeServer, listen } from '../listen.ts';
import { isFromLocalProgram } from '../local-only.ts';
import { readWholeFolder } from '../state.ts';
import { type AskTable, askTable } from './ask-table.ts';
import { createTableGate, type GateOptions } from './gate.ts';

export interface Table extends AsyncDisposable {
  readonly endpoint: string;
  /** Asks the table as the operator of the stack. */
  readonly ask: AskTable;
  /** Releases the folder, runs `work`, and opens the folder again. The table must not be asked meanwhile. */
  readonly letGo: (work: () => Promise<void>) => Promise<void>;
}

export interface TableOptions extends Pick<GateOptions, 'sessions' | 'region' | 'now' | 'onRefusal' | 'onAnswered'> {
  /** The folder of the data; in memory if it is left out. */
  readonly folder?: string;
  readonly table: TableSchema;
  /** 0 for any free port. */
  readonly port: number;
  /** Wraps the listener, so that it sees each request first. */
  readonly through?: ((listener: RequestListener) => RequestListener) | undefined;
}

/** The name of a table and of its two keys, both strings. */
export interface TableSchema {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey: string;
}

/** Long-term keys of the operator of the stack; on one machine any will do. */
export const localCredentials = { accessKeyId: 'local', secretAccessKey: 'local' };

/**
 * Opens the notes table in dynalite, behind DynamoDB's protocol and IAM's permissions. Creates the table if it does not
 * exist.
 */
export const openTable = async (options: TableOptions): Promise<Table> => {
  const { folder, table, region, port, through = (listener) => listener, ...gated } = options;
  let database = await openDatabase(folder, table);
  const ask: AskTable = (...asked) => askTable(database.serve)(...asked);
  const admit = createTableGate((...exchange) => database.serve(...exchange), { region, ...gated });
  const answer: RequestListener = (request, response) => {
    if (!isFromLocalProgram(request)) return response.writeHead(403).end();
    return admit(request, response).catch((error) => {
      console.error(error);
      response.destroy();
    });
  };
  const server = createServer(through(answer));
  const endpoint = await listen(server, 'DynamoDB', port).catch(async (error) => {
    await database.close();
    throw error;
  });
  return {
    endpoint,
    ask,
    letGo: async (work) => {
      await database.close();
      try {
        await work();
      } finally {
        database = await openDatabase(folder, table);
      }
    },
    [Symbol.asyncDispose]: async () => {
      await closeServer(server);
      await database.close();
    },
  };
};

/**
 * Opens a folder that nobody else has open, and reads all of it. Throws if the table is not in it, or if it is damaged.
 */
export const checkTable = async (folder: string, table: TableSchema): Promise<void> => {
  // First, as dynalite would create a missing database, and end the process because of one that it cannot open.
  await readWholeFolder(folder);
  const { serve, close } = openDynalite(folder);
  try {
    const status = await readStatus({ describe: (input) => askTable(serve)('DescribeTable', input) }, table);
    if (status !== 'ACTIVE') throw new Error(`there is no table ${table.name}`);
  } finally {
    await close();
  }
};

interface Database {
  readonly serve: RequestListener;
  readonly close: () => Promise<void>;
}

/** Opens dynalite on a folder, with the table in it. */
const openDatabase = async (path: string | undefined, table: TableSchema): Promise<Database> => {
  const opened = openDynalite(path);
  const ask = askTable(opened.serve);
  const making: Making = {
    describe: (input) => ask('DescribeTable', input),
    create: (input) => ask('CreateTable', input),
  };
  let isHalfMade: boolean;
  try {
    isHalfMade = path !== undefined && (await readStatus(making, table)) === 'CREATING';
    if (!isHalfMade) await createTableWith(making)(table);
  } catch (error) {
    await opened.close();
    throw error;
  }
  if (path === undefined || !isHalfMade) return opened;
  // A process was killed while it created the table. dynalite would never finish that, and the table must be empty.
  await opened.close();
  await rm(path, { recursive: true });
  return openDatabase(path, table);
};

const openDynalite = (path: string | undefined): Database => {
  const server: Server = dynalite({ ...(path !== undefined && { path }), createTableMs: 0 });
  const [serve] = server.listeners('request') as [RequestListener];
  server.removeAllListeners('request');
  const close = async () => {
    // dynalite releases its folder when its server closes, and only a server that listens can close.
    await listen(server, 'DynamoDB', 0);
    await closeServer(server);
  };
  return { serve, close };
};

/** Returns the input of `CreateTable`. */
export const createTableInput = ({ name, partitionKey, sortKey }: TableSchema): CreateTableCommandInput => ({
  TableName: name,
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [partitionKey, sortKey].map((key) => ({ AttributeName: key, AttributeType: 'S' })),
  KeySchema: [
    { AttributeName: partitionKey, KeyType: 'HASH' },
    { AttributeName: sortKey, KeyType: 'RANGE' },
  ],
});

/** Returns the schema of a notes table with this name. */
export const createNotesTableSchema = (name: string): TableSchema => ({
  name,
  partitionKey: 'userId',
  sortKey: 'noteId',
});

/** Creates a table and waits until it is active. Does nothing if a table with this name exists. */
export const makeTable = (client: DynamoDBClient, table: TableSchema): Promise<void> =>
  createTableWith({
    describe: (input) => client.send(new DescribeTableCommand(input)),
    create: (input) => client.send(new CreateTableCommand(input)),
  })(table);

interface Making {
  readonly describe: (input: {
    TableName: string;
  }) => Promise<{ readonly Table?: { readonly TableStatus?: string | undefined } | undefined }>;
  readonly create: (input: CreateTableCommandInput) => Promise<unknown>;
}

const createTableWith =
  (making: Making) =>
  async (table: TableSchema): Promise<void> => {
    if ((await readStatus(making, table)) !== undefined) return;
    await making.create(createTableInput(table));
    while ((await readStatus(making, table)) !== 'ACTIVE');
  };

/** Returns the table's status, or `undefined` if there is no such table. */
const readStatus = async (
  { describe }: Pick<Making, 'describe'>,
  { name }: TableSchema,
): Promise<string | undefined> => {
  try {
    return (await describe({ TableName: name })).Table?.TableStatus ?? '';
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
};
