import { useEffect, useMemo, useRef } from 'react';
import { v7 } from 'uuid';
import { formatHref, navigate, useRoute } from '../routes.ts';
import { useTexts } from '../texts/language.tsx';
import { Button } from '../ui/button.tsx';
import { ViewHeading } from '../ui/heading.tsx';
import { Editor } from './editor.tsx';
import { NoteList } from './note-list.tsx';
import styles from './notes.module.css';
import { useDesk } from './notes-context.tsx';
import { notesTexts } from './notes-texts.ts';
import { Outgoing } from './outgoing.tsx';
import { createRows } from './rows.ts';
import { type ShortcutActions, Shortcuts } from './shortcuts.tsx';
import { useDelete } from './use-delete.ts';

const openNewNote = () => navigate(`/new/${v7()}`);

/** The list and the open note: side by side if there is room, otherwise one of the two. */
export const NotesView = () => {
  const texts = useTexts(notesTexts);
  const { pages, outbox } = useDesk();
  const { deleteNote } = useDelete();
  const [, kind, id] = useRoute().split('/');
  const open = (kind === 'note' || kind === 'new') && id ? { noteId: id, isNew: kind === 'new' } : undefined;
  const noteId = open?.noteId;
  useFocusAfter(noteId);

  const actions = useMemo<ShortcutActions>(() => {
    const step = (by: number) => {
      const { notes, next } = pages.state();
      const rows = createRows(notes, outbox.state().entries, next).filter(({ phase }) => phase !== 'Deleting');
      const at = rows.findIndex((row) => row.noteId === (noteId ?? findFocused()));
      const to = rows[at < 0 ? 0 : at + by];
      if (to !== undefined) navigate(`/note/${to.noteId}`);
    };
    return {
      n: openNewNote,
      j: () => step(1),
      k: () => step(-1),
      x: () => {
        const chosen = noteId ?? findFocused();
        if (chosen === undefined) return;
        void deleteNote(chosen);
        navigate('/');
      },
      Escape: () => noteId !== undefined && navigate('/'),
    };
  }, [noteId, pages, outbox, deleteNote]);

  return (
    <div className={styles.desk} data-open={open !== undefined || undefined}>
      <div className={styles.top}>
        <ViewHeading>{texts.notes}</ViewHeading>
        <div className={styles.actions}>
          <Shortcuts actions={actions} />
          <a className="button" data-kind="quiet" href={formatHref('/data')}>
            {texts.data}
          </a>
          <Button kind="primary" onClick={openNewNote}>
            {texts.create}
          </Button>
        </div>
      </div>
      <Outgoing current={noteId} />
      <NoteList current={noteId} />
      {open === undefined ? (
        <p className={styles.none}>{texts.choose}</p>
      ) : (
        <Editor key={open.noteId} noteId={open.noteId} isNew={open.isNew} />
      )}
    </div>
  );
};

const findFocused = (): string | undefined =>
  document.activeElement instanceof HTMLElement ? document.activeElement.dataset.note : undefined;

/**
 * Returns the focus to a note's place in the list when the user leaves the note, or to the beginning if it is no longer
 * there.
 */
const useFocusAfter = (noteId: string | undefined) => {
  const last = useRef(noteId);
  useEffect(() => {
    const { current: left } = last;
    last.current = noteId;
    if (noteId !== undefined || left === undefined) return;
    const links = [...document.querySelectorAll<HTMLElement>('a[data-note]')];
    const link = links.find(({ dataset }) => dataset.note === left) ?? links[0];
    (link ?? document.querySelector<HTMLElement>('h1'))?.focus();
  }, [noteId]);
};
