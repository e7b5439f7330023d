import type { Draft } from 'owned-notes/client';

/** A note as the server was seen to have it. */
export interface Version {
  readonly texts: Draft;
  /** Absent of one that only a list showed: lists have none. */
  readonly etag?: string;
  /** Epoch milliseconds, by the server's clock. */
  readonly createdAt?: number;
  readonly updatedAt?: number;
}

/** What the user wants a note to be. */
export type Wanted =
  | { readonly kind: 'Texts'; readonly texts: Draft }
  /** `texts` is what an undo goes back to; `at`, in epoch milliseconds, is when the undo time ends. */
  | { readonly kind: 'Deletion'; readonly texts: Draft; readonly at: number };

/** A write that was handed to the network, and of which there is no final answer yet. */
export interface Sent {
  readonly kind: 'Create' | 'Update' | 'Delete';
  readonly texts: Draft;
  /** Epoch milliseconds of the first attempt. */
  readonly since: number;
  /** Whether an attempt may have been carried out without an answer. */
  readonly isInDoubt: boolean;
  /** Whether the server said that it has another version by now. */
  readonly isOvertaken: boolean;
}

/** What only the user can settle. Nothing of the note is sent until then; other notes are. */
export type EntryIssue =
  | { readonly kind: 'Conflict'; readonly theirs: Version }
  | { readonly kind: 'Gone' }
  | { readonly kind: 'Refused'; readonly status: number; readonly type: string; readonly reason: string };

/** Why the last attempt came to nothing, where another is made by itself. */
export type Trouble = 'Unreachable' | 'Unavailable' | 'SignIn';

/** All that is kept of one note that was written to: what it should be, and how far that is. */
export interface Entry {
  readonly noteId: string;
  /** What `wanted` was made of; absent while the server has no such note. */
  readonly base?: Version;
  readonly wanted: Wanted;
  readonly sent?: Sent;
  readonly problem?: EntryIssue;
  readonly trouble?: Trouble;
  /** The note is deleted, as was wanted. */
  readonly isGone?: true;
  /** Epoch milliseconds of the last change by the user. */
  readonly writtenAt: number;
}

/** The fields that a note has by itself: lists and answers have more. */
export const selectTexts = ({ content, attachment }: Draft): Draft => ({
  content,
  ...(attachment !== undefined && { attachment }),
});

export const sameTexts = (one: Draft, other: Draft): boolean =>
  one.content === other.content && one.attachment === other.attachment;

/** Bytes of UTF-8 that the API takes as content. */
export const maxContentBytes = 256 * 1024;

export type Unsendable = 'Empty' | 'TooLong';

/** Why the API would refuse these texts, so that they wait for the user and not for the network. */
export const findUnsendable = ({ content }: Draft): Unsendable | undefined => {
  if (content === '') return 'Empty';
  // A letter of UTF-16 has three bytes at the most.
  if (content.length * 3 <= maxContentBytes) return undefined;
  return new TextEncoder().encode(content).length > maxContentBytes ? 'TooLong' : undefined;
};

/** Nothing of it is to be done. */
export const isSettled = ({ base, wanted, sent, problem, isGone }: Entry): boolean => {
  if (isGone) return true;
  if (sent !== undefined || problem !== undefined || wanted.kind === 'Deletion') return false;
  return base !== undefined && sameTexts(base.texts, wanted.texts);
};

/** What is to be said of a note. */
export type Phase = 'Saved' | 'Waiting' | 'Unknown' | 'Deleting' | Unsendable | EntryIssue['kind'];

export const phaseOf = (entry: Entry): Phase => {
  const { wanted, sent, problem } = entry;
  if (problem !== undefined) return problem.kind;
  if (isSettled(entry)) return 'Saved';
  if (sent?.isInDoubt) return 'Unknown';
  if (wanted.kind === 'Deletion') return 'Deleting';
  return (sent === undefined && findUnsendable(wanted.texts)) || 'Waiting';
};
