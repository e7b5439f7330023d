import { expect, test, vi } from 'vitest';
import { type NoteDraft, parseNoteDraft, parseNoteId, parseRevision } from '../../domain/note.ts';
import type * as fields from '../../domain/note-fields.ts';
import { parseOwnerId } from '../../domain/owner.ts';
import { updateIf } from './commands.ts';
import { createFingerprint } from './note-item.ts';
import { createLiveCondition } from './write-conditions.ts';

/** Two fields added after today's. */
const later = vi.hoisted(() => ({
  title: { required: false, maxBytes: 200 },
  color: { required: false, maxBytes: 200 },
}));
vi.mock('../../domain/note-fields.ts', async (original) => {
  const today = await original<typeof fields>();
  const noteFields = { ...today.noteFields, ...later };
  return { ...today, noteFields, fieldNames: Object.keys(noteFields) };
});

const createDraft = (more: object): NoteDraft => parseNoteDraft({ content: 'one', ...more })._unsafeUnwrap();

test('new fields do not change the fingerprint of a draft that has none of them', () => {
  expect(createFingerprint(createDraft({}))).toBe('SACMGPjzvOxh8AQvVlLVA2');
  expect(createFingerprint(createDraft({ attachment: 'a.png' }))).toBe('-cI86ftQ6XXdg-tQrpuiKU');
});

test('the fingerprint of a draft covers each later field that the draft has', () => {
  const some = [{}, { title: 'x' }, { color: 'x' }, { title: 'x', color: 'x' }, { attachment: 'x' }];
  expect(new Set(some.map((more) => createFingerprint(createDraft(more)))).size).toBe(some.length);
});

test('an update removes each field that the draft leaves out', () => {
  const [owner, revision] = [parseOwnerId('ann')._unsafeUnwrap(), parseRevision('r')._unsafeUnwrap()];
  const noteId = parseNoteId('0192d3c4-0000-7000-8000-000000000001')._unsafeUnwrap();
  const change = { draft: createDraft({ title: 't' }), updatedAt: 2, revision };
  expect(updateIf('notes', createLiveCondition('any'), owner, noteId, change).UpdateExpression).toBe(
    'SET #content = :content, #title = :title, updatedAt = :updatedAt, revision = :revision REMOVE #attachment, #color',
  );
});
