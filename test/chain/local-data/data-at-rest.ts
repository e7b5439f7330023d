import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readEntries } from '../../../infra/local/data/data-set.ts';
import { recoverData } from '../../../infra/local/data/operations.ts';
import { createNotesTableSchema, openTable } from '../../../infra/local/dynamodb/table.ts';
import { openState } from '../../../infra/local/state.ts';
import { listFiles } from './all-data.ts';

/** Reads all data of a stopped stack, as the next start finds it. */
export const readDataAtRest = async (data: string) => {
  await using state = await openState(data);
  await recoverData(data, state);
  await using table = await openTable({
    ...{ folder: join(data, 'table'), table: createNotesTableSchema('notes'), region: 'us-east-1', port: 0 },
  });
  const { Items = [] } = await table.ask('Scan', { TableName: 'notes' });
  return {
    entries: await readEntries(state),
    items: Items.map((item) => JSON.stringify(Object.entries(item).toSorted())).toSorted(),
    files: await listFiles(join(data, 'files')),
    mail: await readFile(join(data, 'mail.jsonl'), 'utf8').catch(() => ''),
  };
};

export const nothingAtRest = { entries: [], items: [], files: [], mail: '' };
