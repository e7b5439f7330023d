import styles from './ui.module.css';

/** Decoration: what is under way is said by the words beside it. */
export const Spinner = () => <span className={styles.spinner} aria-hidden="true" />;

/** How far something is; without a value, that it is under way. `value`: 0 to 1. */
export const ProgressBar = ({ label, value }: { readonly label: string; readonly value?: number | undefined }) => (
  <progress className={styles.progress} aria-label={label} max={1} {...(value !== undefined && { value })} />
);
