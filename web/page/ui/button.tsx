import type { ComponentProps } from 'react';
import { Spinner } from './spinner.tsx';

interface ButtonProps extends ComponentProps<'button'> {
  readonly kind?: 'primary' | 'danger' | 'quiet';
  /** Whether its action is under way. Until that ends, the button keeps the focus but does nothing. */
  readonly busy?: boolean;
}

export const Button = ({ kind, busy = false, type = 'button', onClick, children, ...rest }: ButtonProps) => (
  <button
    {...rest}
    type={type}
    data-kind={kind}
    // Not `disabled`, which would lose the focus.
    aria-disabled={busy || undefined}
    aria-busy={busy || undefined}
    onClick={(event) => (busy ? event.preventDefault() : onClick?.(event))}
  >
    {busy && <Spinner />}
    {children}
  </button>
);
