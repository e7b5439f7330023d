/** `owned-notes/laws`: what a note store promises, for an adapter of one's own and any runner of tests. */
export type { Law, LawOptions, OpenedNoteStore, OpenNoteStore } from '../laws/law.ts';
export { laws } from '../laws/laws.ts';
export { noteStoreLaws, type Runner } from '../laws/tests-of-laws.ts';
