import { DatabaseSync } from 'node:sqlite';
import { createNote, listNotes, parseNoteDraft, parseOwnerId } from 'owned-notes';
import { randomRevisions, systemClock, uuidV7NoteIds } from 'owned-notes/memory';
import { sqliteNoteStore } from './sqlite-note-store.ts';

const store = sqliteNoteStore(new DatabaseSync(process.env.NOTES_FILE ?? 'notes.db'));
const deps = { store, clock: systemClock, noteIds: uuidV7NoteIds, revisions: randomRevisions };

const page = await parseOwnerId('the owner of this machine').asyncAndThen((owner) =>
  parseNoteDraft({ content: process.argv[2] ?? 'Hello, notes' })
    .asyncAndThen((draft) => createNote(deps, owner, draft))
    .andThen(() => listNotes(deps, owner, { limit: 100 })),
);

page.match(
  ({ notes }) => {
    for (const { createdAt, content } of notes) console.log(`${new Date(createdAt).toISOString()}  ${content}`);
  },
  (failure) => {
    console.error('reason' in failure ? failure.reason : failure.kind);
    process.exitCode = 1;
  },
);
