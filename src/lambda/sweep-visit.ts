import { describeCause, hashOwner, type LogLine } from '../adapters/system/log.ts';
import type { OwnerId } from '../domain/owner.ts';
import type { StoreUnavailable } from '../ports/note-store.ts';
import type { FileOwners } from '../ports/swept-files.ts';
import { type SweepDeps, type Swept, sweepFiles } from '../use-cases/sweep-files.ts';

export interface SweepParts {
  readonly owners: FileOwners;
  /** What reaches one owner's files and notes. */
  readonly depsFor: (owner: OwnerId) => SweepDeps;
  readonly log: (line: LogLine) => void;
}

/** What a visit to all owners came to. */
export type Visit = { readonly [N in keyof Swept | 'owners' | 'failed']: number };

/** Owners at the same time. */
const atOnce = 8;
/** Milliseconds kept back from the function's time, for what is under way. */
const reserve = 60_000;

/**
 * Visits every owner who has files, and writes a line of the log with what came of it. An owner whose visit fails does not stop the
 * others. Throws at the end if there was one, or if the time was over before the last: then the function counts as failed, an alarm goes
 * off, and Lambda runs it again.
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
        message: 'An owner’s visit failed',
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
  if (!isDone) throw new Error('The sweep did not see to every owner; the log says more.');
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

/** Whether all owners were gone through, a few at a time, to the last: as long as `see` says to go on. */
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
