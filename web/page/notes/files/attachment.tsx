import { useState } from 'react';
import { useTexts } from '../../texts/language.tsx';
import { Button } from '../../ui/button.tsx';
import { useToast } from '../../ui/toasts.tsx';
import styles from '../notes.module.css';
import { useDesk, useUploads } from '../notes-context.tsx';
import { ChooseFile } from './choose-file.tsx';
import { readFileName } from './file-name.ts';
import { filesTexts } from './files-texts.ts';
import { Preview } from './preview.tsx';
import { saveFile } from './save-file.ts';
import { Upload } from './upload.tsx';

interface AttachmentProps {
  readonly noteId: string;
  readonly attachment: string | undefined;
  readonly onAttachment: (attachment: string | undefined) => void;
}

/** A note's file: attached, being uploaded, or still to be chosen. */
export const Attachment = ({ noteId, attachment, onAttachment }: AttachmentProps) => {
  const texts = useTexts(filesTexts);
  const { files, uploads } = useDesk();
  const showToast = useToast();
  const upload = useUploads().get(noteId);
  const [isSaving, setSaving] = useState(false);

  const save = async (key: string) => {
    setSaving(true);
    const failure = await saveFile(files, key);
    setSaving(false);
    if (failure === undefined) return;
    const isMissing = failure.kind === 'S3Refused' && failure.status === 404;
    showToast({ text: isMissing ? texts.missing : texts.downloadFailed });
  };
  const deleteAttachment = (key: string) => {
    onAttachment(undefined);
    // The file itself is deleted once no note has named it for a day: an undo, or another version of the note, may name
    // it again.
    showToast({ text: texts.removed, action: { label: texts.undo, run: () => onAttachment(key) } });
  };

  return (
    <section className={styles.attachment} aria-label={texts.file}>
      {attachment !== undefined && (
        <>
          <Preview attachment={attachment} />
          <p className={styles.fileName}>
            <bdi>{readFileName(attachment)}</bdi>
          </p>
          <div className={styles.actions}>
            <Button busy={isSaving} onClick={() => save(attachment)}>
              {texts.download}
            </Button>
            {upload === undefined && (
              <ChooseFile onFile={(file) => uploads.start(noteId, file)}>{texts.replace}</ChooseFile>
            )}
            <Button kind="quiet" onClick={() => deleteAttachment(attachment)}>
              {texts.removeFile}
            </Button>
          </div>
        </>
      )}
      {upload !== undefined && <Upload noteId={noteId} upload={upload} />}
      {attachment === undefined && upload === undefined && (
        <div className={styles.actions}>
          <ChooseFile onFile={(file) => uploads.start(noteId, file)}>{texts.attach}</ChooseFile>
          <span className={styles.small}>{texts.attachHint}</span>
        </div>
      )}
    </section>
  );
};
