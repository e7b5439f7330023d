import { randomFillSync } from 'node:crypto';
import type { Revision } from '../../domain/note.ts';
import type { Revisions } from '../../ports/revisions.ts';

const bytesEach = 12;

/** Asking the system for random bytes costs more than the rest of a revision, and as much for one as for 256. */
const pool = Buffer.alloc(256 * bytesEach);
let used = pool.length;

/**
 * A source of revisions: 96 random bits as 16 characters of base64url, all of which an ETag allows.
 *
 * @example
 * const revision = randomRevisions.next();
 */
export const randomRevisions: Revisions = {
  next: () => {
    if (used === pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    used += bytesEach;
    return pool.toString('base64url', used - bytesEach, used) as Revision;
  },
};
