import { describe, expect, test } from 'vitest';
import type { NoteId } from '../domain/note.ts';
import type { OwnerId } from '../domain/owner.ts';
import type { NotePage, PageRequest } from '../ports/note-store.ts';
import { createDraft, noteIds, revisionNumbered, twins } from './arbitraries.ts';
import { applyAction, createModel, type NoteAction, type Outcome, same } from './model.ts';

const [[owner, another]] = twins as readonly [readonly [OwnerId, OwnerId]];
const [zero, one, two, three] = noteIds as readonly [NoteId, NoteId, NoteId, NoteId];

const createCreation = (noteId: NoteId) => ({
  noteId,
  draft: createDraft('one'),
  createdAt: 1,
  revision: revisionNumbered(1),
});
const createNote = (noteId: NoteId) => ({
  userId: owner,
  noteId,
  content: 'one',
  createdAt: 1,
  revision: revisionNumbered(1),
});
const create = (noteId: NoteId): NoteAction => ({ type: 'create', creation: createCreation(noteId) });
const deleteAction = (id: NoteId): NoteAction => ({
  ...{ type: 'delete', id, expected: 'any' },
  deletion: { deletedAt: 2, revision: revisionNumbered(2) },
});

/** Creates a model of an owner with the notes one, two and three, whose note zero was deleted. */
const threeNotes = () => {
  const model = createModel();
  for (const id of [two, zero, three, one]) model.check(owner, create(id), { ok: createNote(id) });
  model.check(owner, deleteAction(zero), { ok: undefined });
  return model;
};

describe('the model', () => {
  test('has an owner’s notes, newest id first, and no other’s', () => {
    expect(threeNotes().listNotes(owner)).toEqual([three, two, one].map(createNote));
    expect(threeNotes().listNotes(another)).toEqual([]);
  });

  test('reports the outcome of a command, and the outcome that it should have had', () => {
    const check = () => threeNotes().check(owner, create(zero), { ok: { noteId: zero, content: 'one' } });
    expect(check).toThrow(
      `create came to {"ok":{"content":"one","noteId":"${zero}"}} instead of {"error":"NoteDeleted"}.`,
    );
  });

  test('answers a delete with nothing, and keeps a tombstone', () => {
    const entry = { note: createNote(one), createdAs: createDraft('one') };
    const deleted = applyAction(entry, owner, deleteAction(one) as NoteAction & { type: 'delete' });
    expect(deleted).toStrictEqual({ outcome: { ok: undefined }, entry: 'tombstone' });
  });
});

const page = (ids: readonly NoteId[], next?: NoteId): Outcome => {
  const ok: NotePage = { notes: ids.map(createNote), ...(next !== undefined && { next }) };
  return { ok };
};
const check = (request: PageRequest, outcome: Outcome) => () =>
  threeNotes().check(owner, { type: 'list', page: request }, outcome);

describe('a page is right', () => {
  test.each<[string, PageRequest, Outcome]>([
    ['with all notes', { limit: 3 }, page([three, two, one])],
    ['with fewer than the limit, and a next', { limit: 3 }, page([three], three)],
    ['with none, and a next', { limit: 3 }, page([], noteIds[5])],
    ['with the notes below its start', { limit: 3, after: three }, page([two, one])],
    ['in the middle', { limit: 1, after: three }, page([two], two)],
    ['with none at the end', { limit: 1, after: one }, page([])],
  ])('%s', (_, request, outcome) => {
    expect(check(request, outcome)).not.toThrow();
  });
});

const isAnother = /^A page is \[.*\] and not \[.*\]\.$/;

describe('a page is wrong', () => {
  test.each<[string, PageRequest, Outcome, string | RegExp]>([
    ['that failed', { limit: 3 }, { error: 'StoreUnavailable' }, 'list came to {"error":"StoreUnavailable"}.'],
    ['with more than the limit', { limit: 1 }, page([three, two], two), 'A page of at most 1 has 2 notes.'],
    ['whose next is where it began', { limit: 3, after: two }, page([], two), 'The next page does not lead downwards.'],
    ['whose next is further up', { limit: 3, after: two }, page([], three), 'The next page does not lead downwards.'],
    ['that leaves out a note', { limit: 3 }, page([three, one]), isAnother],
    ['that leaves out its next', { limit: 3 }, page([three], two), isAnother],
    ['that ends too early', { limit: 2 }, page([three, two]), isAnother],
    ['with a note below its next', { limit: 3 }, page([three, two], three), isAnother],
    ['with the note below which it should begin', { limit: 3, after: two }, page([two, one]), isAnother],
    ['with a note twice', { limit: 3 }, page([three, three, two], two), isAnother],
    ['oldest id first', { limit: 3 }, page([one, two, three]), isAnother],
    ['with a deleted note', { limit: 4 }, page([three, two, one, zero]), isAnother],
  ])('%s', (_, request, outcome, sentence) => {
    expect(check(request, outcome)).toThrow(sentence);
  });
});

describe('an actual and an expected outcome', () => {
  test.each<[string, unknown, unknown, boolean]>([
    ['names in a different order', { a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 }, true],
    ['another value', { a: 1, b: 2 }, { a: 2, b: 1 }, false],
    ['a name that is absent, and undefined', { a: 1 }, { a: 1, b: undefined }, true],
    ['an additional name', { a: 1 }, { a: 1, b: 2 }, false],
    ['lists in another order', [1, 2], [2, 1], false],
    ['a list and an object', ['a'], { 0: 'a' }, false],
    ['two nulls', { a: null }, { a: null }, true],
    ['null and an empty object', { a: null }, { a: {} }, false],
    ['a number and its text', 1, '1', false],
  ])('compared: %s', (_, a, b, expected) => {
    expect(same(a, b)).toBe(expected);
  });
});
