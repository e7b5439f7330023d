/** `owned-notes/laws`: what a note store promises, for an adapter of one's own and any runner of tests. */
export { type Law, type LawOptions, laws, type OpenNoteStore } from '../ports/note-store.laws.ts';
