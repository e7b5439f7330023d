import { describe, expect, test } from 'vitest';
import { parseNoteDraft, parseNoteId, parseRevision } from '../../domain/note.ts';
import { parseOwnerId } from '../../domain/owner.ts';
import { afterFailedCreate, afterFailedDelete, afterFailedUpdate } from './conflicts.ts';
import { fingerprint, newItem } from './note-item.ts';

const owner = parseOwnerId('ann')._unsafeUnwrap();
const noteId = parseNoteId('0192d3c4-0000-7000-8000-000000000001')._unsafeUnwrap();
const draft = parseNoteDraft({ content: 'one' })._unsafeUnwrap();
const otherDraft = parseNoteDraft({ content: 'one', attachment: 'a' })._unsafeUnwrap();
const revision = (name: string) => parseRevision(name)._unsafeUnwrap();
const mine = revision('mine');

const item = (fields: object) => ({ ...newItem(owner, { noteId, draft, createdAt: 1, revision: mine }), ...fields });
const byMe = item({});
const bySomebody = item({ revision: 'theirs', createdAs: fingerprint(otherDraft) });
const updatedSince = item({ revision: 'theirs', content: 'two' });
const tombstone = (revision: string) => ({ userId: owner, noteId, deletedAt: 2, expiresAt: 3, revision });
const failed = (item: object | undefined, attempts: number) => ({
  item: item as Readonly<Record<string, unknown>> | undefined,
  attempts,
  revision: mine,
});

describe('a create whose condition failed', () => {
  test.each([
    ['on what an attempt of its own wrote: done', byMe, 2, 'ok'],
    ['on the same create of an earlier request: done', item({ revision: 'theirs' }), 1, 'ok'],
    ['on the same create, updated since: done', updatedSince, 2, 'ok'],
    ['on another create', bySomebody, 1, 'NoteIdTaken'],
    ['on another create, however often it was sent', bySomebody, 3, 'NoteIdTaken'],
    [
      'on an item of the tutorial’s, which keeps no mark of its draft',
      item({ createdAs: undefined, revision: undefined }),
      1,
      'NoteIdTaken',
    ],
    ['on a tombstone', tombstone('theirs'), 1, 'NoteDeleted'],
    ['on an item that does not come with the error', undefined, 1, 'OutcomeUnknown'],
  ])('%s', (_, item, attempts, outcome) => {
    const result = afterFailedCreate(owner, draft, failed(item, attempts));
    expect(result.isOk() ? 'ok' : result.error.kind).toBe(outcome);
  });

  test('answers the note as it is now', () => {
    const result = afterFailedCreate(owner, draft, failed(updatedSince, 1));
    expect(result._unsafeUnwrap()).toMatchObject({ content: 'two', revision: 'theirs' });
  });
});

const rows: [string, object | undefined, number, 'any' | 'expected', string][] = [
  ['nothing there', undefined, 1, 'any', 'NoteNotFound'],
  ['nothing there, sent twice: an attempt of ours would have left something', undefined, 2, 'expected', 'NoteNotFound'],
  ['a tombstone of another request', tombstone('theirs'), 1, 'any', 'NoteNotFound'],
  ['a tombstone of another request', tombstone('theirs'), 1, 'expected', 'NoteNotFound'],
  ['a tombstone of another request, sent twice', tombstone('theirs'), 2, 'any', 'OutcomeUnknown'],
  ['another revision', bySomebody, 1, 'expected', 'RevisionConflict'],
  ['another revision, sent twice', bySomebody, 2, 'expected', 'OutcomeUnknown'],
  ['another revision, sent who knows how often', bySomebody, Number.POSITIVE_INFINITY, 'expected', 'OutcomeUnknown'],
];
const expectations = { any: 'any', expected: [revision('expected')] } as const;

describe('an update whose condition failed', () => {
  test.each([...rows, ['its own revision: done', byMe, 2, 'expected', 'ok'] as const])(
    '%s (%s)',
    (_, item, attempts, expected, outcome) => {
      const result = afterFailedUpdate(owner, expectations[expected], failed(item, attempts));
      expect(result.isOk() ? 'ok' : result.error.kind).toBe(outcome);
    },
  );
});

describe('a delete whose condition failed', () => {
  test.each([...rows, ['its own tombstone: done', tombstone('mine'), 2, 'expected', 'ok'] as const])(
    '%s (%s)',
    (_, item, attempts, expected, outcome) => {
      const result = afterFailedDelete(expectations[expected], failed(item, attempts));
      expect(result.isOk() ? 'ok' : result.error.kind).toBe(outcome);
    },
  );
});
