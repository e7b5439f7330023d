import { setTimeout as pause } from 'node:timers/promises';
import type { AttributeMap } from '../../dynamodb/ask-table.ts';
import { measureItem } from '../../dynamodb/item-size.ts';
import type { OwnerSum } from './shown.ts';
import { readNumber, readText } from './shown-item.ts';
import type { WatchedData } from './watched-data.ts';

export interface Sums {
  readonly owners: readonly OwnerSum[];
  /** The notes that name each file, by owner and then by the file's key. */
  readonly naming: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;
}

/** Items per read; other requests are served in between. */
const page = 400;
/**
 * After a read, none starts for this many times as long as it took, so that a large table that is written to is not
 * read all the time.
 */
const rest = 4;

/**
 * Creates a function that sums up the table. It reads the whole table once after each change, however many callers ask.
 */
export const createOwnerSums = ({ askTable, table, local }: WatchedData): (() => Promise<Sums>) => {
  let known: { readonly at: number; readonly sums: Promise<Sums> } | undefined;
  let readyAt = 0;
  const read = async (): Promise<Sums> => {
    await pause(Math.max(0, readyAt - performance.now()));
    const started = performance.now();
    const owners = new Map<string, OwnerSum>();
    const naming = new Map<string, Map<string, string[]>>();
    let start: AttributeMap | undefined;
    do {
      const asked = { TableName: table.name, Limit: page, ...(start !== undefined && { ExclusiveStartKey: start }) };
      const { Items = [], LastEvaluatedKey } = await askTable('Scan', asked);
      for (const item of Items) {
        const owner = readText(item, table.partitionKey) ?? '';
        const sum = owners.get(owner) ?? { owner, notes: 0, tombstones: 0, bytes: 0 };
        owners.set(owner, sum);
        sum.bytes += measureItem(item);
        if (readNumber(item, 'deletedAt') !== undefined) sum.tombstones++;
        else sum.notes++;
        const attachment = readText(item, 'attachment');
        if (attachment === undefined) continue;
        const named = naming.get(owner) ?? new Map<string, string[]>();
        naming.set(owner, named);
        named.set(attachment, [...(named.get(attachment) ?? []), readText(item, table.sortKey) ?? '']);
      }
      start = LastEvaluatedKey;
    } while (start !== undefined);
    readyAt = performance.now() + rest * (performance.now() - started);
    return { owners: [...owners.values()].toSorted((a, b) => (a.owner < b.owner ? -1 : 1)), naming };
  };
  return () => {
    const { table: at } = local.changes.counts();
    if (known?.at === at) return known.sums;
    const sums = read();
    known = { at, sums };
    sums.catch(() => {
      known = undefined;
    });
    return sums;
  };
};
