import { expect, test } from 'vitest';
import { applyAccepted, applyDeleted, applyFailure, applyMissing } from './answers.ts';
import { type Entry, findPhase, isSettled, maxContentBytes } from './entry.ts';
import { beginStep, findNextStep, takeOver } from './steps.ts';
import { canUndo, deleteEntry, keepMine, letGo, undoDelete, undoTime, writeEntry } from './writing.ts';

const base = { texts: { content: 'a' }, etag: '"1"', createdAt: 1 };
const edit = (content: string, entry?: Entry) => writeEntry(entry, { noteId: 'n', base, texts: { content } }, 1_000);
const sending = (entry: Entry, now = 1_000): Entry => {
  const step = findNextStep(entry, now);
  if (step === undefined) throw new Error('There is nothing to send.');
  return beginStep(entry, step, now);
};
const problem = (status: number, name: string) =>
  ({ kind: 'ApiProblem', status, type: `urn:problem-type:owned-notes:${name}`, title: name }) as const;
const lost = { kind: 'Unreachable', url: '', reason: '' } as const;

test('pending edits become one write, conditional on the version that was edited', () => {
  expect(findNextStep(edit('c', edit('b')), 1_000)).toEqual({
    kind: 'Update',
    texts: { content: 'c' },
    ifMatch: '"1"',
  });
});

test('an edit that is undone by hand is not sent', () => {
  expect(isSettled(edit('a', edit('b')))).toBe(true);
  expect(findNextStep(edit('a', edit('b')), 1_000)).toBeUndefined();
});

test('a deletion waits until the time to undo it is over, and can be undone until it is sent', () => {
  const entry = deleteEntry(edit('b'), 'n', base, 1_000);
  expect(findNextStep(entry, 1_000)).toEqual({ kind: 'Wait', until: 1_000 + undoTime });
  expect(undoDelete(entry, 2_000)?.wanted).toEqual({ kind: 'Texts', texts: { content: 'b' } });
  const sent = sending(entry, 1_000 + undoTime);
  expect(sent.sent?.kind).toBe('Delete');
  expect(canUndo(sent)).toBe(false);
  expect(undoDelete(sent, 20_000)).toBe(sent);
});

test('a note that was never sent is deleted without a request', () => {
  const entry = deleteEntry(writeEntry(undefined, { noteId: 'n', texts: { content: 'a' } }, 0), 'n', undefined, 0);
  expect(findNextStep(entry, undoTime)).toEqual({ kind: 'Forget' });
});

test('a create is retried as it was sent for half a day, and is looked up after that', () => {
  const sent = sending(writeEntry(undefined, { noteId: 'n', texts: { content: 'a' } }, 0), 0);
  const edited = edit('b', takeOver(sent));
  expect(findPhase(edited)).toBe('Unknown');
  expect(findNextStep(edited, 60_000)).toEqual({ kind: 'Create', texts: { content: 'a' } });
  expect(findNextStep(edited, 13 * 60 * 60 * 1000)).toEqual({ kind: 'Look' });
});

test('a create that the server knows nothing of after half a day waits for the user', () => {
  const sent = takeOver(sending(writeEntry(undefined, { noteId: 'n', texts: { content: 'a' } }, 0), 0));
  const missing = applyMissing(sent);
  expect([findPhase(missing), isSettled(missing), missing.wanted.texts.content]).toEqual(['NotFound', false, 'a']);
  expect(letGo(missing)).toMatchObject({ isGone: true });
  expect(applyMissing(deleteEntry(sent, 'n', undefined, 0))).toMatchObject({ isGone: true });
});

test('an update with an unknown outcome, or with a conflict, is looked up', () => {
  expect(findNextStep(applyFailure(sending(edit('b')), lost), 1_000)).toEqual({ kind: 'Look' });
  expect(findNextStep(applyFailure(sending(edit('b')), problem(412, 'revision-conflict')), 1_000)).toEqual({
    kind: 'Look',
  });
  expect(findNextStep(applyFailure(sending(edit('b')), problem(503, 'outcome-unknown')), 1_000)).toEqual({
    kind: 'Look',
  });
  // Nothing was written: the next attempt sends the newest texts.
  const busy = applyFailure(sending(edit('b')), problem(503, 'store-unavailable'));
  expect(findNextStep(edit('c', busy), 1_000)).toMatchObject({ kind: 'Update', texts: { content: 'c' } });
});

test('texts that the API would refuse, or did refuse, wait for the user', () => {
  expect(findPhase(edit(''))).toBe('Empty');
  expect(findPhase(edit('é'.repeat(maxContentBytes / 2)))).toBe('Waiting');
  expect(findPhase(edit(`${'é'.repeat(maxContentBytes / 2)}.`))).toBe('TooLong');
  expect(findNextStep(edit(''), 1_000)).toBeUndefined();
  const refused = applyFailure(sending(edit('b')), problem(422, 'invalid-note'));
  expect(findPhase(refused)).toBe('Refused');
  expect(findNextStep(refused, 1_000)).toBeUndefined();
  expect(findNextStep(edit('c', refused), 1_000)).toMatchObject({ kind: 'Update' });
  expect(letGo(refused)?.wanted).toEqual({ kind: 'Texts', texts: base.texts });
});

test('a note that was deleted elsewhere is shown if it has unsent changes', () => {
  expect(findPhase(applyFailure(sending(edit('b')), problem(404, 'note-not-found')))).toBe('Gone');
  expect(isSettled(applyDeleted(sending(deleteEntry(undefined, 'n', base, 0), undoTime)))).toBe(true);
});

test('choosing a side in a conflict overwrites the version that was shown', () => {
  const theirs = { texts: { content: 'theirs' }, etag: '"2"', createdAt: 1 };
  const entry: Entry = { ...edit('mine'), problem: { kind: 'Conflict', theirs } };
  expect(findNextStep(entry, 1_000)).toBeUndefined();
  const chosen = keepMine(entry, undefined, 1_000);
  expect(chosen && findNextStep(chosen, 1_000)).toEqual({ kind: 'Update', texts: { content: 'mine' }, ifMatch: '"2"' });
  expect(letGo(entry)).toMatchObject({ base: theirs, wanted: { texts: { content: 'theirs' } } });
});

test('a retried create that returns others’ changes takes them, or is a conflict if there are edits here', () => {
  const sent = sending(writeEntry(undefined, { noteId: 'n', texts: { content: 'a' } }, 0), 0);
  const created = { userId: 'u', noteId: 'n', content: 'of others', createdAt: 1, etag: '"2"' };
  const note = { ...created, updatedAt: 2 };
  expect(applyAccepted(sent, note).wanted).toEqual({ kind: 'Texts', texts: { content: 'of others' } });
  expect(findPhase(applyAccepted(edit('b', sent), note))).toBe('Conflict');
  // Another tab's create, with the same key, was first.
  expect(findPhase(applyAccepted(sent, created))).toBe('Conflict');
});
