import { err, ok, ResultAsync } from 'neverthrow';
import type { CallFailure, Note, NotesClient } from 'owned-notes/client';
import { expect, test } from 'vitest';
import { createNotePages } from './note-pages.ts';

type Page = Awaited<ReturnType<NotesClient['list']>>;

const note = (noteId: string, content = noteId): Note => ({ noteId, userId: 'u', content, createdAt: 1 });
const page = (notes: readonly Note[], next?: string): Page => ok({ notes, ...(next !== undefined && { next }) });
const lost: CallFailure = { kind: 'Unreachable', url: '', reason: '' };
const turn = () => new Promise((resolve) => setTimeout(resolve));

/** Creates pages whose requests are answered by the test, in the order in which they were made. */
const asked = () => {
  const requests: { readonly after: string | undefined; readonly answer: (page: Page) => Promise<unknown> }[] = [];
  const pages = createNotePages({
    list: ({ after } = {}) =>
      new ResultAsync(
        new Promise((resolve) => {
          const answer = (given: Page) => {
            resolve(given);
            return turn();
          };
          requests.push({ after: after as string | undefined, answer });
        }),
      ),
  });
  const shown = () => [...pages.state().notes.values()].map(({ content }) => content).toSorted();
  return { pages, requests, shown };
};

test('what was written, read or deleted while the list was on its way is newer than the list', async () => {
  const { pages, requests, shown } = asked();
  pages.more();
  pages.put(note('a', 'a, changed'));
  pages.put(note('old'));
  pages.drop('b');
  await requests[0]?.answer(page([note('a'), note('b'), note('c')]));
  expect(shown()).toEqual(['a, changed', 'c', 'old']);
});

test('a note that a reload no longer lists is still known, unless it was deleted', async () => {
  const { pages, requests, shown } = asked();
  pages.put(note('old'));
  pages.put(note('gone'));
  pages.drop('gone');
  pages.refresh();
  await requests[0]?.answer(page([note('new')], 'new'));
  expect(shown()).toEqual(['new']);
  expect([pages.find('old')?.content, pages.find('gone')]).toEqual(['old', undefined]);
});

test('after a failure, the next request is the one that failed', async () => {
  const { pages, requests, shown } = asked();
  pages.more();
  await requests[0]?.answer(page([note('b')], 'b'));
  pages.more();
  await requests[1]?.answer(err(lost));
  pages.more();
  await requests[2]?.answer(page([note('a')]));
  pages.refresh();
  await requests[3]?.answer(err(lost));
  pages.more();
  await requests[4]?.answer(page([note('c'), note('b')]));
  expect(requests.map(({ after }) => after)).toEqual([undefined, 'b', 'b', undefined, undefined]);
  expect([shown(), pages.state().failure]).toEqual([['b', 'c'], undefined]);
  pages.more();
  expect(requests).toHaveLength(5);
});
