import type { ReactNode, Ref } from 'react';
import styles from './ui.module.css';

interface BannerProps {
  readonly kind?: 'info' | 'warning' | 'error';
  readonly children: ReactNode;
  readonly id?: string;
  /** For a banner that takes the focus, such as the error of a form. */
  readonly ref?: Ref<HTMLDivElement>;
}

/** A message about the whole view. Screen readers announce an error at once. */
export const Banner = ({ kind = 'info', children, id, ref }: BannerProps) => (
  <div
    id={id}
    ref={ref}
    className={styles.banner}
    data-kind={kind}
    role={kind === 'error' ? 'alert' : 'status'}
    tabIndex={-1}
  >
    {children}
  </div>
);
