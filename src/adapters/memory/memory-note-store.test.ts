import { describe, expect, test } from 'vitest';
import { parseNoteDraft, parseNoteId, parseRevision } from '../../domain/note.ts';
import { parseOwnerId } from '../../domain/owner.ts';
import { createMemoryNoteStore } from './memory-note-store.ts';

const owner = parseOwnerId('ann')._unsafeUnwrap();
const noteId = parseNoteId('0192d3c4-0000-7000-8000-000000000001')._unsafeUnwrap();
const draft = parseNoteDraft({ content: 'one' })._unsafeUnwrap();
const revision = parseRevision('r')._unsafeUnwrap();

describe('the last page', () => {
  test('has no member for a next one', async () => {
    const store = createMemoryNoteStore();
    expect((await store.list(owner, { limit: 1 }))._unsafeUnwrap()).toStrictEqual({ notes: [] });
    await store.create(owner, { noteId, draft, createdAt: 1, revision });
    const note = { userId: owner, noteId, content: 'one', createdAt: 1, revision };
    expect((await store.list(owner, { limit: 1 }))._unsafeUnwrap()).toStrictEqual({ notes: [note] });
  });
});
