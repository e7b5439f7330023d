import { type ClipboardEvent, type DragEvent, useEffect, useId, useRef, useState } from 'react';
import { formatHref, navigate } from '../routes.ts';
import { useTexts } from '../texts/language.tsx';
import { Button } from '../ui/button.tsx';
import { takeLostFocus, useLostFocus } from '../ui/take-lost-focus.ts';
import { useToast } from '../ui/toasts.tsx';
import { Conflict } from './conflict/conflict.tsx';
import { Attachment } from './files/attachment.tsx';
import { readFileName } from './files/file-name.ts';
import { filesTexts } from './files/files-texts.ts';
import styles from './notes.module.css';
import { useDesk, useOutbox } from './notes-context.tsx';
import { notesTexts } from './notes-texts.ts';
import { type Entry, findPhase, type Phase, type Version } from './outbox/entry.ts';
import { PhaseLabel } from './phase-label.tsx';
import { shortcutsOff } from './shortcuts.tsx';
import { StateOfNote } from './state-of-note.tsx';
import { useDelete } from './use-delete.ts';
import { useDraft } from './use-draft.ts';

interface OpenNoteProps {
  readonly noteId: string;
  readonly isNew: boolean;
  readonly base: Version | undefined;
  readonly entry: Entry | undefined;
}

/** A note to read and edit, with its file; or the conflict that the user must settle first. */
export const OpenNote = ({ noteId, isNew, base, entry }: OpenNoteProps) => {
  const texts = useTexts(notesTexts);
  const ofFiles = useTexts(filesTexts);
  const showToast = useToast();
  const { uploads, outbox } = useDesk();
  const { sending } = useOutbox();
  const { deleteNote: onDelete, undo } = useDelete();
  const known = entry?.wanted.texts ?? base?.texts ?? { content: '' };
  const draft = useDraft({ noteId, texts: known, base, entry });
  const [isOver, setOver] = useState(false);
  const textId = useId();

  const isConflict = entry?.problem?.kind === 'Conflict';
  const isDeleted = entry?.isGone === true || entry?.wanted.kind === 'Deletion';
  // A user who settled a conflict, or took a deletion back, goes on in the text.
  const area = useLostFocus<HTMLTextAreaElement>(isConflict || isDeleted);
  const wasNew = useRef(isNew);
  useEffect(() => {
    if (wasNew.current) area.current?.focus();
  }, [area]);
  // It gets its own address with the first letter.
  const isKnown = entry !== undefined;
  useEffect(() => {
    if (isNew && isKnown) location.replace(formatHref(`/note/${noteId}`));
  }, [isNew, isKnown, noteId]);

  const attach = ([file, ...more]: FileList) => {
    if (file === undefined) return;
    const sent = uploads.state().get(noteId);
    if (sent?.kind === 'Running' || sent?.kind === 'Elsewhere')
      return void showToast({ text: ofFiles.busy(readFileName(sent.name)) });
    uploads.start(noteId, file);
    if (more.length > 0) showToast({ text: ofFiles.onlyOne(readFileName(file.name)) });
  };
  const onDrop = (event: DragEvent) => {
    setOver(false);
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    attach(event.dataTransfer.files);
  };
  const onPaste = (event: ClipboardEvent) => {
    const { types, files } = event.clipboardData;
    // Programs that copy a table or a drawing give a picture of it beside its text.
    if (types.includes('text/plain') || !types.includes('Files')) return;
    event.preventDefault();
    attach(files);
  };

  const kept: Phase = entry === undefined ? 'Saved' : findPhase(entry);
  const phase = draft.isKept ? kept : 'Waiting';
  if (entry?.problem?.kind === 'Conflict') return <Conflict entry={entry} theirs={entry.problem.theirs} />;
  if (isDeleted)
    return (
      <div className={styles.actions} ref={takeLostFocus} tabIndex={-1} {...{ [shortcutsOff]: true }}>
        <p role="status">{texts.deleted}</p>
        {!entry.isGone && <Button onClick={() => undo(noteId)}>{texts.undo}</Button>}
      </div>
    );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping and pasting are further ways to what a button does
    <div
      className={styles.sheet}
      data-over={isOver || undefined}
      onDrop={onDrop}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onPaste={onPaste}
    >
      {entry !== undefined && <StateOfNote entry={entry} />}
      <label htmlFor={textId} className="heard">
        {texts.content}
      </label>
      <textarea
        id={textId}
        ref={area}
        className={styles.text}
        dir="auto"
        value={draft.content}
        onChange={({ target }) => void draft.type(target.value)}
        onKeyDown={(event) => {
          if (event.key !== 's' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          void draft.keep().then(outbox.flush);
        }}
      />
      {(entry !== undefined || base !== undefined) && (
        <p className={styles.small}>
          <PhaseLabel phase={phase} isSending={sending === noteId} />
        </p>
      )}
      <Attachment
        noteId={noteId}
        attachment={known.attachment}
        onAttachment={(attachment) => void draft.attach(attachment)}
      />
      {(entry !== undefined || base !== undefined) && (
        <div className={styles.actions}>
          <Button
            kind="quiet"
            onClick={async () => {
              await draft.keep();
              await onDelete(noteId, draft.base());
              navigate('/');
            }}
          >
            {texts.remove}
          </Button>
        </div>
      )}
    </div>
  );
};
