import { sameTexts } from 'owned-notes';
import type { CallFailure, Note } from 'owned-notes/client';
import { type Entry, type Sent, selectTexts, type Trouble, type Version } from './entry.ts';

export const toVersion = (note: Note): Version => ({
  texts: selectTexts(note),
  createdAt: note.createdAt,
  ...(note.etag !== undefined && { etag: note.etag }),
  ...(note.updatedAt !== undefined && { updatedAt: note.updatedAt }),
});

/** Applies an accepted write. A repeated create is answered with the note as it is now. */
export const applyAccepted = (entry: Entry, note: Note): Entry => {
  const version = toVersion(note);
  const { sent, trouble: _, ...rest } = entry;
  if (sent === undefined || sameTexts(sent.texts, version.texts)) return { ...rest, base: version };
  // Created, and changed by somebody else since. If the user has changed nothing since, take that version. One that was
  // not changed was created with another text, by another tab.
  if (version.updatedAt !== undefined && rest.wanted.kind === 'Texts' && sameTexts(rest.wanted.texts, sent.texts))
    return { ...rest, base: version, wanted: { kind: 'Texts', texts: version.texts } };
  return { ...rest, base: { texts: sent.texts }, problem: { kind: 'Conflict', theirs: version } };
};

/**
 * Applies a deletion, by this user or by somebody else. If the user has typed since, they decide what happens to it.
 */
export const applyDeleted = (entry: Entry): Entry => {
  const { sent, trouble: _, ...rest } = entry;
  const isUntouched =
    entry.wanted.kind === 'Deletion' || (sent?.kind === 'Create' && sameTexts(entry.wanted.texts, sent.texts));
  return isUntouched ? { ...rest, isGone: true } : { ...rest, problem: { kind: 'Gone' } };
};

/** Compares the server's version with what was sent and with what was edited. */
export const applyLook = (entry: Entry, note: Note): Entry => {
  const version = toVersion(note);
  const { base, sent, trouble: _, ...rest } = entry;
  if (sent?.kind === 'Create') return applyAccepted(entry, note);
  if (sent?.kind === 'Update' && sameTexts(sent.texts, version.texts)) return { ...rest, base: version };
  // Reads may be a moment behind; the condition of the next attempt is not.
  if (base !== undefined && (version.etag === base.etag || isOlder(version, base)))
    return sent === undefined ? entry : { ...entry, sent: { ...sent, isInDoubt: false, isOvertaken: false } };
  if (base === undefined || sameTexts(version.texts, base.texts)) return { ...rest, base: version };
  if (rest.wanted.kind === 'Texts' && sameTexts(rest.wanted.texts, version.texts)) return { ...rest, base: version };
  return { ...rest, base, problem: { kind: 'Conflict', theirs: version } };
};

/**
 * Applies a read that found nothing. The read may be a moment behind, so if there is an ETag the write is sent again:
 * its answer is certain. After a create, only the user can tell whether the note is to be there.
 */
export const applyMissing = (entry: Entry): Entry => {
  const { base, sent, trouble: _, ...rest } = entry;
  if (sent?.kind === 'Create' && entry.wanted.kind === 'Texts') return { ...rest, problem: { kind: 'NotFound' } };
  if (sent === undefined || sent.kind === 'Create' || base?.etag === undefined) return applyDeleted(entry);
  return { ...entry, sent: { ...sent, isInDoubt: false, isOvertaken: false } };
};

const isOlder = (one: Version, other: Version): boolean =>
  (one.updatedAt ?? one.createdAt ?? 0) < (other.updatedAt ?? other.createdAt ?? 0);

const problemType = 'urn:problem-type:owned-notes:';

/** Applies a failed write or look: whether it can be retried, and whether the outcome is in doubt. */
export const applyFailure = (entry: Entry, failure: CallFailure): Entry => {
  const { sent } = entry;
  switch (failure.kind) {
    case 'Unreachable':
    case 'Aborted':
    case 'UnexpectedAnswer':
      return markInDoubt(entry, 'Unreachable');
    case 'CognitoRefused':
      return markHeldUp(entry, 'SignIn', sent?.kind === 'Update');
    case 'NotSent':
      return markHeldUp(entry, 'Unavailable', true);
    case 'ApiProblem':
      break;
  }
  const { status, type, title, detail } = failure;
  if (type === `${problemType}note-not-found`)
    return sent?.kind === 'Create' ? markInDoubt(entry, 'Unavailable') : applyDeleted(entry);
  if (type === `${problemType}note-deleted`) return applyDeleted(entry);
  if (status === 412 && sent !== undefined) return { ...entry, sent: { ...sent, isOvertaken: true } };
  if (status === 401 || status === 403) return markHeldUp(entry, 'SignIn', sent?.kind === 'Update');
  // The client retries creates and deletes by itself: the last answer says nothing about the attempts before it.
  if (status === 429 || type === `${problemType}store-unavailable`)
    return markHeldUp(entry, 'Unavailable', sent?.kind === 'Update');
  if (status >= 500) return markInDoubt(entry, 'Unavailable');
  const { sent: _, trouble: __, ...rest } = entry;
  return { ...rest, problem: { kind: 'Refused', status, type, reason: detail ?? title } };
};

const markInDoubt = (entry: Entry, trouble: Trouble): Entry =>
  entry.sent === undefined ? { ...entry, trouble } : { ...entry, trouble, sent: { ...entry.sent, isInDoubt: true } };

/** Marks a write as held up. If it `isSure`, this attempt wrote nothing. */
const markHeldUp = (entry: Entry, trouble: Trouble, isSure: boolean): Entry => {
  if (!isSure) return markInDoubt(entry, trouble);
  const { sent, ...rest } = entry;
  return { ...rest, trouble, ...(sent?.isInDoubt && { sent: sent satisfies Sent }) };
};
