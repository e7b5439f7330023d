import { createNoteResponse } from '../adapters/api-gateway/responses.ts';
import { type Note, parseNoteDraft, parseNoteId, parseRevision } from '../domain/note.ts';
import { mapFields } from '../domain/note-fields.ts';
import { parseOwnerId } from '../domain/owner.ts';
import { fieldWords } from './field-words.ts';

/** A draft that a client may send. */
export const exampleDraft = mapFields((name) => fieldWords[name].example);

export const exampleNote: Note = {
  userId: parseOwnerId('us-east-1:06d418dd-1111-2222-3333-444455556666')._unsafeUnwrap(),
  noteId: parseNoteId('0192d3c4-0000-7000-8000-000000000001')._unsafeUnwrap(),
  ...parseNoteDraft(exampleDraft)._unsafeUnwrap(),
  createdAt: 1_795_410_000_000,
  updatedAt: 1_795_410_060_000,
  revision: parseRevision('kN3vB2mQx8Yt0aZc')._unsafeUnwrap(),
};

/** The example note as it goes over the wire. */
export const shownNote: unknown = JSON.parse(createNoteResponse(exampleNote).body);

export const exampleRequestId = 'JKJaXmPLvHcESHA=';
