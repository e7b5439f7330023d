import { useId, useRef } from 'react';

interface ConfirmedProps {
  readonly label: string;
  /** The question to confirm. */
  readonly question: string;
  readonly onConfirm: () => void;
  readonly disabled?: boolean;
}

/** A button for an action that cannot be undone: it asks first, and the focus is on the way out. */
export const ConfirmedButton = ({ label, question, onConfirm, disabled }: ConfirmedProps) => {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const close = (): void => dialog.current?.close();
  return (
    <>
      <button type="button" disabled={disabled} onClick={() => dialog.current?.showModal()}>
        {label}
      </button>
      <dialog ref={dialog} aria-labelledby={id}>
        <p id={id}>{question}</p>
        <p className="data-choices">
          <button type="button" onClick={close}>
            Cancel
          </button>
          <button
            type="button"
            onClick={() => {
              close();
              onConfirm();
            }}
          >
            {label}
          </button>
        </p>
      </dialog>
    </>
  );
};
