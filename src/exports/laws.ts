/** `owned-notes/laws`: what a note store promises, as tests for an adapter of one's own. */
export { type Law, type LawOptions, laws, noteStoreLaws, type OpenNoteStore } from '../ports/note-store.laws.ts';
