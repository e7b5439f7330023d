import { useLanguage, useTexts } from '../../texts/language.tsx';
import { Button } from '../../ui/button.tsx';
import { ProgressBar } from '../../ui/spinner.tsx';
import styles from '../notes.module.css';
import { useDesk } from '../notes-context.tsx';
import { useOnline } from '../use-online.ts';
import { ChooseFile } from './choose-file.tsx';
import { readFileName } from './file-name.ts';
import { filesTexts } from './files-texts.ts';
import { mayGoOn, type UploadState } from './uploads.ts';

/** The progress of an upload, and what the user can do if it does not continue by itself. */
export const Upload = ({ noteId, upload }: { readonly noteId: string; readonly upload: UploadState }) => {
  const texts = useTexts(filesTexts);
  const { formats } = useLanguage();
  const { uploads } = useDesk();
  const isOnline = useOnline();
  const { kind, done, size, failure } = upload;
  const name = readFileName(upload.name);
  const canGoOn = kind === 'Failed' && (failure === undefined || mayGoOn(failure));
  const mustChoose = kind === 'Interrupted' || (kind === 'Failed' && !canGoOn);
  return (
    <div className={styles.upload}>
      <p>
        <bdi>{name}</bdi>{' '}
        {kind !== 'Elsewhere' && (
          <span className={styles.small}>{texts.sofar(formats.bytes(done), formats.bytes(size))}</span>
        )}
      </p>
      {kind === 'Running' && <ProgressBar label={texts.progress(name)} value={size === 0 ? 1 : done / size} />}
      <p role="status" className={styles.small}>
        {kind === 'Failed' && describeFailure(failure, texts)}
        {canGoOn && !isOnline && ` ${texts.needsNetwork}`}
        {kind === 'Interrupted' && texts.interrupted(name)}
        {kind === 'Elsewhere' && texts.elsewhere}
      </p>
      <div className={styles.actions}>
        {canGoOn && <Button onClick={() => uploads.retry(noteId)}>{texts.goOn}</Button>}
        {mustChoose && <ChooseFile onFile={(file) => uploads.start(noteId, file)}>{texts.chooseAgain}</ChooseFile>}
        {kind !== 'Elsewhere' && (
          <Button kind="quiet" onClick={() => uploads.cancel(noteId)}>
            {texts.cancel}
          </Button>
        )}
      </div>
    </div>
  );
};

const describeFailure = (failure: UploadState['failure'], texts: (typeof filesTexts)['en']): string => {
  switch (failure?.kind) {
    case 'S3Refused':
      return texts.tooLarge;
    case 'FileUnreadable':
      return texts.unreadable;
    case 'NotSent':
      return texts.notSendable;
    default:
      return texts.failed;
  }
};
