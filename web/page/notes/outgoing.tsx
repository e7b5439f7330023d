import { useLanguage, useTexts } from '../texts/language.tsx';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import styles from './notes.module.css';
import { useDesk, useOutbox } from './notes-context.tsx';
import { notesTexts } from './notes-texts.ts';
import { isSettled } from './outbox/entry.ts';
import { useOnline } from './use-online.ts';

/** The state of everything that waits to be sent. */
export const Outgoing = () => {
  const texts = useTexts(notesTexts);
  const { formats } = useLanguage();
  const { outbox } = useDesk();
  const { entries, isKept } = useOutbox();
  const isOnline = useOnline();
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
    </div>
  );
};
