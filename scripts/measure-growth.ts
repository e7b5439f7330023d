/**
 * Measures what a request costs as numbers grow: notes of one owner, owners, concurrent requests. Uses the DynamoDB
 * adapter and the handlers as deployed, over the local table in the same process.
 * `npm run measure:growth -- [most notes, 100000]`.
 *
 * Takes medians within one run; only their trend means something. Times include dynalite's own. Prints tables, and
 * draws their curves into docs/growth.
 */

import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { BatchWriteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { localCredentials, openTable } from '../infra/local/dynamodb/table.ts';
import { closeServer, listen } from '../infra/local/listen.ts';
import { parseCaller } from '../src/adapters/api-gateway/caller.ts';
import { encodeAttributes } from '../src/adapters/dynamodb/attributes.ts';
import { createDynamoNoteStore } from '../src/adapters/dynamodb/dynamo-note-store.ts';
import { createItem } from '../src/adapters/dynamodb/note-item.ts';
import { uuidV7NoteIds } from '../src/adapters/uuid/uuid-v7-note-ids.ts';
import { createCredentialsCache } from '../src/aws/credentials.ts';
import { createAssumeRole } from '../src/aws/sts.ts';
import { createWireDynamoDB } from '../src/aws/wire-dynamodb.ts';
import { parseNoteDraft, parseRevision } from '../src/domain/note.ts';
import { type OwnerId, parseOwnerId } from '../src/domain/owner.ts';
import { createOwnerClients } from '../src/lambda/owner-clients.ts';
import { createOwnerSessions } from '../src/lambda/owner-sessions.ts';
import { readDeployedRoles } from '../test/kit/deployed-roles.ts';
import { createDynamoDBAt, createTestService } from '../test/kit/dynamodb-at.ts';
import { createEvent, identityPoolId, userPoolId } from '../test/kit/event.ts';
import { createHandlers } from '../test/kit/handlers.ts';
import { drawGrowthChart } from './draw-growth-chart.ts';

const most = Number(process.argv[2] ?? 100_000);
const listPowersOfTen = (largest: number): number[] =>
  Array.from({ length: Math.floor(Math.log10(largest)) }, (_, power) => 10 ** (power + 1));
const region = 'us-east-1';
const formatIdentityId = (number: number): string =>
  `${region}:7c9e6679-7425-40de-944b-${String(number).padStart(12, '0')}`;
const createOwner = (number: number): OwnerId => parseOwnerId(formatIdentityId(number))._unsafeUnwrap();

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');
const measureHeap = (): number => {
  collectGarbage();
  return process.memoryUsage().heapUsed;
};
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const measureTime = async (times: number, body: (time: number) => Promise<unknown>): Promise<number> => {
  const took: number[] = [];
  for (let time = 0; time < times; time++) {
    const began = performance.now();
    await body(time);
    took.push(performance.now() - began);
  }
  return median(took);
};
const printRow = (cells: readonly (string | number)[]): void =>
  console.log(
    `| ${cells.map((cell) => (typeof cell === 'string' ? cell : cell.toLocaleString('en-US', { maximumFractionDigits: 2 }))).join(' | ')} ` +
      '|',
  );
/**
 * Starts a table of measurements by a number of something. Prints it row by row; `draw` draws its columns of
 * milliseconds as curves.
 */
const startTable = (...columns: readonly string[]) => {
  console.log('');
  printRow(columns);
  printRow(columns.map(() => '---'));
  const rows: (readonly number[])[] = [];
  return {
    row: (...cells: readonly number[]): void => {
      printRow(cells);
      rows.push(cells);
    },
    draw: async (name: string): Promise<void> => {
      const [what = ''] = columns;
      const curves = columns.flatMap((column, index) =>
        column.endsWith(', ms')
          ? [{ name: column.replace(', ms', ''), points: rows.map((row) => [row[0] ?? 0, row[index] ?? 0] as const) }]
          : [],
      );
      const folder = join(import.meta.dirname, '../docs/growth');
      await mkdir(folder, { recursive: true });
      const title = `What it takes, by the number of ${what.replaceAll('`', '')}`;
      await writeFile(join(folder, `${name}.svg`), drawGrowthChart(title, name, 'milliseconds', curves));
    },
  };
};

const roles = await readDeployedRoles();
await using table = await openTable({ table: roles.deployment.table, region, port: 0, sessions: roles.sessions });
const raw = new DynamoDBClient({ endpoint: table.endpoint, region, credentials: localCredentials });
const client = createDynamoDBAt(table.endpoint);
const ask = createHandlers(createDynamoNoteStore(client, 'notes'));
const askForBody = async (request: Parameters<typeof ask>[0]): Promise<string> => {
  const { statusCode, body = '' } = await ask(request);
  if (statusCode !== 200) throw new Error(`${request.routeKey} answered ${statusCode}.`);
  return body;
};
const draft = parseNoteDraft({ content: 'x'.repeat(200) })._unsafeUnwrap();
const revision = parseRevision('measured')._unsafeUnwrap();

/** Gives an owner more notes: from `from` of them to `to`. */
const load = async (owner: OwnerId, from: number, to: number): Promise<void> => {
  for (let first = from; first < to; first += 25) {
    const requests = Array.from({ length: Math.min(25, to - first) }, () => ({
      PutRequest: {
        Item: encodeAttributes(
          createItem(owner, { noteId: uuidV7NoteIds.next(), draft, createdAt: Date.now(), revision }),
        ),
      },
    }));
    await raw.send(new BatchWriteItemCommand({ RequestItems: { notes: requests } }));
  }
};

const byNotes = startTable(
  'notes of one owner',
  'list of 25, ms',
  'list of 25 in the middle, ms',
  'list of 1,000, ms',
  'create, ms',
  'get, ms',
);
const [one, nobody, body] = [formatIdentityId(1), formatIdentityId(0), JSON.stringify({ content: draft.content })];
// Warms up, so that V8's compilation of hot code is not mistaken for growth.
for (let time = 0; time < 2000; time++) {
  const { noteId: id } = JSON.parse(await askForBody({ routeKey: 'POST /notes', identityId: nobody, body }));
  await askForBody({ routeKey: 'GET /notes/{id}', identityId: nobody, id });
  await askForBody({ routeKey: 'GET /notes', identityId: nobody, query: { limit: time % 20 === 0 ? '1000' : '25' } });
}
let loaded = 0;
for (const notes of listPowersOfTen(most)) {
  await load(createOwner(1), loaded, notes);
  loaded = notes;
  const list = (query: Record<string, string>) => askForBody({ routeKey: 'GET /notes', identityId: one, query });
  const newest: { noteId: string }[] = JSON.parse(await list({ limit: '10' }));
  const middle = (JSON.parse(await list({ limit: '1000' })) as { noteId: string }[]).at(-1)?.noteId ?? '';
  const id = (time: number) => newest[time % newest.length]?.noteId ?? '';
  byNotes.row(
    notes,
    await measureTime(30, () => list({ limit: '25' })),
    await measureTime(30, () => list({ limit: '25', after: middle })),
    await measureTime(10, () => list({ limit: '1000' })),
    await measureTime(30, () => askForBody({ routeKey: 'POST /notes', identityId: one, body })),
    await measureTime(30, (time) => askForBody({ routeKey: 'GET /notes/{id}', identityId: one, id: id(time) })),
  );
}
await byNotes.draw('notes');

const stsServer = createServer(roles.sts());
const stsEndpoint = await listen(stsServer, 'STS', 0);
const role = roles.issueKeys(roles.execution('list'));
const asSts = createTestService(stsEndpoint, 'sts');
const asTable = createTestService(table.endpoint, 'dynamodb');
const assumeOwnerRole = createOwnerSessions({
  assumeRole: createAssumeRole(asSts(async () => role)),
  roleArn: roles.dataRoleArn('list'),
});
const clientFor = createOwnerClients({
  clientFor: (caller) => createWireDynamoDB(asTable(createCredentialsCache(() => assumeOwnerRole(caller)))),
});
const createCaller = (number: number) =>
  parseCaller(createEvent({ routeKey: 'GET /notes', identityId: formatIdentityId(number) }), {
    ...{ identityPoolId, userPoolId, owner: 'identity' },
  })._unsafeUnwrap();
const listNotes = async (number: number) => {
  const caller = createCaller(number);
  return (await createDynamoNoteStore(clientFor(caller), 'notes').list(caller.owner, { limit: 25 }))._unsafeUnwrap();
};

const byOwners = startTable(
  'owners, isolation `iam`',
  'an owner new to the environment, ms',
  'the owner before, again, ms',
  'heap, MB',
  'heap for each of the last, KB',
);
const empty = measureHeap();
let owners = 0;
for (const count of [10, 100, 500, 1000, ...listPowersOfTen(most / 10).slice(3)]) {
  const before = measureHeap();
  const added = count - owners;
  const fresh = await measureTime(added, () => listNotes(1000 + owners++));
  const again = await measureTime(30, () => listNotes(1000 + owners - 1));
  const after = measureHeap();
  byOwners.row(count, fresh, again, (after - empty) / 1e6, (after - before) / 1000 / added);
}
await byOwners.draw('owners');

const byRequests = startTable(
  'requests at a time, one environment',
  'all answered after, ms',
  'each, ms',
  'answered 200',
  'heap, MB more',
);
for (const count of [1, 10, 100, 1000, 10_000]) {
  const before = measureHeap();
  let peak = before;
  const began = performance.now();
  const answers = await Promise.all(
    Array.from({ length: count }, async () => {
      const answer = await ask({ routeKey: 'GET /notes', identityId: formatIdentityId(2), query: { limit: '25' } });
      peak = Math.max(peak, process.memoryUsage().heapUsed);
      return answer;
    }),
  );
  const took = performance.now() - began;
  const good = answers.filter(({ statusCode }) => statusCode === 200).length;
  byRequests.row(count, took, took / count, good, (peak - before) / 1e6);
}
await byRequests.draw('requests');

raw.destroy();
await closeServer(stsServer);
