import { useId, useRef } from 'react';

interface ConfirmedProps {
  readonly label: string;
  /** Asked before it is done. */
  readonly question: string;
  readonly onConfirm: () => void;
  readonly disabled?: boolean;
}

/** A button for what cannot be taken back: it asks first, and the way out is the one that has the focus. */
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
