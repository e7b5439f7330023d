import type { Draft } from 'owned-notes/client';
import { mergeLines, mergeThreeWay } from './three-way.ts';

/** Merges both changes of a note. If both have a new attachment, takes mine: a note has room for only one. */
export const mergeTexts = (base: Draft, mine: Draft, theirs: Draft): Draft => {
  const attachment = mine.attachment === base.attachment ? theirs.attachment : mine.attachment;
  return {
    content: mergeLines(mergeThreeWay(base.content, mine.content, theirs.content)),
    ...(attachment !== undefined && { attachment }),
  };
};
