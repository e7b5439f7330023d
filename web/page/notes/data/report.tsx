import type { Importing, NotThere } from 'owned-notes/client';
import { formatHref } from '../../routes.ts';
import { useLanguage, useTexts } from '../../texts/language.tsx';
import { Banner } from '../../ui/banner.tsx';
import { ProgressBar } from '../../ui/spinner.tsx';
import { readFileName } from '../files/file-name.ts';
import styles from '../notes.module.css';
import { dataTexts } from './data-texts.ts';
import type { Transfer } from './use-transfer.ts';

const useAmount = () => {
  const texts = useTexts(dataTexts);
  const { formats } = useLanguage();
  const counted = (count: number, forms: { readonly one: string; readonly other: string }) =>
    `${formats.number(count)} ${formats.plural(count, forms)}`;
  return {
    notes: (count: number) => counted(count, texts.note),
    all: ({ notes, files, bytes }: Importing) =>
      texts.far(counted(notes, texts.note), counted(files, texts.file), formats.bytes(bytes)),
  };
};

/** The progress of an export or import, and its result. */
export const Report = ({ transfer }: { readonly transfer: Transfer }) => {
  const texts = useTexts(dataTexts);
  const amount = useAmount();
  switch (transfer.kind) {
    case 'Exporting':
    case 'Checking':
    case 'Importing': {
      const label = { Exporting: texts.exporting, Checking: texts.checking, Importing: texts.importing }[transfer.kind];
      return (
        <div className={styles.upload}>
          <p role="status">{label}</p>
          <ProgressBar label={label} value={transfer.part} />
          <p className={styles.small}>{amount.all(transfer.so)}</p>
        </div>
      );
    }
    case 'Exported':
      return (
        <Banner>
          <p>
            {texts.exported} {amount.all(transfer.so)}
          </p>
          {transfer.leftOut.length > 0 && (
            <Left title={texts.leftOut} names={transfer.leftOut.map(({ key }) => ({ text: readFileName(key) }))} />
          )}
        </Banner>
      );
    case 'Imported':
      return (
        <Banner>
          <p>
            {texts.imported} {amount.all(transfer.so)}
          </p>
          {transfer.so.revived.size > 0 && <p>{texts.revived(amount.notes(transfer.so.revived.size))}</p>}
          {(['changed', 'deleted', 'refused'] as const).map((because) => {
            const these = transfer.so.notThere.filter((each) => each.because === because);
            return (
              these.length > 0 && <Left key={because} title={texts[because]} names={these.map(describeNotThere)} />
            );
          })}
        </Banner>
      );
    case 'ExportCancelled':
    case 'ImportCancelled':
      return (
        <Banner>
          <p>{texts.cancelled[transfer.kind]}</p>
        </Banner>
      );
    default: {
      const { ExportFailed, ImportFailed, NoArchive, Cut } = {
        ...{ ExportFailed: texts.exportFailed, ImportFailed: texts.importFailed },
        ...{ NoArchive: texts.noArchive, Cut: texts.cut },
      };
      return (
        <Banner kind="error">
          <p>{{ ExportFailed, ImportFailed, NoArchive, Cut }[transfer.kind]}</p>
        </Banner>
      );
    }
  }
};

interface Named {
  readonly text: string;
  readonly href?: string;
}

/**
 * Describes what was not imported. A note that exists in another version can be opened; of the others only the id is
 * known.
 */
const describeNotThere = (each: NotThere): Named => {
  if (each.kind === 'file') return { text: readFileName(each.key) };
  return { text: each.noteId, ...(each.because === 'changed' && { href: formatHref(`/note/${each.noteId}`) }) };
};

const Left = ({ title, names }: { readonly title: string; readonly names: readonly Named[] }) => (
  <div>
    <p>{title}</p>
    <ul className={styles.left}>
      {names.map(({ text, href }) => (
        <li key={text}>
          <bdi>{href === undefined ? text : <a href={href}>{text}</a>}</bdi>
        </li>
      ))}
    </ul>
  </div>
);
