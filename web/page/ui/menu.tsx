import { type ReactNode, useId, useRef } from 'react';
import styles from './ui.module.css';

interface MenuProps {
  readonly label: ReactNode;
  /** The button's accessible name if its label is a picture. */
  readonly name?: string | undefined;
  readonly children: ReactNode;
}

/**
 * A button that opens a panel of links, buttons and choices. The browser closes it on Escape and on a click elsewhere.
 */
export const Menu = ({ label, name, children }: MenuProps) => {
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  return (
    <div className={styles.menu}>
      <button type="button" data-kind="quiet" popoverTarget={id} aria-label={name}>
        {label}
      </button>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: links and buttons in it are what is clicked, by keys too */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: as above */}
      <div
        id={id}
        ref={panel}
        popover="auto"
        className={styles.panel}
        onClick={({ target }) => {
          if (target instanceof Element && target.closest('a, button') !== null) panel.current?.hidePopover();
        }}
      >
        {children}
      </div>
    </div>
  );
};
