/**
 * Values, use cases, and the ports that an adapter implements.
 *
 * @module owned-notes
 */
export * from '../domain/attachment-key.ts';
export * from '../domain/media-type.ts';
export * from '../domain/note.ts';
export * from '../domain/note-fields.ts';
export * from '../domain/owner.ts';
export type * from '../ports/attachment-store.ts';
export type { Clock } from '../ports/clock.ts';
export { isExpected } from '../ports/expected.ts';
export type { NoteIds } from '../ports/note-ids.ts';
export type * from '../ports/note-store.ts';
export type { Revisions } from '../ports/revisions.ts';
export { type CreateNoteDeps, createNote } from '../use-cases/create-note.ts';
export { type DeleteNoteDeps, deleteNote } from '../use-cases/delete-note.ts';
export { type GetNoteDeps, getNote } from '../use-cases/get-note.ts';
export { type ListNotesDeps, listNotes } from '../use-cases/list-notes.ts';
export { type UpdateNoteDeps, updateNote } from '../use-cases/update-note.ts';
