import { useEffect, useId, useRef } from 'react';
import { formatHref } from '../routes.ts';
import { useLanguage, useTexts } from '../texts/language.tsx';
import { Button } from '../ui/button.tsx';
import styles from './notes.module.css';
import { notesTexts } from './notes-texts.ts';
import { OpenNote } from './open-note.tsx';
import { useNote } from './use-note.ts';

/** One note. The caller must key it by the note's id. */
export const Editor = ({ noteId, isNew }: { readonly noteId: string; readonly isNew: boolean }) => {
  const texts = useTexts(notesTexts);
  const opened = useNote(noteId, isNew);
  const title = useRef<HTMLHeadingElement>(null);
  // As it was opened: when a new note gets its address, the focus must not move.
  const wasNew = useRef(isNew);
  useEffect(() => {
    if (!wasNew.current) title.current?.focus();
  }, []);
  const titleId = useId();
  const base = opened.kind === 'Open' ? (opened.entry?.base ?? opened.base) : undefined;
  const { formats } = useLanguage();
  return (
    <section className={styles.editor} aria-labelledby={titleId}>
      <div className={styles.bar}>
        <a className={`button ${styles.back}`} data-kind="quiet" href={formatHref('/')}>
          <span aria-hidden="true">←</span> {texts.back}
        </a>
      </div>
      <h2 id={titleId} ref={title} tabIndex={-1} className={styles.written}>
        {base?.createdAt === undefined ? texts.create : texts.created(formats.dateAndTime(base.createdAt))}
      </h2>
      {opened.kind === 'Loading' && <p role="status">{texts.loadingNote}</p>}
      {opened.kind === 'Missing' && <p role="status">{texts.noSuchNote}</p>}
      {opened.kind === 'Failed' && (
        <div role="alert">
          <p>{texts.noteFailed}</p>
          <Button onClick={opened.retry}>{texts.retry}</Button>
        </div>
      )}
      {opened.kind === 'Open' && <OpenNote noteId={noteId} isNew={isNew} base={opened.base} entry={opened.entry} />}
    </section>
  );
};
