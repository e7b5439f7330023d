import { useCallback } from 'react';
import { useTexts } from '../texts/language.tsx';
import { useToast } from '../ui/toasts.tsx';
import { useDesk } from './notes-context.tsx';
import { notesTexts } from './notes-texts.ts';
import { toVersion } from './outbox/answers.ts';
import type { Version } from './outbox/entry.ts';
import { deleteEntry, undoDelete, undoTime } from './outbox/writing.ts';

/** Deletes notes, and undoes that. */
export const useDelete = () => {
  const texts = useTexts(notesTexts);
  const { outbox, pages } = useDesk();
  const showToast = useToast();

  const undo = useCallback(
    async (noteId: string) => {
      const kept = await outbox.change(noteId, (entry) => undoDelete(entry, Date.now()));
      const isBack = kept?.wanted.kind === 'Texts' && !kept.isGone;
      showToast({ text: isBack ? texts.undone : texts.undoLate });
    },
    [outbox, showToast, texts],
  );
  const deleteNote = useCallback(
    async (noteId: string, known?: Version) => {
      const note = pages.find(noteId);
      const base = known ?? (note && toVersion(note));
      const kept = await outbox.change(noteId, (entry) =>
        entry === undefined && base === undefined ? undefined : deleteEntry(entry, noteId, base, Date.now()),
      );
      // Nobody knows of such a note.
      if (kept === undefined) return;
      showToast({
        text: texts.deleted,
        action: { label: texts.undo, run: () => void undo(noteId) },
        lasts: undoTime,
      });
    },
    [outbox, pages, showToast, texts, undo],
  );
  return { deleteNote, undo };
};
