import { err, type Result } from 'neverthrow';
import { type AttachmentKey, parseAttachmentKey } from '../domain/attachment-key.ts';
import type { NotSent } from './failures.ts';

/**
 * A key that is somebody's word, a note's or a caller's, if it can only be a file below the own prefix: nothing is sent for `../x`,
 * which a URL would make another path of.
 */
export const parseFileKey = (key: string): Result<AttachmentKey, NotSent> => {
  if (typeof key !== 'string') return err({ kind: 'NotSent', reason: 'The key of a file is a text.' });
  return parseAttachmentKey(key).mapErr(({ reason }) => ({
    kind: 'NotSent',
    reason: `The key of the file ${reason}.`,
  }));
};

/** Keys for new files by one client: no two of one name at one time. */
export const createKeyTimes = (now: () => number): (() => number) => {
  let last = 0;
  return () => {
    last = Math.max(Math.floor(now()), last + 1);
    return last;
  };
};
