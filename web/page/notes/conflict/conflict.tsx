import { useId, useMemo, useState } from 'react';
import { useTexts } from '../../texts/language.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { takeLostFocus } from '../../ui/take-lost-focus.ts';
import { mergeTexts } from '../merge/merge-texts.ts';
import { mergeThreeWay } from '../merge/three-way.ts';
import styles from '../notes.module.css';
import { useDesk } from '../notes-context.tsx';
import type { Entry, Version } from '../outbox/entry.ts';
import { keepMine, letGo } from '../outbox/writing.ts';
import { shortcutsOff } from '../shortcuts.tsx';
import { conflictTexts } from './conflict-texts.ts';
import { Side } from './side.tsx';

/** Both versions of a note, and the ways to resolve the conflict. */
export const Conflict = ({ entry, theirs }: { readonly entry: Entry; readonly theirs: Version }) => {
  const texts = useTexts(conflictTexts);
  const { outbox } = useDesk();
  const { noteId, wanted } = entry;
  const mine = wanted.texts;
  const base = entry.base?.texts ?? theirs.texts;
  const hunks = useMemo(
    () => mergeThreeWay(base.content, mine.content, theirs.texts.content),
    [base.content, mine.content, theirs.texts.content],
  );
  const [merged, setMerged] = useState<string>();
  const mergedId = useId();

  const settle = async (change: (kept: Entry | undefined) => Entry | undefined) => {
    await outbox.change(noteId, (kept) => {
      // The user chose over the version that was shown. If another tab's choice brought another version, that is a new
      // conflict.
      const isShown = kept?.problem?.kind === 'Conflict' && kept.problem.theirs.etag === theirs.etag;
      return isShown ? change(kept) : kept;
    });
    outbox.flush();
  };
  const takeTheirs = () => settle(letGo);
  const takeMine = () => settle((kept) => keepMine(kept, undefined, Date.now()));
  const takeMerged = () => {
    const both = { ...mergeTexts(base, mine, theirs.texts), content: merged ?? '' };
    return settle((kept) => keepMine(kept, both, Date.now()));
  };

  if (wanted.kind === 'Deletion')
    return (
      <section {...inPlaceOfTheText} aria-label={texts.title}>
        <Banner kind="warning">
          <p>{texts.deletion}</p>
        </Banner>
        <div className={styles.version}>{theirs.texts.content}</div>
        <div className={styles.actions}>
          <Button onClick={takeTheirs}>{texts.keepIt}</Button>
          <Button kind="danger" onClick={takeMine}>
            {texts.deleteStill}
          </Button>
        </div>
      </section>
    );
  return (
    <section {...inPlaceOfTheText} aria-label={texts.title}>
      <Banner kind="warning">
        <strong>{texts.title}</strong>
        <p>{texts.explained}</p>
      </Banner>
      <div className={styles.sides}>
        <Side title={texts.mine} side="mine" hunks={hunks} attachment={mine.attachment} />
        <Side title={texts.theirs} side="theirs" hunks={hunks} attachment={theirs.texts.attachment} />
      </div>
      {merged === undefined ? (
        <div className={styles.actions}>
          <Button onClick={takeMine}>{texts.takeMine}</Button>
          <Button onClick={takeTheirs}>{texts.takeTheirs}</Button>
          <Button kind="primary" onClick={() => setMerged(mergeTexts(base, mine, theirs.texts).content)}>
            {texts.merge}
          </Button>
        </div>
      ) : (
        <>
          <label htmlFor={mergedId}>{texts.merged}</label>
          <p id={`${mergedId}-hint`} className={styles.small}>
            {texts.mergedHint}
          </p>
          <textarea
            id={mergedId}
            aria-describedby={`${mergedId}-hint`}
            className={styles.text}
            value={merged}
            dir="auto"
            ref={focusOnce}
            onChange={({ target }) => setMerged(target.value)}
          />
          <div className={styles.actions}>
            <Button kind="primary" disabled={merged === ''} onClick={takeMerged}>
              {texts.saveMerged}
            </Button>
            <Button onClick={takeTheirs}>{texts.takeTheirs}</Button>
          </div>
        </>
      )}
    </section>
  );
};

/** A user who was typing goes on for a moment: the focus is here, where letters are no shortcuts. */
const inPlaceOfTheText = {
  ...{ className: styles.conflict, tabIndex: -1, ref: takeLostFocus },
  [shortcutsOff]: true,
} as const;

/** Moves the focus to the new text area, because the button that was pressed is gone. */
const focusOnce = (area: HTMLTextAreaElement | null) => {
  area?.focus();
};
