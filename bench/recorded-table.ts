import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { askDynalite } from '../infra/local/dynamodb/dynalite-call.ts';
import { createNotesTableSchema, localCredentials, makeTable } from '../infra/local/dynamodb/table.ts';
import { closeServer, listen } from '../infra/local/listen.ts';
import { type CannedAnswers, createSessionXml, readAccessKeyId } from './canned.ts';

export const tableName = 'notes';
export const region = 'us-east-1';

/** A request that a function sent to DynamoDB, and its answer. */
export interface TableCall {
  readonly target: string;
  /** Capacity units; for on-demand tables, these equal request units. */
  readonly capacity: number;
  readonly request: string;
  readonly answer: string;
}

export interface RecordedTable extends AsyncDisposable {
  readonly endpoint: string;
  readonly client: DynamoDBClient;
  /** Returns the requests under an access key since it was last called. */
  take(accessKeyId: string): readonly TableCall[];
}

/** Opens the notes table in dynalite, with STS at the same address; records requests and the capacity they consume. */
export const startRecordedTable = async (): Promise<RecordedTable> => {
  const database = dynalite({ createTableMs: 0 });
  const [serve] = database.listeners('request') as [RequestListener];
  const calls = new Map<string, TableCall[]>();

  const server = createServer(async (incoming, response) => {
    const sent = await readText(incoming);
    const target = incoming.headers['x-amz-target'];
    const signer = readAccessKeyId(incoming.headers.authorization);
    if (typeof target !== 'string') {
      response.writeHead(200, { 'content-type': 'text/xml' }).end(createSessionXml(signer));
      return;
    }

    const counted = /\.(?:Put|Get|Update|Delete)Item$|\.Query$/.test(target);
    const request = counted ? JSON.stringify({ ...JSON.parse(sent), ReturnConsumedCapacity: 'TOTAL' }) : sent;
    const body = Buffer.from(request);
    const headers = { ...incoming.headers, 'content-length': String(body.length) };
    const { method = '', url = '' } = incoming;
    const got = await askDynalite(serve, { method, url, headers, body });
    const { ConsumedCapacity: consumed, ...rest } = JSON.parse(got.body);
    const answer = JSON.stringify(rest);
    if (counted && got.status === 200) {
      const known = calls.get(signer) ?? [];
      calls.set(signer, [...known, { target, capacity: consumed.CapacityUnits, request, answer }]);
    }
    response.writeHead(got.status, { 'content-type': 'application/x-amz-json-1.0' }).end(answer);
  });

  const endpoint = await listen(server, 'the recorded table', 0);
  const client = new DynamoDBClient({ endpoint, region, credentials: localCredentials });
  await makeTable(client, createNotesTableSchema(tableName));
  return {
    endpoint,
    client,
    take: (accessKeyId) => {
      const taken = calls.get(accessKeyId) ?? [];
      calls.delete(accessKeyId);
      return taken;
    },
    [Symbol.asyncDispose]: async () => {
      client.destroy();
      server.closeAllConnections();
      await closeServer(server);
    },
  };
};

const readText = async (incoming: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};

/** Collects the answers to the same calls. Throws if one action is called twice, as that cannot be played back. */
export const createCannedAnswers = (calls: readonly TableCall[]): CannedAnswers => {
  const answers = Object.fromEntries(calls.map(({ target, answer }) => [target, answer]));
  if (Object.keys(answers).length !== calls.length) throw new Error('Two calls of the same action in one operation.');
  return answers;
};
