import { err, type Result } from 'neverthrow';
import { type AttachmentKey, parseAttachmentKey } from '../domain/attachment-key.ts';
import type { NotSent } from './failures.ts';

/**
 * Parses an untrusted key, from a note or a caller. Accepts it only if it can be nothing but a file below the user's
 * own prefix: nothing is sent for `../x`, which a URL would turn into another path.
 */
export const parseFileKey = (key: string): Result<AttachmentKey, NotSent> => {
  if (typeof key !== 'string') return err({ kind: 'NotSent', reason: 'The key of a file must be a string.' });
  return parseAttachmentKey(key).mapErr(({ reason }) => ({
    kind: 'NotSent',
    reason: `The key of the file ${reason}.`,
  }));
};

/**
 * Creates the times for the keys of new files: strictly increasing, so that no two files of one client get the same
 * key.
 */
export const createKeyTimes = (now: () => number): (() => number) => {
  let last = 0;
  return () => {
    last = Math.max(Math.floor(now()), last + 1);
    return last;
  };
};
