/**
 * Notes and files in memory, and this process's clock, ids and revisions.
 *
 * @module owned-notes/memory
 */
export {
  createMemoryAttachmentStore,
  type MemoryAttachmentStoreOptions,
} from '../adapters/memory/memory-attachment-store.ts';
export { createMemoryNoteStore } from '../adapters/memory/memory-note-store.ts';
export { randomRevisions } from '../adapters/system/random-revisions.ts';
export { systemClock } from '../adapters/system/system-clock.ts';
export { uuidV7NoteIds } from '../adapters/uuid/uuid-v7-note-ids.ts';
