/**
 * Exchanges data again and again, in a process of its own, which is to be killed:
 * `node exchanging-process.ts FOLDER NAME…` restores each of these snapshots in turn, and resets in between. Prints a
 * line when it starts.
 */
import { join } from 'node:path';
import { createDataOperations, recoverData } from '../../../infra/local/data/operations.ts';
import { createRequestGate } from '../../../infra/local/data/request-gate.ts';
import { checkTable, createNotesTableSchema, openTable } from '../../../infra/local/dynamodb/table.ts';
import { createMovableClock } from '../../../infra/local/movable-clock.ts';
import { openState } from '../../../infra/local/state.ts';

const [data = '', ...names] = process.argv.slice(2);
const state = await openState(data);
await recoverData(data, state);
const ids = (await state.get<{ userPoolId: string; identityPoolId: string }>('identifiers')) ?? {
  ...{ userPoolId: 'pool', identityPoolId: 'identities' },
};
const table = await openTable({
  ...{ folder: join(data, 'table'), table: createNotesTableSchema('notes'), region: 'us-east-1', port: 0 },
});
const operations = createDataOperations({
  ...{
    data,
    state,
    ids,
    doors: { outer: createRequestGate(), inner: createRequestGate() },
    clock: createMovableClock(Date.now),
  },
  ...{ letGoOfTable: table.letGo, onExchanged: async () => {} },
  checkTable: (folder) => checkTable(folder, createNotesTableSchema('notes')),
});
process.stdout.write('exchanging\n');
for (;;) {
  for (const name of names) {
    if ((await operations.restore(name)).isErr()) process.exit(2);
    if ((await operations.reset()).isErr()) process.exit(2);
  }
}
