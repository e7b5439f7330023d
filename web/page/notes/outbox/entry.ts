import { mapFields, noteFields, sameTexts } from 'owned-notes';
import type { Draft } from 'owned-notes/client';

/** A version of a note that the server returned. */
export interface Version {
  readonly texts: Draft;
  /** Absent if only a list returned it: lists have no ETags. */
  readonly etag?: string;
  /** Epoch milliseconds, by the server's clock. */
  readonly createdAt?: number;
  readonly updatedAt?: number;
}

/** What the user wants a note to be. */
export type Wanted =
  | { readonly kind: 'Texts'; readonly texts: Draft }
  /** An undo restores `texts`. `at`, in epoch milliseconds, is when the undo time ends. */
  | { readonly kind: 'Deletion'; readonly texts: Draft; readonly at: number };

/** A write that was sent, and that has no final answer yet. */
export interface Sent {
  readonly kind: 'Create' | 'Update' | 'Delete';
  readonly texts: Draft;
  /** Epoch milliseconds of the first attempt. */
  readonly since: number;
  /** Whether an attempt may have succeeded without an answer. */
  readonly isInDoubt: boolean;
  /** Whether the server said that it already has another version. */
  readonly isOvertaken: boolean;
}

/** A problem that only the user can settle. Until then nothing of this note is sent; other notes are. */
export type EntryIssue =
  | { readonly kind: 'Conflict'; readonly theirs: Version }
  /** It was deleted elsewhere. */
  | { readonly kind: 'Gone' }
  /** The server has no such note: its create never arrived, or it was deleted elsewhere too long ago to be known. */
  | { readonly kind: 'NotFound' }
  | { readonly kind: 'Refused'; readonly status: number; readonly type: string; readonly reason: string };

/** Why the last attempt failed, if it will be retried automatically. */
export type Trouble = 'Unreachable' | 'Unavailable' | 'SignIn';

/** Everything stored for one changed note: what it should become, and how far that is. */
export interface Entry {
  readonly noteId: string;
  /** The version that `wanted` is based on. Absent while the server has no such note. */
  readonly base?: Version;
  readonly wanted: Wanted;
  readonly sent?: Sent;
  readonly problem?: EntryIssue;
  readonly trouble?: Trouble;
  /** The note is deleted, as the user wanted. */
  readonly isGone?: true;
  /** Epoch milliseconds of the last change by the user. */
  readonly writtenAt: number;
}

/** Selects the fields that the user edits; lists and answers have more. */
export const selectTexts = (note: Draft): Draft => ({
  ...mapFields((name) => note[name]),
  content: note.content,
});

/** The largest content that the API accepts, in bytes of UTF-8. */
export const maxContentBytes = noteFields.content.maxBytes;

export type Unsendable = 'Empty' | 'TooLong';

/** Returns why the API would refuse these texts: they then wait for the user, not for the network. */
export const findUnsendable = ({ content }: Draft): Unsendable | undefined => {
  if (content === '') return 'Empty';
  // A UTF-16 code unit takes at most three bytes in UTF-8.
  if (content.length * 3 <= maxContentBytes) return undefined;
  return new TextEncoder().encode(content).length > maxContentBytes ? 'TooLong' : undefined;
};

/** Tells whether nothing is left to do. */
export const isSettled = ({ base, wanted, sent, problem, isGone }: Entry): boolean => {
  if (isGone) return true;
  if (sent !== undefined || problem !== undefined || wanted.kind === 'Deletion') return false;
  return base !== undefined && sameTexts(base.texts, wanted.texts);
};

/** A note's state, as shown to the user. */
export type Phase = 'Saved' | 'Waiting' | 'Unknown' | 'Deleting' | Unsendable | EntryIssue['kind'];

export const findPhase = (entry: Entry): Phase => {
  const { wanted, sent, problem } = entry;
  if (problem !== undefined) return problem.kind;
  if (isSettled(entry)) return 'Saved';
  if (sent?.isInDoubt) return 'Unknown';
  if (wanted.kind === 'Deletion') return 'Deleting';
  return (sent === undefined && findUnsendable(wanted.texts)) || 'Waiting';
};
