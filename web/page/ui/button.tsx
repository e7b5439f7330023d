import type { ComponentProps } from 'react';
import { Spinner } from './spinner.tsx';

interface ButtonProps extends ComponentProps<'button'> {
  readonly kind?: 'primary' | 'danger' | 'quiet';
  /** Whether what it started is under way: it keeps the focus, and does nothing until then. */
  readonly busy?: boolean;
}

export const Button = ({ kind, busy = false, type = 'button', onClick, children, ...rest }: ButtonProps) => (
  <button
    {...rest}
    type={type}
    data-kind={kind}
    // Not `disabled`, which would throw the focus away.
    aria-disabled={busy || undefined}
    aria-busy={busy || undefined}
    onClick={(event) => (busy ? event.preventDefault() : onClick?.(event))}
  >
    {busy && <Spinner />}
    {children}
  </button>
);
