import { sameTexts } from 'owned-notes';
import {
  createFilesClient,
  createNotesClient,
  type FilesClient,
  type Note,
  type NotesClient,
} from 'owned-notes/client';
import { createContext, type ReactNode, useContext, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useAccount } from '../session/account.ts';
import { useTexts } from '../texts/language.tsx';
import { useToast } from '../ui/toasts.tsx';
import { useAskOnLeave } from '../ui/use-ask-on-leave.ts';
import { useNoDrop } from '../ui/use-no-drop.ts';
import { createRunningUploads, type UploadState, type Uploads } from './files/uploads.ts';
import { forgotten } from './kept/channel.ts';
import { createNotePages, type NotePages, type Pages } from './note-pages.ts';
import { notesTexts } from './notes-texts.ts';
import { type Entry, isSettled, selectTexts } from './outbox/entry.ts';
import { writeEntry } from './outbox/writing.ts';
import { createRunningOutbox, type Outbox, type OutboxState } from './running-outbox.ts';

/** What the notes views work with, for as long as the user is signed in. */
interface Desk {
  readonly notes: NotesClient;
  readonly files: FilesClient;
  readonly pages: NotePages;
  readonly outbox: Outbox;
  readonly uploads: Uploads;
  /** Different from that of the desk before it: views that began with one desk do not go on with another. */
  readonly turn: number;
}

const DeskContext = createContext<Desk | undefined>(undefined);

export const NotesProvider = ({ children }: { readonly children: ReactNode }) => {
  const { config, session, who, isShared, check } = useAccount();
  const texts = useTexts(notesTexts);
  const showToast = useToast();
  useNoDrop();
  const [desk, setDesk] = useState<Desk>();
  const [restarts, setRestarts] = useState(0);
  const turns = useRef(0);
  const onForgotten = (wasShared: boolean) => {
    // The storage event ends this tab's sign-in, too. Until it comes, nothing more is stored.
    if (wasShared && isShared) return void forgotten.add(who.sub);
    showToast({ text: texts.discardedElsewhere });
    setRestarts((before) => before + 1);
    // This tab's own sign-in lasts, unless the user signed out everywhere.
    void check();
  };
  const latest = useRef(onForgotten);
  latest.current = onForgotten;
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each of `restarts`, the desk is a new one
  useEffect(() => {
    const [notes, files] = [createNotesClient(config, session), createFilesClient(config, session)];
    const pages = createNotePages(notes);
    const outbox = createRunningOutbox(who.sub, notes, {
      onDropped: (entry) => handOver(entry, pages),
      onForgotten: (wasShared) => latest.current(wasShared),
    });
    const uploads = createRunningUploads(who.sub, files, async (noteId, key, name) => {
      const note = pages.find(noteId);
      await outbox.change(noteId, (entry) => attachToEntry(entry, noteId, key, name, note));
      outbox.flush();
    });
    const endOfUploads = outbox.subscribe(() => {
      // A note that is deleted for good needs no file any more.
      for (const noteId of uploads.state().keys())
        if (outbox.state().entries.get(noteId)?.isGone) uploads.cancel(noteId);
    });
    turns.current++;
    setDesk({ notes, files, pages, outbox, uploads, turn: turns.current });
    return () => {
      endOfUploads();
      uploads.stop();
      outbox.stop();
    };
  }, [config, session, who.sub, restarts]);
  return (
    desk && (
      <DeskContext key={desk.turn} value={desk}>
        <AskOnLeave />
        {children}
      </DeskContext>
    )
  );
};

/**
 * Asks users who close or reload the page before they lose something: an upload, for which they would have to choose
 * the file again, or changes that the browser does not store.
 */
const AskOnLeave = () => {
  const { entries, isKept } = useOutbox();
  const isUploading = [...useUploads().values()].some(({ kind }) => kind === 'Running');
  useAskOnLeave(isUploading || (!isKept && [...entries.values()].some((entry) => !isSettled(entry))));
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
 * content. A note that is deleted stays deleted; if that is undone, it has the file.
 */
const attachToEntry = (
  entry: Entry | undefined,
  noteId: string,
  key: string,
  name: string,
  note: Note | undefined,
): Entry => {
  if (entry?.isGone) return entry;
  if (entry?.wanted.kind === 'Deletion') {
    const { wanted } = entry;
    return { ...entry, wanted: { ...wanted, texts: { ...wanted.texts, attachment: key } } };
  }
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

export const useUploads = (): ReadonlyMap<string, UploadState> => {
  const { uploads } = useDesk();
  return useSyncExternalStore(uploads.subscribe, uploads.state);
};
