import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { askDynalite } from '../infra/local/dynamodb/dynalite-call.ts';
import { localCredentials, makeTable, notesTableNamed } from '../infra/local/dynamodb/table.ts';
import { closed, listening } from '../infra/local/listening.ts';
import { type Answers, sessionFor, signerOf } from './canned.ts';

export const tableName = 'notes';
export const region = 'us-east-1';

/** A request that a function sent to DynamoDB, and what came of it. */
export interface Call {
  readonly target: string;
  /** Capacity units, for on-demand tables the same as request units. */
  readonly capacity: number;
  readonly request: string;
  readonly answer: string;
}

export interface RecordedTable extends AsyncDisposable {
  readonly endpoint: string;
  readonly client: DynamoDBClient;
  /** What was asked under an access key since this was last called. */
  take(accessKeyId: string): readonly Call[];
}

/** The notes table in dynalite, with an STS at the same address, which notes what it is asked and what that consumed. */
export const recordedTable = async (): Promise<RecordedTable> => {
  const database = dynalite({ createTableMs: 0 });
  const [serve] = database.listeners('request') as [RequestListener];
  const calls = new Map<string, Call[]>();

  const server = createServer(async (incoming, response) => {
    const sent = await textOf(incoming);
    const target = incoming.headers['x-amz-target'];
    const signer = signerOf(incoming.headers.authorization);
    if (typeof target !== 'string') {
      response.writeHead(200, { 'content-type': 'text/xml' }).end(sessionFor(signer));
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

  const endpoint = await listening(server, 'the recorded table', 0);
  const client = new DynamoDBClient({ endpoint, region, credentials: localCredentials });
  await makeTable(client, notesTableNamed(tableName));
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
      await closed(server);
    },
  };
};

const textOf = async (incoming: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};

/** What the same calls will be answered. A function that asks one thing twice, differently, cannot be played back. */
export const answersOf = (calls: readonly Call[]): Answers => {
  const answers = Object.fromEntries(calls.map(({ target, answer }) => [target, answer]));
  if (Object.keys(answers).length !== calls.length) throw new Error('Two calls of the same action in one operation.');
  return answers;
};
