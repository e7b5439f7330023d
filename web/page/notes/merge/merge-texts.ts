import { mapFields } from 'owned-notes';
import type { Draft } from 'owned-notes/client';
import { mergeLines, mergeThreeWay } from './three-way.ts';

/** Merges both changes of a note: contents line by line. If both changed the same other field, takes mine. */
export const mergeTexts = (base: Draft, mine: Draft, theirs: Draft): Draft => ({
  ...mapFields((name) => (mine[name] === base[name] ? theirs[name] : mine[name])),
  content: mergeLines(mergeThreeWay(base.content, mine.content, theirs.content)),
});
