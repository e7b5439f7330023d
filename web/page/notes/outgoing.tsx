import { formatHref } from '../routes.ts';
import { useLanguage, useTexts } from '../texts/language.tsx';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { readFileName } from './files/file-name.ts';
import { filesTexts } from './files/files-texts.ts';
import type { UploadState } from './files/uploads.ts';
import styles from './notes.module.css';
import { useDesk, useOutbox, useUploads } from './notes-context.tsx';
import { notesTexts } from './notes-texts.ts';
import { isSettled } from './outbox/entry.ts';
import { useOnline } from './use-online.ts';

/** The state of everything that waits to be sent, except for the file of the note that is open: the note shows that. */
export const Outgoing = ({ current }: { readonly current: string | undefined }) => {
  const texts = useTexts(notesTexts);
  const { formats } = useLanguage();
  const { outbox } = useDesk();
  const { entries, isKept } = useOutbox();
  const isOnline = useOnline();
  const stopped = [...useUploads().values()].filter(
    ({ kind, noteId }) => (kind === 'Interrupted' || kind === 'Failed') && noteId !== current,
  );
  const held = [...entries.values()].filter((entry) => !isSettled(entry) && entry.problem === undefined);
  const isHeldUp = held.some(({ trouble }) => trouble !== undefined);
  const waiting = texts.waiting(`${formats.number(held.length)} ${formats.plural(held.length, texts.wait)}`);
  return (
    <div className={styles.outgoing}>
      {!isKept && (
        <Banner kind="warning">
          <p>{texts.unkept}</p>
        </Banner>
      )}
      {!isOnline && (
        <Banner>
          <p>
            {texts.offline} {held.length > 0 && waiting}
          </p>
        </Banner>
      )}
      {isOnline && isHeldUp && (
        <Banner kind="warning">
          <p>{waiting}</p>
          <div>
            <Button onClick={() => outbox.flush()}>{texts.sendNow}</Button>
          </div>
        </Banner>
      )}
      {stopped.map((upload) => (
        <StoppedUpload key={upload.noteId} upload={upload} />
      ))}
    </div>
  );
};

const StoppedUpload = ({ upload: { noteId, name } }: { readonly upload: UploadState }) => {
  const texts = useTexts(filesTexts);
  const { uploads } = useDesk();
  return (
    <Banner kind="warning">
      <p>{texts.stopped(readFileName(name))}</p>
      <div className={styles.actions}>
        <a className="button" href={formatHref(`/note/${noteId}`)}>
          {texts.openNote}
        </a>
        <Button kind="quiet" onClick={() => uploads.cancel(noteId)}>
          {texts.cancel}
        </Button>
      </div>
    </Banner>
  );
};
