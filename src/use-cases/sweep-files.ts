import { okAsync, type ResultAsync } from 'neverthrow';
import type { OwnerId } from '../domain/owner.ts';
import type { Clock } from '../ports/clock.ts';
import type { StoreUnavailable } from '../ports/note-store.ts';
import type { Attachments, FileKeys, SweptFiles } from '../ports/swept-files.ts';

export interface SweepDeps {
  readonly files: SweptFiles;
  readonly attachments: Attachments;
  readonly clock: Clock;
  /** Approximate milliseconds between two visits. */
  readonly interval: number;
}

/** How many of an owner's files a visit found in each state. */
export interface Swept {
  readonly named: number;
  /** Orphans that the previous visit did not see, or saw named. */
  readonly marked: number;
  /** Orphans that were marked only a short while ago. */
  readonly waiting: number;
  readonly deleted: number;
}

/**
 * Visits one owner's files. Deletes a file that no note names now and that no note named at the previous visit. Marks
 * any other file that no note names now, unless it was marked only a short while ago. So a client has an interval in
 * which to name what it uploaded, and what a note lets go can be named again until the visit after next (decision 29).
 * Safe to repeat, to interrupt, and to run twice at the same time.
 */
export const sweepFiles = (deps: SweepDeps, owner: OwnerId): ResultAsync<Swept, StoreUnavailable> =>
  sweepFrom(deps, owner, undefined, nothing);

const nothing: Swept = { named: 0, marked: 0, waiting: 0, deleted: 0 };

const sweepFrom = (
  deps: SweepDeps,
  owner: OwnerId,
  after: string | undefined,
  before: Swept,
): ResultAsync<Swept, StoreUnavailable> =>
  deps.files
    .list(owner, after)
    .andThen((page) => sweepPage(deps, owner, page).map((swept) => ({ page, swept: sum(before, swept) })))
    .andThen(({ page: { next }, swept }) =>
      next === undefined ? okAsync(swept) : sweepFrom(deps, owner, next, swept),
    );

/**
 * Reads the notes after the files are listed, so that a file uploaded and named in between is not taken for an orphan.
 */
const sweepPage = (deps: SweepDeps, owner: OwnerId, { keys }: FileKeys): ResultAsync<Swept, StoreUnavailable> =>
  keys.length === 0
    ? okAsync(nothing)
    : deps.attachments.of(owner).andThen((named) => {
        const orphans = keys.filter((key) => !named.has(key));
        const start = okAsync<Swept, StoreUnavailable>({ ...nothing, named: keys.length - orphans.length });
        return orphans.reduce(
          (done, key) =>
            done.andThen((swept) =>
              sweepOrphan(deps, owner, key).map((what) => ({ ...swept, [what]: swept[what] + 1 })),
            ),
          start,
        );
      });

const sweepOrphan = (
  { files, clock, interval }: SweepDeps,
  owner: OwnerId,
  key: string,
): ResultAsync<'marked' | 'waiting' | 'deleted', StoreUnavailable> => {
  const now = clock.now();
  return files.orphanedSince(owner, key).andThen((since) => {
    const found = since === undefined ? 'unseen' : classifyAge(now - since, interval);
    if (found === 'visit before') return files.delete(owner, key).map(() => 'deleted' as const);
    if (found === 'this visit') return okAsync('waiting' as const);
    return files.markOrphaned(owner, key, now).map(() => 'marked' as const);
  });
};

/**
 * Tells which visit marked a file, by the age of the mark. A mark from before the previous visit does not count: a note
 * may have named the file in between, and visits do not touch named files. A mark from the future is a clock's mistake.
 */
const classifyAge = (age: number, interval: number): 'this visit' | 'visit before' | 'an earlier visit' => {
  if (Math.abs(age) < 0.75 * interval) return 'this visit';
  return age > 0 && age <= 1.5 * interval ? 'visit before' : 'an earlier visit';
};

const sum = (one: Swept, other: Swept): Swept => ({
  named: one.named + other.named,
  marked: one.marked + other.marked,
  waiting: one.waiting + other.waiting,
  deleted: one.deleted + other.deleted,
});
