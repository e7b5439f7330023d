import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react';
import { formatHref } from '../routes.ts';
import { useLanguage, useTexts } from '../texts/language.tsx';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { useLostFocus } from '../ui/take-lost-focus.ts';
import styles from './notes.module.css';
import { useDesk, useOutbox, usePages } from './notes-context.tsx';
import { notesTexts } from './notes-texts.ts';
import { PhaseLabel } from './phase-label.tsx';
import { createRows, type Row, splitHeadline } from './rows.ts';
import { useDelete } from './use-delete.ts';

/** The notes, newest first, as far as the user has scrolled. */
export const NoteList = ({ current }: { readonly current: string | undefined }) => {
  const texts = useTexts(notesTexts);
  const { pages } = useDesk();
  const { notes, next, isLoading, hasBegun, failure } = usePages();
  const { entries, isLoaded } = useOutbox();
  const rows = useMemo(() => createRows(notes, entries, next), [notes, entries, next]);
  const bottom = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!pages.state().hasBegun) pages.more();
  }, [pages]);
  useEffect(() => {
    const { current: mark } = bottom;
    if (mark === null || next === undefined || isLoading || failure !== undefined) return;
    const observer = new IntersectionObserver(([seen]) => seen?.isIntersecting && pages.more(), {
      rootMargin: '400px',
    });
    observer.observe(mark);
    return () => observer.disconnect();
  }, [pages, next, isLoading, failure]);

  const isFirst = isLoading && !hasBegun;
  return (
    <div className={styles.list}>
      {rows.length > 0 && (
        <ul aria-label={texts.list} aria-busy={isLoading} onKeyDown={moveFocus}>
          {rows.map((row) => (
            <ListedNote key={row.noteId} row={row} isCurrent={row.noteId === current} />
          ))}
        </ul>
      )}
      {isFirst && <Skeleton />}
      <p role="status" className={styles.small}>
        {isFirst ? texts.loading : isLoading ? texts.loadingMore : ''}
      </p>
      {failure !== undefined && (
        <Banner kind="error">
          <p>{texts.listFailed}</p>
          <div>
            <Button onClick={() => pages.more()}>{texts.retry}</Button>
          </div>
        </Banner>
      )}
      {hasBegun && isLoaded && rows.length === 0 && (
        <div className={styles.empty}>
          <p>{texts.empty}</p>
          <p className={styles.small}>{texts.emptyHint}</p>
        </div>
      )}
      {next !== undefined && failure === undefined && (
        <div ref={bottom}>
          <Button busy={isLoading} onClick={() => pages.more()}>
            {texts.more}
          </Button>
        </div>
      )}
      {hasBegun && next === undefined && rows.length > 0 && <p className={styles.small}>{texts.end}</p>}
    </div>
  );
};

const ListedNote = ({ row, isCurrent }: { readonly row: Row; readonly isCurrent: boolean }) => {
  const texts = useTexts(notesTexts);
  const { formats } = useLanguage();
  const { sending } = useOutbox();
  const { undo } = useDelete();
  const { noteId, phase, time } = row;
  const { title, rest } = splitHeadline(row.texts.content);
  const shown = title === '' ? texts.untitled : title;
  const isDeleting = phase === 'Deleting';
  const link = useLostFocus<HTMLAnchorElement>(isDeleting);
  const undoing = useLostFocus<HTMLButtonElement>(isDeleting);
  if (isDeleting)
    return (
      <li className={styles.row} data-phase={phase}>
        <del className={styles.title}>{shown}</del>
        <Button kind="quiet" ref={undoing} onClick={() => undo(noteId)} aria-label={`${texts.undo}: ${shown}`}>
          {texts.undo}
        </Button>
      </li>
    );
  return (
    <li className={styles.row}>
      <a href={formatHref(`/note/${noteId}`)} ref={link} data-note={noteId} aria-current={isCurrent || undefined}>
        <span className={styles.title} dir="auto">
          {shown}
        </span>
        {rest !== '' && (
          <span className={styles.rest} dir="auto">
            {rest}
          </span>
        )}
        <span className={styles.small}>
          <time dateTime={new Date(time).toISOString()}>{formats.dateAndTime(time)}</time>
          {row.texts.attachment !== undefined && ` · ${texts.hasAttachment}`}
          {(phase !== 'Saved' || sending === noteId) && (
            <>
              {' · '}
              <PhaseLabel phase={phase} isSending={sending === noteId} />
            </>
          )}
        </span>
      </a>
    </li>
  );
};

/** Moves the focus between notes, deleted ones too, with the arrow keys, Home and End. */
const moveFocus = (event: KeyboardEvent<HTMLUListElement>) => {
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('a, button')];
  const at = rows.findIndex((row) => row.matches(':focus'));
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
  const row = to === undefined || at < 0 ? undefined : rows[to];
  if (row === undefined) return;
  event.preventDefault();
  row.focus();
};

const Skeleton = () => (
  <div aria-hidden="true" className={styles.skeleton}>
    {['a', 'b', 'c', 'd'].map((key) => (
      <span key={key} />
    ))}
  </div>
);
