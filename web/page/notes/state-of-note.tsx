import { v7 } from 'uuid';
import { navigate } from '../routes.ts';
import { useTexts } from '../texts/language.tsx';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { useToast } from '../ui/toasts.tsx';
import styles from './notes.module.css';
import { useDesk } from './notes-context.tsx';
import { notesTexts } from './notes-texts.ts';
import { type Entry, findPhase } from './outbox/entry.ts';
import { letGo, retryEntry, writeEntry } from './outbox/writing.ts';

/** The state of a note that is not simply saved, and what the user can do about it. */
export const StateOfNote = ({ entry }: { readonly entry: Entry }) => {
  const texts = useTexts(notesTexts);
  const { outbox } = useDesk();
  const showToast = useToast();
  const { noteId, problem, trouble, wanted } = entry;

  const settle = async (change: (kept: Entry | undefined) => Entry | undefined) => {
    await outbox.change(noteId, change);
    outbox.flush();
  };
  const keepAsNew = async () => {
    const id = v7();
    // The new note first: whatever happens in between, the text is safe.
    await outbox.change(id, (kept) => writeEntry(kept, { noteId: id, texts: wanted.texts }, Date.now()));
    await settle(letGo);
    showToast({ text: texts.keptAsNew });
    navigate(`/note/${id}`);
  };
  const discardGone = async () => {
    await settle(letGo);
    navigate('/');
  };

  switch (findPhase(entry)) {
    case 'Unknown':
      return (
        <Banner kind="warning">
          <p>{texts.unknown}</p>
        </Banner>
      );
    case 'Waiting':
      return (
        trouble !== undefined && (
          <Banner>
            <p>{texts.troubles[trouble]}</p>
          </Banner>
        )
      );
    case 'Empty':
      return (
        <Banner>
          <p>{texts.emptyNote}</p>
        </Banner>
      );
    case 'TooLong':
      return (
        <Banner kind="error">
          <p>{texts.tooLong}</p>
        </Banner>
      );
    case 'Gone':
    case 'NotFound':
      return (
        <Banner kind="warning">
          <p>{problem?.kind === 'Gone' ? texts.gone : texts.notFound}</p>
          <div className={styles.actions}>
            <Button onClick={keepAsNew}>{texts.keepAsNew}</Button>
            <Button onClick={discardGone}>{texts.discardGone}</Button>
          </div>
        </Banner>
      );
    case 'Refused':
      return (
        problem?.kind === 'Refused' && (
          <Banner kind="error">
            <p>{texts.refused(String(problem.status), problem.reason)}</p>
            <div className={styles.actions}>
              <Button onClick={() => settle((kept) => retryEntry(kept, Date.now()))}>{texts.sendAgain}</Button>
              <Button onClick={() => settle(letGo)}>{texts.discard}</Button>
            </div>
          </Banner>
        )
      );
    default:
      return undefined;
  }
};
