import type { Draft } from 'owned-notes/client';
import { mergeTexts } from '../merge/merge-texts.ts';
import { type Entry, sameTexts, selectTexts, type Version, type Wanted } from './entry.ts';

/** Milliseconds in which a deletion can be undone. An id is never used again, so it can be undone only until it is sent. */
export const undoTime = 10_000;

export interface Writing {
  readonly noteId: string;
  /** The version that was edited, where nothing was kept of the note. */
  readonly base?: Version | undefined;
  /** What the user had before: what another tab wrote since is not overwritten, but merged. */
  readonly seen?: Draft | undefined;
  readonly texts: Draft;
}

/** The user wrote. */
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

/** The user deleted: what is not with the server yet is kept to undo to. */
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
  // Somebody else has deleted it already.
  if (problem?.kind === 'Gone') return { ...rest, wanted, isGone: true, writtenAt: now };
  return { ...rest, ...(problem?.kind === 'Conflict' && { problem }), wanted, writtenAt: now };
};

export const canUndo = ({ wanted, sent, isGone }: Entry): boolean =>
  wanted.kind === 'Deletion' && sent?.kind !== 'Delete' && !isGone;

/** The user took the deletion back, if it was in time. */
export const undoDelete = (entry: Entry | undefined, now: number): Entry | undefined =>
  entry && canUndo(entry) ? { ...entry, wanted: { kind: 'Texts', texts: entry.wanted.texts }, writtenAt: now } : entry;

/** The user chose in a conflict: texts of their own, or the deletion they wanted, over the version that was shown. */
export const keepMine = (entry: Entry | undefined, texts: Draft | undefined, now: number): Entry | undefined => {
  if (entry?.problem?.kind !== 'Conflict') return entry;
  const { problem, ...rest } = entry;
  const wanted: Wanted = texts === undefined ? entry.wanted : { kind: 'Texts', texts: selectTexts(texts) };
  return { ...rest, base: problem.theirs, wanted, writtenAt: now };
};

/** The user let their own go: for what the server has in a conflict, or for nothing. */
export const letGo = (entry: Entry | undefined): Entry | undefined => {
  if (entry?.problem === undefined) return entry;
  const { problem, ...rest } = entry;
  const base = problem.kind === 'Conflict' ? problem.theirs : problem.kind === 'Refused' ? entry.base : undefined;
  if (base === undefined) return { ...rest, isGone: true };
  return { ...rest, base, wanted: { kind: 'Texts', texts: selectTexts(base.texts) } };
};

/** The user wants what was refused to be tried once more. */
export const retryEntry = (entry: Entry | undefined, now: number): Entry | undefined => {
  if (entry?.problem?.kind !== 'Refused') return entry;
  const { problem: _, ...rest } = entry;
  return { ...rest, writtenAt: now };
};
