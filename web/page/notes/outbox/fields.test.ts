import { fieldNames, mapFields } from 'owned-notes';
import type { Draft } from 'owned-notes/client';
import { expect, test } from 'vitest';
import { mergeTexts } from '../merge/merge-texts.ts';
import { selectTexts } from './entry.ts';

/** Returns a draft with a text in every field that a note can have. */
const createDraft = (text: string): Draft => ({
  ...mapFields((name) => `${name} ${text}`),
  content: `content ${text}`,
});

// The API replaces the whole note: a field that the page left out would be lost.
test('an edit keeps every field of a note', () => {
  expect(selectTexts({ ...createDraft('a'), noteId: '1', createdAt: 1 } as Draft)).toEqual(createDraft('a'));
});

test.each(fieldNames)('a merge takes the side that changed %s', (name) => {
  const [before, changed] = [createDraft('before'), { ...createDraft('before'), [name]: `${name} after` }];
  expect(mergeTexts(before, changed, before)).toEqual(changed);
  expect(mergeTexts(before, before, changed)).toEqual(changed);
});
