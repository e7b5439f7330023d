import { errAsync, okAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';
import type { LogLine } from '../adapters/system/log.ts';
import { type OwnerId, parseOwnerId } from '../domain/owner.ts';
import type { SweepDeps } from '../use-cases/sweep-files.ts';
import { visitAll } from './sweep-visit.ts';

const owners = Array.from({ length: 20 }, (_, index) => parseOwnerId(`owner-${index}`)._unsafeUnwrap());

/**
 * Each owner has one file, which no note names and no visit has seen; `broken` says what happens to some owners' lists.
 */
const visit = async (
  broken: ReadonlyMap<string, () => ReturnType<SweepDeps['files']['list']>> = new Map(),
  time = () => 900_000,
) => {
  const lines: LogLine[] = [];
  const seen: OwnerId[] = [];
  const pages = [owners.slice(0, 11), owners.slice(11)];
  const parts = {
    log: (line: LogLine) => void lines.push(line),
    owners: {
      list: (after?: string) =>
        after === undefined ? okAsync({ owners: pages[0] ?? [], next: '1' }) : okAsync({ owners: pages[1] ?? [] }),
    },
    depsFor: (owner: OwnerId): SweepDeps => {
      seen.push(owner);
      return {
        ...{ interval: 1000, clock: { now: () => 0 }, attachments: { of: () => okAsync(new Set<string>()) } },
        files: {
          list: broken.get(owner) ?? (() => okAsync({ keys: ['secret.txt'] })),
          orphanedSince: () => okAsync(undefined),
          markOrphaned: () => okAsync(undefined),
          delete: () => okAsync(undefined),
        },
      };
    },
  };
  const came = await visitAll(parts, time).catch((error: Error) => error.message);
  return { came, lines, seen };
};
const usual = { named: 0, waiting: 0, deleted: 0 };

describe('a visit to all owners', () => {
  test('sees each owner of each page once, and logs the outcome in one line', async () => {
    const { came, lines, seen } = await visit();
    const numbers = { owners: 20, failed: 0, ...usual, marked: 20 };
    expect(came).toEqual(numbers);
    expect(lines).toEqual([{ level: 'info', function: 'sweep', ...numbers, whole: true }]);
    expect(seen.toSorted()).toEqual(owners.toSorted());
  });

  test('continues after an owner whose store is unavailable, or for whom it fails, and fails at the end', async () => {
    const denied = Object.assign(new Error('Access Denied'), { name: 'AccessDenied' });
    const { came, lines } = await visit(
      new Map([
        ['owner-3', () => errAsync({ kind: 'StoreUnavailable' } as const)],
        [
          'owner-5',
          () => {
            throw denied;
          },
        ],
      ]),
    );
    expect(came).toContain('did not complete for every owner');
    expect(lines).toHaveLength(3);
    expect(lines).toContainEqual(
      expect.objectContaining({
        ...{ level: 'error', problem: 'StoreUnavailable', owner: expect.stringMatching(/^[\w-]{16}$/) },
      }),
    );
    expect(lines).toContainEqual(
      expect.objectContaining({ level: 'error', cause: expect.objectContaining({ name: 'AccessDenied' }) }),
    );
    expect(lines.at(-1)).toEqual({
      ...{ level: 'error', function: 'sweep', owners: 20, failed: 2, ...usual, marked: 18, whole: true },
    });
    expect(JSON.stringify(lines)).not.toMatch(/owner-|secret/);
  });

  test('stops a minute before the function’s time is over, and fails', async () => {
    let left = 60_000 + 2;
    const { came, lines, seen } = await visit(undefined, () => left--);
    expect(came).toContain('did not complete for every owner');
    // The first page has a group of eight and a group of three, then comes one group of the second.
    expect(seen).toHaveLength(19);
    expect(lines).toEqual([expect.objectContaining({ level: 'error', owners: 19, failed: 0, whole: false })]);
  });

  test('fails if the owners cannot be listed', async () => {
    const lines: LogLine[] = [];
    const parts = {
      log: (line: LogLine) => void lines.push(line),
      owners: { list: () => errAsync({ kind: 'StoreUnavailable' } as const) },
      depsFor: () => {
        throw new Error('Nobody is to be seen.');
      },
    };
    await expect(visitAll(parts, () => 900_000)).rejects.toThrow('did not complete for every owner');
    expect(lines).toEqual([expect.objectContaining({ level: 'error', owners: 0, whole: false })]);
  });
});
