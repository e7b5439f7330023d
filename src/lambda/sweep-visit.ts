import { describeCause, hashOwner, type LogLine } from '../adapters/system/log.ts';
import type { OwnerId } from '../domain/owner.ts';
import type { StoreUnavailable } from '../ports/note-store.ts';
import type { FileOwners } from '../ports/swept-files.ts';
import { type SweepDeps, type Swept, sweepFiles } from '../use-cases/sweep-files.ts';

export interface SweepParts {
  readonly owners: FileOwners;
  /** Returns what reaches one owner's files and notes. */
  readonly depsFor: (owner: OwnerId) => SweepDeps;
  readonly log: (line: LogLine) => void;
}

/** The result of a visit to all owners. */
export type Visit = { readonly [N in keyof Swept | 'owners' | 'failed']: number };

/** How many owners to visit at the same time. */
const atOnce = 8;
/** Milliseconds of the function's time kept in reserve for the visits under way. */
const reserve = 60_000;

/**
 * Visits every owner who has files, and logs the result. A failed visit to one owner does not stop the others. Throws
 * at the end if a visit failed, or if the list of owners failed or time ran out before its end: then the function
 * counts as failed, an alarm goes off, and Lambda runs it again.
 */
export const visitAll = async (
  { owners, depsFor, log }: SweepParts,
  getRemainingTimeInMillis: () => number,
): Promise<Visit> => {
  const visit = { owners: 0, failed: 0, named: 0, marked: 0, waiting: 0, deleted: 0 };
  const visitOne = async (owner: OwnerId): Promise<void> => {
    visit.owners++;
    const { swept, failure } = await visitOwner(depsFor, owner);
    if (failure !== undefined) {
      visit.failed++;
      log({
        level: 'error',
        function: 'sweep',
        owner: hashOwner(owner),
        message: 'The visit to an owner failed',
        ...failure,
      });
    }
    for (const name of ['named', 'marked', 'waiting', 'deleted'] as const) visit[name] += swept?.[name] ?? 0;
  };

  const isWhole = await everyGroup(owners, async (group) => {
    if (getRemainingTimeInMillis() < reserve) return false;
    await Promise.all(group.map(visitOne));
    return true;
  });
  const isDone = isWhole && visit.failed === 0;
  log({ level: isDone ? 'info' : 'error', function: 'sweep', ...visit, whole: isWhole });
  if (!isDone) throw new Error('The sweep did not complete for every owner; the log says more.');
  return visit;
};

interface OwnerVisit {
  readonly swept?: Swept;
  readonly failure?: LogLine;
}

const visitOwner = async (depsFor: SweepParts['depsFor'], owner: OwnerId): Promise<OwnerVisit> => {
  try {
    return (await sweepFiles(depsFor(owner), owner)).match<OwnerVisit>(
      (swept) => ({ swept }),
      ({ kind }: StoreUnavailable) => ({ failure: { problem: kind } }),
    );
  } catch (cause) {
    return { failure: { cause: describeCause(cause) } };
  }
};

/** Goes through all owners, a few at a time, as long as `see` returns true. Returns whether it reached the last. */
const everyGroup = async (
  owners: FileOwners,
  see: (group: readonly OwnerId[]) => Promise<boolean>,
): Promise<boolean> => {
  let after: string | undefined;
  do {
    const page = await owners.list(after);
    if (page.isErr()) return false;
    const { owners: found, next } = page.value;
    for (let from = 0; from < found.length; from += atOnce)
      if (!(await see(found.slice(from, from + atOnce)))) return false;
    after = next;
  } while (after !== undefined);
  return true;
};
