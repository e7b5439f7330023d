import { sameTexts } from 'owned-notes';
import type { Draft } from 'owned-notes/client';
import { useCallback, useLayoutEffect, useRef, useState } from 'react';
import { useAskOnLeave } from '../ui/use-ask-on-leave.ts';
import { useDesk } from './notes-context.tsx';
import type { Entry, Version } from './outbox/entry.ts';
import { writeEntry } from './outbox/writing.ts';

interface Given {
  readonly noteId: string;
  /** The note's texts before anything is typed, and their version if the server has one. */
  readonly texts: Draft;
  readonly base: Version | undefined;
  readonly entry: Entry | undefined;
}

/**
 * Keeps what the user types: it stores each change in the outbox. Changes made while one is being stored are stored
 * together next.
 */
export const useDraft = ({ noteId, texts, base, entry }: Given) => {
  const { outbox } = useDesk();
  const [content, setContent] = useState(texts.content);
  const [isKept, setKept] = useState(true);
  // What the text area was filled with. Other tabs' changes are recognised against it.
  const seen = useRef(texts);
  const typed = useRef<Draft>(undefined);
  const keeping = useRef<Promise<void>>(undefined);
  // The version saved since the note was opened: the outbox may drop it before the editor closes.
  const latest = useRef(base);
  if (entry?.base?.etag !== undefined) latest.current = entry.base;

  const keep = useCallback((): Promise<void> => {
    const keepAll = async () => {
      try {
        while (typed.current !== undefined) {
          const [before, next, version] = [seen.current, typed.current, latest.current];
          typed.current = undefined;
          seen.current = next;
          await outbox.change(noteId, (kept) => {
            // An empty note that nobody knows of does not count.
            if (kept === undefined && version === undefined && next.content === '') return undefined;
            return writeEntry(kept, { noteId, base: version, seen: before, texts: next }, Date.now());
          });
        }
        setKept(true);
      } finally {
        keeping.current = undefined;
      }
    };
    // With nothing to store, it would end before its promise is assigned, and nothing would be stored after that.
    if (typed.current !== undefined) keeping.current ??= keepAll();
    return keeping.current ?? Promise.resolve();
  }, [outbox, noteId]);

  const write = (change: (before: Draft) => Draft): Promise<void> => {
    typed.current = change(typed.current ?? seen.current);
    setContent(typed.current.content);
    setKept(false);
    return keep();
  };

  // Changed elsewhere: by another tab, by a finished upload, or by a settled conflict.
  const wanted = entry?.wanted.texts;
  // With the commit, by what is true now: a passive effect may run after the next letter, and would take it back.
  useLayoutEffect(() => {
    if (wanted === undefined || !isKept || keeping.current !== undefined || typed.current !== undefined) return;
    if (sameTexts(wanted, seen.current)) return;
    seen.current = wanted;
    setContent(wanted.content);
  }, [wanted, isKept]);

  // Storing takes milliseconds: few users leave sooner.
  useAskOnLeave(!isKept);

  return {
    content,
    isKept,
    keep,
    type: (now: string) => write((before) => ({ ...before, content: now })),
    /** Names another file in the note, or none. */
    attach: (attachment: string | undefined) =>
      write(({ attachment: _, ...before }) => ({ ...before, ...(attachment !== undefined && { attachment }) })),
    base: () => latest.current,
  };
};
