import { sameTexts } from 'owned-notes';
import type { Draft } from 'owned-notes/client';
import { mergeTexts } from '../merge/merge-texts.ts';
import { type Entry, selectTexts, type Version, type Wanted } from './entry.ts';

/**
 * How long a deletion can be undone, in milliseconds. Ids are never reused, so it can be undone only until it is sent.
 */
export const undoTime = 10_000;

export interface Writing {
  readonly noteId: string;
  /** The version that was edited, if nothing is stored for the note. */
  readonly base?: Version | undefined;
  /** What the user saw before typing: changes by another tab since then are merged, not overwritten. */
  readonly seen?: Draft | undefined;
  readonly texts: Draft;
}

/** Applies what the user wrote. */
export const writeEntry = (entry: Entry | undefined, { noteId, base, seen, texts }: Writing, now: number): Entry => {
  const wanted = (given: Draft): Wanted => ({ kind: 'Texts', texts: selectTexts(given) });
  if (entry === undefined)
    return { noteId, ...(base !== undefined && { base }), wanted: wanted(texts), writtenAt: now };
  const { isGone, problem, trouble: _, ...rest } = entry;
  if (isGone) return { ...rest, wanted: wanted(texts), problem: { kind: 'Gone' }, writtenAt: now };
  const merged =
    seen === undefined || sameTexts(seen, entry.wanted.texts) ? texts : mergeTexts(seen, texts, entry.wanted.texts);
  const stays = problem !== undefined && problem.kind !== 'Refused';
  return { ...rest, ...(stays && { problem }), wanted: wanted(merged), writtenAt: now };
};

/** Applies the user's deletion. Keeps unsent texts, so that an undo can restore them. */
export const deleteEntry = (
  entry: Entry | undefined,
  noteId: string,
  base: Version | undefined,
  now: number,
): Entry => {
  const texts = entry?.wanted.texts ?? base?.texts ?? { content: '' };
  const wanted: Wanted = { kind: 'Deletion', texts: selectTexts(texts), at: now + undoTime };
  if (entry === undefined) return { noteId, ...(base !== undefined && { base }), wanted, writtenAt: now };
  if (entry.isGone || entry.wanted.kind === 'Deletion') return entry;
  const { problem, trouble: _, ...rest } = entry;
  // The server has no such note any more.
  if (problem?.kind === 'Gone' || problem?.kind === 'NotFound')
    return { ...rest, wanted, isGone: true, writtenAt: now };
  return { ...rest, ...(problem?.kind === 'Conflict' && { problem }), wanted, writtenAt: now };
};

export const canUndo = ({ wanted, sent, isGone }: Entry): boolean =>
  wanted.kind === 'Deletion' && sent?.kind !== 'Delete' && !isGone;

/** Takes a deletion back, if it is not too late. */
export const undoDelete = (entry: Entry | undefined, now: number): Entry | undefined =>
  entry && canUndo(entry) ? { ...entry, wanted: { kind: 'Texts', texts: entry.wanted.texts }, writtenAt: now } : entry;

/**
 * Settles a conflict in the user's favour: their texts, or the deletion they wanted, replace the version that was
 * shown.
 */
export const keepMine = (entry: Entry | undefined, texts: Draft | undefined, now: number): Entry | undefined => {
  if (entry?.problem?.kind !== 'Conflict') return entry;
  const { problem, ...rest } = entry;
  const wanted: Wanted = texts === undefined ? entry.wanted : { kind: 'Texts', texts: selectTexts(texts) };
  return { ...rest, base: problem.theirs, wanted, writtenAt: now };
};

/**
 * Discards the user's change: for the server's version in a conflict, for the last known version after a refusal, or
 * for nothing. Of a deletion it discards only that: if the user had typed before, the conflict is between the texts.
 */
export const letGo = (entry: Entry | undefined): Entry | undefined => {
  if (entry?.problem === undefined) return entry;
  const { problem, ...rest } = entry;
  const { texts } = entry.wanted;
  if (problem.kind === 'Conflict' && entry.wanted.kind === 'Deletion')
    if (![entry.base?.texts, problem.theirs.texts].some((each) => each && sameTexts(each, texts)))
      return { ...entry, wanted: { kind: 'Texts', texts } };
  const base = problem.kind === 'Conflict' ? problem.theirs : problem.kind === 'Refused' ? entry.base : undefined;
  if (base === undefined) return { ...rest, isGone: true };
  return { ...rest, base, wanted: { kind: 'Texts', texts: selectTexts(base.texts) } };
};

/** Retries what was refused, at the user's request. */
export const retryEntry = (entry: Entry | undefined, now: number): Entry | undefined => {
  if (entry?.problem?.kind !== 'Refused') return entry;
  const { problem: _, ...rest } = entry;
  return { ...rest, writtenAt: now };
};
