import { useEffect, useId, useState } from 'react';
import { useTexts } from '../texts/language.tsx';
import { defineTexts } from '../texts/texts.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import styles from './notes.module.css';

const shortcutTexts = defineTexts({
  en: {
    title: 'Keyboard shortcuts',
    open: 'Keyboard shortcuts',
    close: 'Close',
    single: 'Single-key shortcuts',
    keys: {
      n: 'New note',
      j: 'Next note, or Arrow down in the list',
      k: 'Previous note, or Arrow up in the list',
      x: 'Delete the note that is open or has the focus',
      Escape: 'Back to the list',
      'Ctrl S': 'Send now',
      '?': 'This help',
    },
  },
  de: {
    title: 'Tastenkürzel',
    open: 'Tastenkürzel',
    close: 'Schließen',
    single: 'Kürzel aus einer Taste',
    keys: {
      n: 'Neue Notiz',
      j: 'Nächste Notiz, oder Pfeil nach unten in der Liste',
      k: 'Vorige Notiz, oder Pfeil nach oben in der Liste',
      x: 'Die Notiz löschen, die offen ist oder den Fokus hat',
      Escape: 'Zurück zur Liste',
      'Ctrl S': 'Jetzt senden',
      '?': 'Diese Hilfe',
    },
  },
});

export interface ShortcutActions {
  readonly n: () => void;
  readonly j: () => void;
  readonly k: () => void;
  readonly x: () => void;
  readonly Escape: () => void;
}

const storageKey = 'owned-notes/single-keys';

/** The attribute of elements in which letters are no shortcuts. */
export const shortcutsOff = 'data-shortcuts-off';

const isOffered = (): boolean => {
  try {
    return localStorage.getItem(storageKey) !== 'off';
  } catch {
    return true;
  }
};

/**
 * Keyboard shortcuts, and their help. Single-key shortcuts can be turned off, because speech input and unsteady hands
 * press them by accident [WCAG 2.2, 2.1.4]; they do nothing while the user types text, or where they are turned off.
 */
export const Shortcuts = ({ actions }: { readonly actions: ShortcutActions }) => {
  const texts = useTexts(shortcutTexts);
  const [isHelp, setHelp] = useState(false);
  const [isOn, setOn] = useState(isOffered);
  const id = useId();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { key, target } = event;
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const element = target instanceof Element ? target : undefined;
      if (element?.closest('dialog, select, [popover]') != null) return;
      const isTyping = element?.closest(`input, textarea, [${shortcutsOff}]`) != null;
      if (key === 'Escape') return actions.Escape();
      if (isTyping || !isOn) return;
      if (key === '?') setHelp(true);
      else if (key === 'n' || key === 'j' || key === 'k' || key === 'x') actions[key]();
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [actions, isOn]);
  const choose = (on: boolean) => {
    setOn(on);
    try {
      localStorage.setItem(storageKey, on ? 'on' : 'off');
    } catch {
      // Storage is blocked or full: the choice lasts until the page is left.
    }
  };
  return (
    <>
      <Button kind="quiet" aria-label={texts.open} onClick={() => setHelp(true)}>
        <span aria-hidden="true">?</span>
      </Button>
      {isHelp && (
        <Dialog title={texts.title} onClose={() => setHelp(false)}>
          <dl className={styles.keys}>
            {Object.entries(texts.keys).map(([key, does]) => (
              <div key={key}>
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
          <p className={styles.actions}>
            <input id={id} type="checkbox" checked={isOn} onChange={({ target }) => choose(target.checked)} />
            <label htmlFor={id}>{texts.single}</label>
          </p>
          <div>
            <Button kind="primary" onClick={() => setHelp(false)}>
              {texts.close}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
};
