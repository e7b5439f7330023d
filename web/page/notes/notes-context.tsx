import { sameTexts } from 'owned-notes';
import {
  createFilesClient,
  createNotesClient,
  type FilesClient,
  type Note,
  type NotesClient,
} from 'owned-notes/client';
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import { useAccount } from '../session/account.ts';
import { useAskOnLeave } from '../ui/use-ask-on-leave.ts';
import { createRunningUploads, type UploadState, type Uploads } from './files/uploads.ts';
import { createNotePages, type NotePages, type Pages } from './note-pages.ts';
import { type Entry, selectTexts } from './outbox/entry.ts';
import { writeEntry } from './outbox/writing.ts';
import { createRunningOutbox, type Outbox, type OutboxState } from './running-outbox.ts';

/** What the notes views work with, for as long as the user is signed in. */
interface Desk {
  readonly notes: NotesClient;
  readonly files: FilesClient;
  readonly pages: NotePages;
  readonly outbox: Outbox;
  readonly uploads: Uploads;
}

const DeskContext = createContext<Desk | undefined>(undefined);

export const NotesProvider = ({ children }: { readonly children: ReactNode }) => {
  const { config, session, who } = useAccount();
  const [desk, setDesk] = useState<Desk>();
  useEffect(() => {
    const [notes, files] = [createNotesClient(config, session), createFilesClient(config, session)];
    const pages = createNotePages(notes);
    const outbox = createRunningOutbox(who.sub, notes, (entry) => handOver(entry, pages));
    const uploads = createRunningUploads(who.sub, files, async (noteId, key, name) => {
      const note = pages.state().notes.get(noteId);
      await outbox.change(noteId, (entry) => attachToEntry(entry, noteId, key, name, note));
      outbox.flush();
    });
    setDesk({ notes, files, pages, outbox, uploads });
    return () => {
      uploads.stop();
      outbox.stop();
    };
  }, [config, session, who.sub]);
  return (
    desk && (
      <DeskContext value={desk}>
        <AskWhileUploading />
        {children}
      </DeskContext>
    )
  );
};

/** Asks users who close or reload the page during an upload: to resume it, they would have to choose the file again. */
const AskWhileUploading = () => {
  const { uploads } = useDesk();
  const running = useSyncExternalStore(uploads.subscribe, uploads.state);
  useAskOnLeave([...running.values()].some(({ kind }) => kind === 'Running'));
  return null;
};

/** Updates the list with an entry that the outbox has dropped, because the server has it. */
const handOver = ({ noteId, base, isGone }: Entry, pages: NotePages): void => {
  if (isGone) pages.drop(noteId);
  else if (base?.createdAt !== undefined) {
    const { texts, createdAt, updatedAt, etag } = base;
    pages.put({
      ...{ ...texts, noteId, userId: '', createdAt },
      ...(updatedAt !== undefined && { updatedAt }),
      ...(etag !== undefined && { etag }),
    });
  }
};

/**
 * Names a new file in the note's entry. If the note has no text, it gets the file's name, because the API rejects empty
 * content.
 */
const attachToEntry = (
  entry: Entry | undefined,
  noteId: string,
  key: string,
  name: string,
  note: Note | undefined,
): Entry => {
  const seen = entry?.wanted.texts ?? (note && selectTexts(note));
  const texts = { ...seen, content: seen?.content || name || key, attachment: key };
  const base = note && { texts: selectTexts(note) };
  if (entry !== undefined && sameTexts(entry.wanted.texts, texts)) return entry;
  return writeEntry(entry, { noteId, base, seen, texts }, Date.now());
};

export const useDesk = (): Desk => {
  const desk = useContext(DeskContext);
  if (desk === undefined) throw new Error('There is no NotesProvider around this.');
  return desk;
};

export const useOutbox = (): OutboxState => {
  const { outbox } = useDesk();
  return useSyncExternalStore(outbox.subscribe, outbox.state);
};

export const usePages = (): Pages => {
  const { pages } = useDesk();
  return useSyncExternalStore(pages.subscribe, pages.state);
};

export const useUpload = (noteId: string): UploadState | undefined => {
  const { uploads } = useDesk();
  return useSyncExternalStore(uploads.subscribe, uploads.state).get(noteId);
};
