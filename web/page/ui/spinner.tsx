import styles from './ui.module.css';

/** A decoration: the words beside it say what is under way. */
export const Spinner = () => <span className={styles.spinner} aria-hidden="true" />;

/** A progress bar. `value` is from 0 to 1; without it, the bar shows only that something is under way. */
export const ProgressBar = ({ label, value }: { readonly label: string; readonly value?: number | undefined }) => (
  <progress className={styles.progress} aria-label={label} max={1} {...(value !== undefined && { value })} />
);
