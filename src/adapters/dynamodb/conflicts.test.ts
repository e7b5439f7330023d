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
    ['on an item of its own is done', byMe, true, 'ok'],
    ['on an item of its own, whose mark was lost since, is done', item({ createdAs: undefined }), true, 'ok'],
    ['on the item of the same create in an earlier request is done', item({ revision: 'theirs' }), false, 'ok'],
    ['on the item of the same create, updated since, is done', updatedLater, true, 'ok'],
    ['on another create’s item is NoteIdTaken', bySomebody, false, 'NoteIdTaken'],
    ['on another create’s item, after a lost attempt, is NoteIdTaken', bySomebody, true, 'NoteIdTaken'],
    [
      'on an item of the tutorial’s, which has no mark of its draft, is NoteIdTaken',
      item({ createdAs: undefined, revision: undefined }),
      false,
      'NoteIdTaken',
    ],
    ['on a tombstone is NoteDeleted', tombstone('theirs'), false, 'NoteDeleted'],
    ['on an item that the error leaves out is OutcomeUnknown', undefined, false, 'OutcomeUnknown'],
  ])('%s', (_, item, mayHaveWritten, outcome) => {
    const result = settleFailedCreate(owner, draft, failed(item, mayHaveWritten));
    expect(result.isOk() ? 'ok' : result.error.kind).toBe(outcome);
  });

  test('returns the note as it is now', () => {
    const result = settleFailedCreate(owner, draft, failed(updatedLater, false));
    expect(result._unsafeUnwrap()).toMatchObject({ content: 'two', revision: 'theirs' });
  });
});

const rows: [string, object | undefined, boolean, string][] = [
  ['on nothing is NoteNotFound', undefined, false, 'NoteNotFound'],
  ['on nothing, with an attempt that may still arrive, is OutcomeUnknown', undefined, true, 'OutcomeUnknown'],
  ['on another request’s tombstone is NoteNotFound', tombstone('theirs'), false, 'NoteNotFound'],
  ['on another tombstone, after a lost attempt, is OutcomeUnknown', tombstone('theirs'), true, 'OutcomeUnknown'],
  ['on another revision is a RevisionConflict', bySomebody, false, 'RevisionConflict'],
  ['on another revision, after a lost attempt, is OutcomeUnknown', bySomebody, true, 'OutcomeUnknown'],
];

describe('an update whose condition failed', () => {
  test.each([
    ...rows,
    ['on its own revision is done', byMe, true, 'ok'] as const,
    [
      'on its own revision in a tombstone, which no update writes, is OutcomeUnknown',
      tombstone('mine'),
      true,
      'OutcomeUnknown',
    ] as const,
  ])('%s', (_, item, mayHaveWritten, outcome) => {
    const result = settleFailedUpdate(owner, failed(item, mayHaveWritten));
    expect(result.isOk() ? 'ok' : result.error.kind).toBe(outcome);
  });
});

describe('a delete whose condition failed', () => {
  test.each([...rows, ['on its own tombstone is done', tombstone('mine'), true, 'ok'] as const])(
    '%s',
    (_, item, mayHaveWritten, outcome) => {
      const result = settleFailedDelete(failed(item, mayHaveWritten));
      expect(result.isOk() ? 'ok' : result.error.kind).toBe(outcome);
    },
  );
});

describe('an update no later than the note’s last one', () => {
  const [theirs, legacy] = [item({ revision: 'theirs', updatedAt: 9 }), item({ revision: undefined, updatedAt: 'x' })];
  test.each([
    ['is sent again with a later time', theirs, false, 'any', { revision: 'theirs', updatedAt: 9 }],
    ['is sent again if the revision is expected', theirs, false, ['theirs'], { revision: 'theirs', updatedAt: 9 }],
    ['is sent again if the note’s time is unreadable', legacy, false, 'any', { revision: '0', updatedAt: 0 }],
    ['is a conflict if another revision is expected', theirs, false, ['other'], undefined],
    ['is not sent again after a lost attempt', theirs, true, 'any', undefined],
    ['is not sent again if there is a tombstone', tombstone('theirs'), false, 'any', undefined],
    ['is not sent again if there is nothing', undefined, false, 'any', undefined],
  ])('%s', (_, item, mayHaveWritten, expected, since) => {
    expect(findLaterUpdate(expected as Expected, failed(item, mayHaveWritten))).toEqual(since);
  });
});
