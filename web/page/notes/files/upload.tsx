import { useLanguage, useTexts } from '../../texts/language.tsx';
import { Button } from '../../ui/button.tsx';
import { ProgressBar } from '../../ui/spinner.tsx';
import styles from '../notes.module.css';
import { useDesk } from '../notes-context.tsx';
import { useOnline } from '../use-online.ts';
import { ChooseFile } from './choose-file.tsx';
import { readFileName } from './file-name.ts';
import { filesTexts } from './files-texts.ts';
import type { UploadState } from './uploads.ts';

/** The progress of an upload, and what the user can do if it does not continue by itself. */
export const Upload = ({ noteId, upload }: { readonly noteId: string; readonly upload: UploadState }) => {
  const texts = useTexts(filesTexts);
  const { formats } = useLanguage();
  const { uploads } = useDesk();
  const isOnline = useOnline();
  const { kind, done, size, failure } = upload;
  const name = readFileName(upload.name);
  return (
    <div className={styles.upload}>
      <p>
        <bdi>{name}</bdi> <span className={styles.small}>{texts.sofar(formats.bytes(done), formats.bytes(size))}</span>
      </p>
      {kind === 'Running' && <ProgressBar label={texts.progress(name)} value={size === 0 ? 1 : done / size} />}
      <p role="status" className={styles.small}>
        {kind === 'Failed' && (failure?.kind === 'S3Refused' ? texts.tooLarge : texts.failed)}
        {kind === 'Failed' && !isOnline && ` ${texts.needsNetwork}`}
        {kind === 'Interrupted' && texts.interrupted(name)}
      </p>
      <div className={styles.actions}>
        {kind === 'Failed' && <Button onClick={() => uploads.retry(noteId)}>{texts.goOn}</Button>}
        {kind === 'Interrupted' && (
          <ChooseFile onFile={(file) => uploads.start(noteId, file)}>{texts.chooseAgain}</ChooseFile>
        )}
        <Button kind="quiet" onClick={() => uploads.cancel(noteId)}>
          {texts.cancel}
        </Button>
      </div>
    </div>
  );
};
