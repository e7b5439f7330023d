import type { Draft } from 'owned-notes/client';
import { mergeLines, mergeThreeWay } from './three-way.ts';

/** Both changes of one note in one. Of two new attachments mine is taken: a note has room for one. */
export const mergeTexts = (base: Draft, mine: Draft, theirs: Draft): Draft => {
  const attachment = mine.attachment === base.attachment ? theirs.attachment : mine.attachment;
  return {
    content: mergeLines(mergeThreeWay(base.content, mine.content, theirs.content)),
    ...(attachment !== undefined && { attachment }),
  };
};
