import { describe, expect, test } from 'vitest';
import { parseNoteDraft, parseNoteId, parseRevision } from '../../domain/note.ts';
import { parseOwnerId } from '../../domain/owner.ts';
import type { Expected } from '../../ports/note-store.ts';
import { findLaterUpdate, settleFailedCreate, settleFailedDelete, settleFailedUpdate } from './conflicts.ts';
import { createFingerprint, createItem } from './note-item.ts';

const owner = parseOwnerId('ann')._unsafeUnwrap();
const noteId = parseNoteId('0192d3c4-0000-7000-8000-000000000001')._unsafeUnwrap();
const draft = parseNoteDraft({ content: 'one' })._unsafeUnwrap();
const otherDraft = parseNoteDraft({ content: 'one', attachment: 'a' })._unsafeUnwrap();
const revision = (name: string) => parseRevision(name)._unsafeUnwrap();
const mine = revision('mine');

const item = (fields: object) => ({ ...createItem(owner, { noteId, draft, createdAt: 1, revision: mine }), ...fields });
const byMe = item({});
const bySomebody = item({ revision: 'theirs', createdAs: createFingerprint(otherDraft) });
const updatedLater = item({ revision: 'theirs', content: 'two' });
const tombstone = (revision: string) => ({ userId: owner, noteId, deletedAt: 2, expiresAt: 3, revision });
const failed = (item: object | undefined, mayHaveWritten: boolean) => ({
  item: item as Readonly<Record<string, unknown>> | undefined,
  mayHaveWritten,
  revision: mine,
});

describe('a create whose condition failed', () => {
  test.each([
    ['on what an attempt of its own wrote: done', byMe, true, 'ok'],
    ['on what an attempt of its own wrote, its mark lost since: done', item({ createdAs: undefined }), true, 'ok'],
    ['on the same create of an earlier request: done', item({ revision: 'theirs' }), false, 'ok'],
    ['on the same create, updated since: done', updatedLater, true, 'ok'],
    ['on another create', bySomebody, false, 'NoteIdTaken'],
    ['on another create, however often it was sent', bySomebody, true, 'NoteIdTaken'],
    [
      'on an item of the tutorial’s, which keeps no mark of its draft',
      item({ createdAs: undefined, revision: undefined }),
      false,
      'NoteIdTaken',
    ],
    ['on a tombstone', tombstone('theirs'), false, 'NoteDeleted'],
    ['on an item that does not come with the error', undefined, false, 'OutcomeUnknown'],
  ])('%s', (_, item, mayHaveWritten, outcome) => {
    const result = settleFailedCreate(owner, draft, failed(item, mayHaveWritten));
    expect(result.isOk() ? 'ok' : result.error.kind).toBe(outcome);
  });

  test('answers the note as it is now', () => {
    const result = settleFailedCreate(owner, draft, failed(updatedLater, false));
    expect(result._unsafeUnwrap()).toMatchObject({ content: 'two', revision: 'theirs' });
  });
});

const rows: [string, object | undefined, boolean, string][] = [
  ['nothing there', undefined, false, 'NoteNotFound'],
  ['nothing there, and an attempt that may yet meet a note', undefined, true, 'OutcomeUnknown'],
  ['a tombstone of another request', tombstone('theirs'), false, 'NoteNotFound'],
  ['a tombstone of another request, after a lost attempt', tombstone('theirs'), true, 'OutcomeUnknown'],
  ['another revision', bySomebody, false, 'RevisionConflict'],
  ['another revision, after a lost attempt', bySomebody, true, 'OutcomeUnknown'],
];

describe('an update whose condition failed', () => {
  test.each([
    ...rows,
    ['its own revision: done', byMe, true, 'ok'] as const,
    ['its own revision on a tombstone, which no update makes', tombstone('mine'), true, 'OutcomeUnknown'] as const,
  ])('%s', (_, item, mayHaveWritten, outcome) => {
    const result = settleFailedUpdate(owner, failed(item, mayHaveWritten));
    expect(result.isOk() ? 'ok' : result.error.kind).toBe(outcome);
  });
});

describe('a delete whose condition failed', () => {
  test.each([...rows, ['its own tombstone: done', tombstone('mine'), true, 'ok'] as const])(
    '%s',
    (_, item, mayHaveWritten, outcome) => {
      const result = settleFailedDelete(failed(item, mayHaveWritten));
      expect(result.isOk() ? 'ok' : result.error.kind).toBe(outcome);
    },
  );
});

describe('an update of a note that was updated at its time or later', () => {
  const [theirs, legacy] = [item({ revision: 'theirs', updatedAt: 9 }), item({ revision: undefined, updatedAt: 'x' })];
  test.each([
    ['is sent again, for later', theirs, false, 'any', { revision: 'theirs', updatedAt: 9 }],
    ['also where the revision is expected', theirs, false, ['theirs'], { revision: 'theirs', updatedAt: 9 }],
    ['also where no time can be told', legacy, false, 'any', { revision: '0', updatedAt: 0 }],
    ['is a conflict where another revision is expected', theirs, false, ['other'], undefined],
    ['is not sent again after a lost attempt', theirs, true, 'any', undefined],
    ['is not sent again to a tombstone', tombstone('theirs'), false, 'any', undefined],
    ['is not sent again to nothing', undefined, false, 'any', undefined],
  ])('%s', (_, item, mayHaveWritten, expected, since) => {
    expect(findLaterUpdate(expected as Expected, failed(item, mayHaveWritten))).toEqual(since);
  });
});
