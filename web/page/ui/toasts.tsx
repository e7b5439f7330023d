import { createContext, type ReactNode, useCallback, useContext, useRef, useState } from 'react';
import { useTexts } from '../texts/language.tsx';
import { Button } from './button.tsx';
import styles from './ui.module.css';
import { uiTexts } from './ui-texts.ts';

export interface Toast {
  readonly text: string;
  /** An action such as undo. The toast disappears when it is taken. */
  readonly action?: { readonly label: string; readonly run: () => void };
  /**
   * Duration in milliseconds. Default: 6 s, or 12 s with an action. The toast stays while it has the pointer or the
   * focus.
   */
  readonly lasts?: number;
  /** Called once it has disappeared without its action being taken. */
  readonly onGone?: () => void;
}

/** Shows and announces what happened. Returns a function that removes the toast. */
type ShowToast = (toast: Toast) => () => void;

interface Shown extends Toast {
  readonly id: number;
}

const ToastContext = createContext<ShowToast>(() => () => {});

export const useToast = (): ShowToast => useContext(ToastContext);

export const ToastProvider = ({ children }: { readonly children: ReactNode }) => {
  const texts = useTexts(uiTexts);
  const [shown, setShown] = useState<readonly Shown[]>([]);
  const lastId = useRef(0);
  const timers = useRef(new Map<number, ReturnType<typeof setTimeout>>());

  const take = useCallback((toast: Shown, isGone: boolean) => {
    clearTimeout(timers.current.get(toast.id));
    if (!timers.current.delete(toast.id)) return;
    setShown((all) => all.filter(({ id }) => id !== toast.id));
    if (isGone) toast.onGone?.();
  }, []);
  const wait = useCallback(
    (toast: Shown) => {
      clearTimeout(timers.current.get(toast.id));
      const { lasts = toast.action === undefined ? 6000 : 12_000 } = toast;
      timers.current.set(
        toast.id,
        setTimeout(() => take(toast, true), lasts),
      );
    },
    [take],
  );
  const show = useCallback<ShowToast>(
    (toast) => {
      const added = { ...toast, id: ++lastId.current };
      setShown((all) => [...all, added]);
      wait(added);
      return () => take(added, false);
    },
    [take, wait],
  );

  return (
    <ToastContext value={show}>
      {children}
      <section className={styles.toasts} aria-label={texts.messages} aria-live="polite">
        {shown.map((toast) => {
          const hold = () => clearTimeout(timers.current.get(toast.id));
          const goOn = () => timers.current.has(toast.id) && wait(toast);
          return (
            // biome-ignore lint/a11y/noStaticElementInteractions: it is only held while somebody reads it
            <div
              key={toast.id}
              className={styles.toast}
              onPointerEnter={hold}
              onPointerLeave={goOn}
              onFocus={hold}
              onBlur={goOn}
            >
              <p>{toast.text}</p>
              {toast.action && (
                <Button
                  onClick={() => {
                    take(toast, false);
                    toast.action?.run();
                  }}
                >
                  {toast.action.label}
                </Button>
              )}
              <Button kind="quiet" aria-label={texts.dismiss} onClick={() => take(toast, true)}>
                <span aria-hidden="true">×</span>
              </Button>
            </div>
          );
        })}
      </section>
    </ToastContext>
  );
};
