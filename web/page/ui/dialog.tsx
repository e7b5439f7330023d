import { type ReactNode, useEffect, useId, useRef } from 'react';
import styles from './ui.module.css';

interface DialogProps {
  readonly title: string;
  /** Told of Escape, too. */
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A modal dialog, open for as long as it is rendered; the browser keeps the focus in it and gives it back. */
export const Dialog = ({ title, onClose, children }: DialogProps) => {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const { current } = dialog;
    if (current !== null && !current.open) current.showModal();
    return () => current?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      // A second Escape closes it in some browsers, whatever was prevented.
      onClose={({ currentTarget }) => currentTarget.open || onClose()}
    >
      <div className={styles.stack}>
        <h2 id={titleId}>{title}</h2>
        {children}
      </div>
    </dialog>
  );
};
