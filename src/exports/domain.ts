/** `owned-notes`: values, use cases, and the ports that an adapter serves. */
export * from '../domain/note.ts';
export * from '../domain/note-fields.ts';
export * from '../domain/owner.ts';
export { type CreateNoteDeps, createNote } from '../domain/use-cases/create-note.ts';
export { type DeleteNoteDeps, deleteNote } from '../domain/use-cases/delete-note.ts';
export { type GetNoteDeps, getNote } from '../domain/use-cases/get-note.ts';
export { type ListNotesDeps, listNotes } from '../domain/use-cases/list-notes.ts';
export { type UpdateNoteDeps, updateNote } from '../domain/use-cases/update-note.ts';
export type { Clock } from '../ports/clock.ts';
export { isExpected } from '../ports/expected.ts';
export type { NoteIds } from '../ports/note-ids.ts';
export type * from '../ports/note-store.ts';
export type { Revisions } from '../ports/revisions.ts';
