import { useTexts } from '../texts/language.tsx';
import styles from './notes.module.css';
import { notesTexts } from './notes-texts.ts';
import type { Phase } from './outbox/entry.ts';

/** A word that says how far a note is on its way to the server. */
export const PhaseLabel = ({ phase, isSending }: { readonly phase: Phase; readonly isSending: boolean }) => {
  const texts = useTexts(notesTexts);
  return (
    <span className={styles.phase} data-phase={phase}>
      {isSending ? texts.sending : texts.phases[phase]}
    </span>
  );
};
