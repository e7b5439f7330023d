import { previewTypeOf } from 'owned-notes/client';
import { useEffect, useState } from 'react';
import { useTexts } from '../../texts/language.tsx';
import styles from '../notes.module.css';
import { useDesk } from '../notes-context.tsx';
import { readFileName } from './file-name.ts';
import { filesTexts } from './files-texts.ts';

/**
 * Shows a file as a picture, if its type cannot run code. It uses a presigned URL that fixes this type: the browser
 * shows the picture as it loads, however large, and cannot be made to treat the file as HTML.
 */
export const Preview = ({ attachment }: { readonly attachment: string }) => {
  const texts = useTexts(filesTexts);
  const { files } = useDesk();
  const type = previewTypeOf(attachment);
  const [url, setUrl] = useState<string>();
  const [isBroken, setBroken] = useState(false);
  useEffect(() => {
    setUrl(undefined);
    setBroken(false);
    if (type === undefined) return;
    const controller = new AbortController();
    void files.attachmentUrl(attachment, { preview: type, signal: controller.signal }).match(
      (signed) => setUrl(signed.url),
      () => controller.signal.aborted || setBroken(true),
    );
    return () => controller.abort();
  }, [files, attachment, type]);
  if (type === undefined) return undefined;
  if (isBroken) return <p className={styles.small}>{texts.noPicture}</p>;
  return (
    url !== undefined && (
      <img
        className={styles.picture}
        src={url}
        alt={texts.picture(readFileName(attachment))}
        decoding="async"
        referrerPolicy="no-referrer"
        onError={() => setBroken(true)}
      />
    )
  );
};
