import { expect, test } from 'vitest';
import type { Entry } from './outbox/entry.ts';
import { createRows, splitHeadline } from './rows.ts';

const note = (noteId: string, content: string) => ({ userId: 'u', noteId, content, createdAt: 1 });
const entry = (noteId: string, content: string, more: Partial<Entry> = {}): Entry => ({
  ...{ noteId, wanted: { kind: 'Texts', texts: { content } }, writtenAt: 9 },
  ...more,
});
const byId = <T extends { readonly noteId: string }>(...all: readonly T[]) =>
  new Map(all.map((one) => [one.noteId, one]));

test('local changes are shown over the listed notes, newest first', () => {
  const rows = createRows(byId(note('1', 'a'), note('2', 'b')), byId(entry('3', 'new'), entry('1', 'changed')));
  expect(rows.map(({ noteId, texts, phase }) => [noteId, texts.content, phase])).toEqual([
    ['3', 'new', 'Waiting'],
    ['2', 'b', 'Saved'],
    ['1', 'changed', 'Waiting'],
  ]);
});

test('a note that is gone is not shown, and one whose deletion can be undone is', () => {
  const deletion = { kind: 'Deletion', texts: { content: 'b' }, at: 10 } as const;
  const rows = createRows(
    byId(note('1', 'a'), note('2', 'b')),
    byId(entry('1', 'a', { isGone: true }), entry('2', 'b', { wanted: deletion })),
  );
  expect(rows.map(({ noteId, phase }) => [noteId, phase])).toEqual([['2', 'Deleting']]);
});

test('a saved note that is older than the listed ones appears with its page', () => {
  const saved = entry('1', 'a', { base: { texts: { content: 'a' }, etag: '"e"', createdAt: 1 } });
  expect(createRows(byId(note('2', 'b')), byId(saved), '2').map(({ noteId }) => noteId)).toEqual(['2']);
  expect(createRows(byId(note('2', 'b')), byId(saved)).map(({ noteId }) => noteId)).toEqual(['2', '1']);
});

test('a headline is the first line that is not blank', () => {
  expect(splitHeadline('\n  \n Milk \nand\n\nbread')).toEqual({ title: 'Milk', rest: 'and bread' });
  expect(splitHeadline('')).toEqual({ title: '', rest: '' });
});
